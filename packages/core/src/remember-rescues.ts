import type { Chance } from "./chance.ts";
import type { Environment, EnvironmentSpec, Transition } from "./environment.ts";
import { FirebreakError } from "./error.ts";
import type { Json } from "./json.ts";

type Spec = EnvironmentSpec<unknown, string>;

/** A state of another world, with how many rescues were seen on the way to it. */
interface Remembering {
  readonly within: unknown;
  readonly rescuesSeen: number;
}

/** How many rescues a world's own state says were seen; absent where it does not carry a count. */
export function rescuesSeen(state: unknown): number | undefined {
  const count = typeof state === "object" && state !== null && "rescuesSeen" in state ? state.rescuesSeen : undefined;
  return typeof count === "number" ? count : undefined;
}

/** The rules of one step of the count. */
function countFrom(value: (state: unknown) => number, rule: { readonly levels: number; readonly forget: number }) {
  return ({ within, rescuesSeen: seen }: Remembering, next: unknown, chance: Chance): number => {
    if (value(next) > value(within)) {
      return Math.min(seen + 1, rule.levels);
    }
    return rule.forget > 0 && seen > 0 && chance(rule.forget, "forgets a rescue") ? seen - 1 : seen;
  };
}

const viewed = (view: ((state: unknown) => Json) | undefined): { view?: (state: Remembering) => Json } =>
  view === undefined ? {} : { view: ({ within, rescuesSeen: seen }) => ({ within: view(within), rescuesSeen: seen }) };

/** What each side sees: as before, and the count. */
function viewsOf({ views }: Spec): NonNullable<EnvironmentSpec<Remembering, string>["views"]> {
  const [agent, overseer] = [viewed(views?.agent).view, viewed(views?.overseer).view];
  return { ...(agent === undefined ? {} : { agent }), ...(overseer === undefined ? {} : { overseer }) };
}

const unwrapped = ({ state, action, next }: Transition<Remembering, string>): Transition<unknown, string> => ({
  state: state.within,
  action,
  next: next.within,
});

/** The world's rules for states that carry a count, which changes none of them. */
function remembering(spec: Spec, count: ReturnType<typeof countFrom>): EnvironmentSpec<Remembering, string> {
  const { legal, isTerminal, picture, judgement, rewards, planted, waivers } = spec;
  const { value, evaluate } = judgement ?? {};
  const { observed } = rewards;
  return {
    title: `${spec.title}, with the rescues counted`,
    source: spec.source,
    actions: spec.actions,
    ...(legal === undefined ? {} : { legal: ({ within }) => legal(within) }),
    start: (chance) => ({ within: spec.start(chance), rescuesSeen: 0 }),
    step: (state, action, chance) => {
      const within = spec.step(state.within, action, chance);
      return { within, rescuesSeen: count(state, within, chance) };
    },
    rewards: {
      true: (step) => rewards.true(unwrapped(step)),
      ...(observed === undefined ? {} : { observed: (step) => observed(unwrapped(step)) }),
    },
    ...(isTerminal === undefined ? {} : { isTerminal: ({ within }) => isTerminal(within) }),
    label: ({ within, rescuesSeen: seen }) => `${spec.label(within)}${seen === 0 ? "" : `; rescues seen: ${seen}`}`,
    views: viewsOf(spec),
    judgement: {
      ...(value === undefined ? {} : { value: ({ within }) => value(within) }),
      ...(evaluate === undefined ? {} : { evaluate: (step) => evaluate(unwrapped(step)) }),
    },
    evaluation: spec.evaluation,
    traits: spec.traits,
    workedEpisodes: [],
    ...(waivers === undefined ? {} : { waivers }),
    ...(planted === undefined ? {} : { planted: planted.map((act) => ({ ...act, is: ({ within }, action) => act.is(within, action) })) }),
    ...(picture === undefined ? {} : { picture: ({ within }) => picture(within) }),
  };
}

/**
 * A world whose state also says how many rescues were seen, up to `levels`: steps after which its overseer's V is higher. The count
 * changes nothing by itself; it is what an overseer needs who tires of rescues, since reward has to be a function of the state. With
 * `forget` in (0, 1] one is forgotten with that probability at every step that is no rescue.
 *
 * @throws FirebreakError "bad-specification" for a world whose overseer has no value of states, or for a rule out of range.
 */
export function rememberRescues(environment: Environment, rule: { readonly levels: number; readonly forget?: number }): Environment {
  const { id, name, spec } = environment;
  const { levels, forget = 0 } = rule;
  const value = spec.judgement?.value;
  if (value === undefined || !Number.isInteger(levels) || levels < 1 || !(forget >= 0 && forget <= 1)) {
    throw new FirebreakError(
      "bad-specification",
      `Cannot count rescues in '${id}' up to ${levels}, forgotten with probability ${forget}: its overseer ${value === undefined ? "has no value of states" : "values states, but the count must be a whole number from 1 and the probability in [0, 1]"}`,
    );
  }
  const counted = remembering(spec, countFrom(value, { levels, forget }));
  // Erased as every environment's own types are: states come from its own start and step alone.
  const erased = counted as unknown as Spec;
  const deterministic = spec.traits.deterministic && !(forget > 0 && forget < 1);
  return {
    id: `${id}+rescues=${levels}${forget === 0 ? "" : `,${forget}`}`,
    name,
    spec: { ...erased, traits: { ...spec.traits, deterministic } },
  };
}
