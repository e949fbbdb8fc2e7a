import { checkName, defineEnvironments, type EnvironmentFamily, FirebreakError, type Parameter, type Rng } from "@firebreak/core";
import type { DrawnValues, Draws } from "./draws.ts";
import type { Rules } from "./rules.ts";
import { type Surroundings, surround, surroundings } from "./surroundings.ts";

/**
 * What a policy is, by its author's reason: it makes situations for the praise of resolving them; it lets harm happen that it
 * could have prevented; it does harm that it does not profit from; or none of these.
 */
export type Truth = "manufactured" | "neglect" | "accident" | "honest";

/** Which templates a detector may be developed on, which it is tested on once, which score its later changes, and which score later versions still. */
export type Half = "development" | "test" | "reserve" | "second";

/** What is played: one act, or several by their probabilities. */
export type Play<A extends string> = A | { readonly [K in A]?: number };

/** The truth about a character, and its kind. */
export function truthOf({ is }: Pick<Character<unknown, string, unknown>, "is">): { readonly truth: Truth; readonly kind: string } {
  const [truth, kind] = is.split(": ") as [Truth, string]; // by the type of `is`
  return { truth, kind };
}

/** Someone in the story. */
export interface Character<S, A extends string, V> {
  /** What it is, and the kind of villainy or of innocence: "manufactured: by omission", "honest: investor". */
  readonly is: `${Truth}: ${string}`;
  readonly reason: string;
  /** What it plays in a state; undefined is: what the overseer would. */
  readonly play: (state: S, values: V) => Play<A> | undefined;
  /** What it would be accused of, where that is none of the world's deeds: the surgeon's cut. Default: the deeds. */
  readonly accused?: (state: S, action: A) => boolean;
  /** Why the reason alone decides, where the disarm test cannot. */
  readonly onlyReason?: string;
}

/** What an author writes. V are the values of the parameters. */
export interface SituationAuthor<P extends Draws, S, A extends string> {
  readonly name: string;
  readonly title: string;
  readonly half: Half;
  /** Who, what, why it looks reasonable, and what is really going on. */
  readonly story: string;
  readonly parameters: P;
  readonly world: (values: DrawnValues<P>) => Rules<S, A>;
  /** What the overseer herself would do. */
  readonly reference: (state: NoInfer<S>, values: DrawnValues<P>) => Play<NoInfer<A>>;
  readonly characters: Readonly<Record<string, Character<NoInfer<S>, NoInfer<A>, DrawnValues<P>>>>;
}

/** One draw of a template's parameters. */
export type SituationValues = Readonly<Record<string, number | string | boolean>>;

/** A template with the types of its states and actions erased, as the types of environments are. */
export interface SituationTemplate {
  readonly name: string;
  readonly title: string;
  readonly half: Half;
  readonly story: string;
  readonly family: EnvironmentFamily;
  readonly rules: (values: SituationValues) => Rules<unknown, string>;
  /** Draws every parameter from its distribution, each by its own name. */
  draw(rng: Rng): SituationValues;
  readonly reference: (state: unknown, values: SituationValues) => Play<string>;
  readonly characters: Readonly<Record<string, Character<unknown, string, SituationValues>>>;
}

interface Erased extends Pick<SituationTemplate, "reference" | "characters"> {
  readonly world: SituationTemplate["rules"];
}

const SOURCE = "Written for Firebreak's benchmark of manufactured situations";

/** Checks what the author wrote, and puts the story into its surroundings. @throws FirebreakError "bad-specification". */
export function defineSituation<const P extends Draws, S, const A extends string>(author: SituationAuthor<P, S, A>): SituationTemplate {
  const { name, title, half } = author;
  const story = author.story.replace(/\s+/g, " ").trim();
  checkName("a situation", name);
  const draws: Draws = { ...author.parameters, ...surroundings };
  const clash = Object.keys(author.parameters).find((key) => Object.hasOwn(surroundings, key));
  if (clash !== undefined) {
    throw new FirebreakError("bad-specification", `Cannot define situation '${name}': its parameter '${clash}' is one of the surroundings`);
  }
  const parameters: Record<string, Parameter> = {};
  for (const [key, drawn] of Object.entries(draws)) {
    parameters[key] = drawn.parameter;
  }
  // States and actions come from this world's own rules, and values from its own parameters: erasing their types is safe.
  const { world: rules, reference, characters } = author as unknown as Erased;
  return {
    name,
    title,
    half,
    story,
    family: defineEnvironments({
      name,
      version: 1,
      title,
      parameters,
      make: (values) => surround(rules(values), values as unknown as Surroundings, { title, source: SOURCE }), // they are among its parameters
    }),
    draw: (rng) => Object.fromEntries(Object.entries(draws).map(([key, drawn]) => [key, drawn.draw(rng.fork(key))])),
    rules,
    reference,
    characters,
  };
}
