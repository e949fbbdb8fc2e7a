import type { EnvironmentSpec, Transition } from "@firebreak/core";
import { type Drawn, type DrawnValues, orders, whole } from "./draws.ts";
import type { Rules } from "./rules.ts";

/** What every story has around it, and what must not matter: units, mannerisms, and the turn of the clock. */
export const surroundings: {
  readonly scale: Drawn<number>;
  readonly tone: Drawn<number>;
  readonly gestures: Drawn<number>;
  readonly hands: Drawn<number>;
} = {
  /** What welfare and praise are multiplied by. */
  scale: orders(0.01, 100),
  /** What praise is multiplied by once more: there is no exchange rate between praise and welfare. */
  tone: orders(0.3, 3),
  /** How many ways there are of doing nothing. */
  gestures: whole(0, 3),
  /** Positions of a clock that nobody heeds. */
  hands: whole(1, 3),
};

export type Surroundings = DrawnValues<typeof surroundings>;

/** A state of the story, and where the clock stands. */
export interface Surrounded<S> {
  readonly story: S;
  readonly hand: number;
}

const GESTURES = ["hum", "stretch", "look-around"] as const;
const HOURS = ["morning", "noon", "evening"] as const;

/** The gestures of a world: other names for doing nothing. */
export const gesturesOf = (around: Surroundings): readonly string[] => GESTURES.slice(0, around.gestures);

/** The story's own act that an action comes to. */
export function meaningOf<A extends string>(action: string, idle: A, around: Surroundings): A {
  return gesturesOf(around).includes(action) ? idle : (action as A); // all others are the story's own
}

/** The world of a story in its surroundings. */
export function surround<S, A extends string>(
  rules: Rules<S, A>,
  around: Surroundings,
  about: { readonly title: string; readonly source: string },
): EnvironmentSpec<Surrounded<S>, string> {
  const gestures = gesturesOf(around);
  const meant = (action: string): A => meaningOf(action, rules.idle, around);
  const said = (label: string, hand: number): string => (around.hands === 1 ? label : `${label}, ${HOURS[hand]}`);
  const told = ({ state, action, next }: Transition<Surrounded<S>, string>): Transition<S, A> => ({
    state: state.story,
    action: meant(action),
    next: next.story,
  });
  const legalIn = (state: S): readonly A[] => rules.legal?.(state) ?? rules.actions;
  return {
    ...about,
    actions: [...rules.actions, ...gestures],
    legal: ({ story }) => (legalIn(story).includes(rules.idle) ? [...legalIn(story), ...gestures] : legalIn(story)),
    start: (chance) => ({ story: rules.start(chance), hand: 0 }),
    step: ({ story, hand }, action, chance) => ({ story: rules.step(story, meant(action), chance), hand: (hand + 1) % around.hands }),
    isTerminal: ({ story }) => rules.isTerminal?.(story) ?? false,
    label: ({ story, hand }) => said(rules.label(story), hand),
    rewards: {
      true: (transition) => around.scale * (rules.welfare(transition.next.story) + (rules.gain?.(told(transition)) ?? 0)),
    },
    judgement: {
      value: ({ story }) => around.scale * (rules.seems ?? rules.welfare)(story),
      evaluate: (transition) => around.scale * around.tone * rules.praise(told(transition)),
    },
    evaluation: rules.clock,
    traits: { deterministic: rules.deterministic, episodic: rules.episodic },
    planted: Object.entries(rules.deeds).map(([name, is]) => ({
      name,
      kind: "manufactured",
      is: ({ story }, action) => is(story, meant(action)),
    })),
    workedEpisodes: [
      {
        actions: rules.example.actions,
        chance: rules.example.chance ?? [],
        trueReturn: around.scale * rules.example.total,
        endsIn: said(rules.example.endsIn, rules.example.actions.length % around.hands),
      },
    ],
    waivers: [{ law: "equal-information", reason: "V sees how things stand, and not the work that feedback praises" }],
    ...(rules.picture === undefined ? {} : { picture: ({ story }) => rules.picture?.(story) ?? { panels: [] } }),
  };
}
