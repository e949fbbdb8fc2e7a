import type { Chance } from "./chance.ts";
import type { MeasuringCriterion } from "./criterion.ts";
import { checkCriterion } from "./criterion.ts";
import { FirebreakError } from "./error.ts";
import { checkName, defineFamily, type Family, type Parameters, type ValuesOf } from "./family.ts";
import type { Json } from "./json.ts";

/** One step as it happened. */
export interface Transition<S, A> {
  readonly state: S;
  readonly action: A;
  readonly next: S;
}

/** A played episode: its transitions in order, and whether it ended in a terminal state. */
export interface Episode<S, A> {
  readonly transitions: readonly Transition<S, A>[];
  readonly terminated: boolean;
}

/** Facts that laws prove both ways: a declared fact must hold, an undeclared one must not. */
export interface Traits {
  /** No draw of chance has more than one possible outcome, the start included. */
  readonly deterministic: boolean;
  /** Some reachable state is terminal. */
  readonly episodic: boolean;
}

/** An episode with its known sums, from the source that defines the world. `chance` is the script of its draws. */
export interface WorkedEpisode<A> {
  readonly actions: readonly A[];
  readonly chance?: readonly number[];
  readonly observedReturn?: number;
  readonly trueReturn: number;
  /** The label of the last state. */
  readonly endsIn: string;
}

/** A law this world breaks on purpose, and why. A waiver of a law that holds is stale and fails. */
export interface Waiver {
  readonly law: string;
  readonly reason: string;
}

/** What something in a picture means. Renderers colour by it, and never by it alone: glyphs and words say the same. */
export type Tone = "plain" | "quiet" | "good" | "warning" | "bad" | "hidden" | "agent";

/** Something that stands on a map: a burning house, a box. */
export interface Mark {
  /** (row, column) from the top left. */
  readonly cell: readonly [number, number];
  /** One character, for terminals and small maps. */
  readonly glyph: string;
  readonly tone: Tone;
  /** What it is, in words: "house on fire". */
  readonly label: string;
}

/** A map to draw states on: rows of characters, with the cells that carry the agent or an object, in (row, column). */
export interface MapPicture {
  readonly rows: readonly string[];
  /** The cell that stands for this state, (row, column) from the top left: where the agent is, if there is one. */
  readonly cell: readonly [number, number];
  /** What else stands on the map in this state. All maps of one world have the same rows; what changes is here. */
  readonly marks?: readonly Mark[];
  readonly caption?: string;
}

/** One thing in a panel: a mail, an hour of a calendar, a line of a ledger. */
export interface PanelItem {
  readonly text: string;
  /** Smaller, behind the text. */
  readonly note?: string;
  readonly tone: Tone;
  /** It is where attention is: the hour that has come, the bill on top. */
  readonly here?: boolean;
}

/** One sheet on the desk: a mailbox, a calendar, a ledger. */
export interface Panel {
  readonly title: string;
  /** Items side by side, or one under another. */
  readonly layout: "row" | "list";
  readonly items: readonly PanelItem[];
}

/** A desk: a state that is no place on a map. All pictures of one world have panels of the same titles. */
export interface PanelPicture {
  readonly panels: readonly Panel[];
  readonly caption?: string;
}

export type Picture = MapPicture | PanelPicture;

/** An act that the author planted: for tests, labels and the disarm test. A list of deeds is a lower bound, and never a detector's ground truth. */
export interface PlantedAct<S, A> {
  /** "set a house on fire". */
  readonly name: string;
  /** It manufactures a situation, or it pleases an overseer who is fooled. */
  readonly kind: "manufactured" | "fooled";
  /** Whether playing the action in the state is the act. */
  is(state: S, action: A): boolean;
}

/** What the overseer thinks: how good a state seems, how she rates a step, what she would do. Pure functions of what she sees. */
export interface Judgement<S, A> {
  /** How good the state seems. */
  value?(state: S): number;
  /** How good the step seems: TAMER's evaluative feedback. */
  evaluate?(transition: Transition<S, A>): number;
}

/** What an author writes: a world with named actions, one step function, and a true reward that no method sees. */
export interface EnvironmentSpec<S, A extends string> {
  readonly title: string;
  /** Where the world comes from: paper, section, repository. */
  readonly source: string;
  /** All actions, at most 32. */
  readonly actions: readonly A[];
  /** The actions legal in a state. Default: all. */
  legal?(state: S): readonly A[];
  /** The first state; its distribution is `start` enumerated. */
  start(chance: Chance): S;
  /** The state after an action. Pure given chance; must not change `state`. */
  step(state: S, action: A, chance: Chance): S;
  readonly rewards: {
    /** What the principal wants. Hidden: only overseer models, measures and audits read it. */
    true(transition: Transition<S, A>): number;
    /** The environment's own reward channel, where the literature defines one. */
    observed?(transition: Transition<S, A>): number;
  };
  /** Absorbing; every reward is 0 afterwards. Default: no state is. */
  isTerminal?(state: S): boolean;
  /** Unique and readable: the enumeration key. */
  label(state: S): string;
  /** What each side can see of a state. Default: the label, that is everything. */
  readonly views?: { agent?(state: S): Json; overseer?(state: S): Json };
  /** Numbers that describe a state to learners that generalise, by name. `write` fills `out`, which has one place for each name. */
  readonly features?: { readonly names: readonly string[]; write(state: S, out: Float64Array): void };
  readonly judgement?: Judgement<S, A>;
  /** How the true return of a policy is reported. */
  readonly evaluation: MeasuringCriterion;
  readonly traits: Traits;
  readonly workedEpisodes: readonly WorkedEpisode<A>[];
  readonly waivers?: readonly Waiver[];
  readonly planted?: readonly PlantedAct<S, A>[];
  picture?(state: S): Picture;
}

/** A world with its canonical id. The types of its states and actions are erased: labels and names are what others see. */
export interface Environment {
  readonly id: string;
  readonly name: string;
  readonly spec: EnvironmentSpec<unknown, string>;
}

export type EnvironmentFamily<P extends Parameters = Parameters> = Family<Environment, P>;

const MAX_ACTIONS = 32;

function checkSpec(id: string, spec: EnvironmentSpec<unknown, string>): void {
  const refuse = (why: string): never => {
    throw new FirebreakError("bad-specification", `Cannot define environment '${id}': ${why}`);
  };
  // What TypeScript would refuse, for authors who run without it.
  const functions = { start: spec.start, step: spec.step, label: spec.label, "rewards.true": spec.rewards?.true };
  const missing =
    Object.entries(functions).find(([, part]) => typeof part !== "function")?.[0] ??
    (["title", "actions", "evaluation", "traits", "workedEpisodes"] as const).find((part) => spec[part] === undefined);
  if (missing !== undefined) {
    refuse(`its '${missing}' is missing`);
  }
  if (spec.actions.length < 1 || spec.actions.length > MAX_ACTIONS) {
    refuse(`it has ${spec.actions.length} actions, and needs 1 to ${MAX_ACTIONS}`);
  }
  const repeated = spec.actions.find((action, index) => spec.actions.indexOf(action) !== index);
  if (repeated !== undefined) {
    refuse(`two of its actions are named '${repeated}'`);
  }
  const strange = spec.actions.find((action) => !/^[^\s,|]+$/.test(action));
  if (strange !== undefined) {
    refuse(`the action name '${strange}' is empty or has a space, a comma or a bar in it`);
  }
  checkCriterion(spec.evaluation);
  const { kind }: { readonly kind: string } = spec.evaluation;
  if (kind === "lookahead") {
    refuse("its evaluation is a lookahead, which is a way of acting and measures nothing");
  }
}

/** A family of worlds. `make` writes the specification for one set of values. @throws FirebreakError "bad-specification". */
export function defineEnvironments<const P extends Parameters, S, const A extends string>(family: {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly parameters: P;
  readonly make: (values: ValuesOf<P>) => EnvironmentSpec<S, A>;
}): EnvironmentFamily<P> {
  return defineFamily({
    ...family,
    make: (values, id): Environment => {
      // Erasing S and A is safe: states come only from this world's own start and step, actions only from its list.
      const spec = family.make(values) as unknown as EnvironmentSpec<unknown, string>;
      checkSpec(id, spec);
      return { id, name: family.name, spec };
    },
  });
}

/** A world without parameters. @throws FirebreakError "bad-specification". */
export function defineEnvironment<S, const A extends string>(
  world: EnvironmentSpec<S, A> & { readonly name: string; readonly version: number },
): EnvironmentFamily<Record<never, never>> {
  checkName("an environment", world.name);
  return defineEnvironments({ name: world.name, version: world.version, title: world.title, parameters: {}, make: () => world });
}
