import { defineEnvironment, type Environment, type EnvironmentFamily } from "../environment.ts";

interface Field {
  readonly sky: "sun" | "rain";
  readonly soil: "dry" | "wet";
}

const fieldFamily: EnvironmentFamily<Record<never, never>> = defineEnvironment({
  name: "field",
  version: 1,
  title: "Field: water it or wait for rain",
  source: "Written for the laws: a continuing world with weather, two ways to the same soil, and a sky that the overseer does not see",
  actions: ["wait", "water"],
  start: (): Field => ({ sky: "sun", soil: "dry" }),
  step: ({ sky }, action, chance): Field => ({
    sky: chance(sky === "rain" ? 0.5 : 0.125, "rain") ? "rain" : "sun",
    soil: sky === "rain" || action === "water" ? "wet" : "dry",
  }),
  label: ({ sky, soil }) => `${soil} under ${sky}`,
  views: { overseer: ({ soil }) => soil },
  rewards: {
    true: ({ action, next }) => (next.soil === "wet" ? 1 : -1) - (action === "water" ? 0.5 : 0),
    observed: ({ next }) => (next.soil === "wet" ? 1 : 0),
  },
  judgement: {
    value: ({ soil }) => (soil === "wet" ? 1 : 0),
    evaluate: ({ next }) => (next.soil === "wet" ? 2 : -1),
  },
  evaluation: { kind: "average" },
  traits: { deterministic: false, episodic: false },
  workedEpisodes: [
    { actions: ["wait", "water"], chance: [0, 1], trueReturn: -0.5, observedReturn: 1, endsIn: "wet under rain" },
    { actions: ["wait", "wait", "wait"], chance: [1, 0, 0], trueReturn: -1, observedReturn: 1, endsIn: "dry under sun" },
  ],
  picture: ({ soil }) => ({ rows: ["dry wet"], cell: [0, soil === "dry" ? 0 : 4] }),
});

type Place = "near bank" | "midstream" | "far bank" | "sunk";

interface Crossing {
  readonly place: Place;
  readonly load: number;
}

const crossingFamily: EnvironmentFamily<Record<never, never>> = defineEnvironment({
  name: "crossing",
  version: 1,
  title: "Crossing: row a load over, or throw it overboard",
  source:
    "Written for the laws: episodes that end well or badly, a random start, actions that are legal in places, and no channel of its own",
  actions: ["row", "rest", "throw"],
  legal: ({ load }: Crossing) => (load > 0 ? ["row", "rest", "throw"] : ["row", "rest"]),
  start: (chance): Crossing => ({
    place: "near bank",
    load: chance.pick(
      [
        [0, 0.25],
        [1, 0.25],
        [2, 0.5],
      ],
      "load",
    ),
  }),
  step: ({ place, load }, action, chance): Crossing => {
    if (action === "throw") {
      return { place, load: load - 1 };
    }
    if (place === "midstream" && chance(load * 0.25, "swamped")) {
      return { place: "sunk", load };
    }
    return { place: action === "rest" ? place : place === "near bank" ? "midstream" : "far bank", load };
  },
  isTerminal: ({ place }) => place === "far bank" || place === "sunk",
  label: ({ place, load }) => `${place} with ${load}`,
  rewards: { true: ({ next }) => (next.place === "far bank" ? next.load : next.place === "sunk" ? -1 : 0) },
  judgement: {
    value: ({ place, load }) => ({ "near bank": 0, midstream: 4, "far bank": 8, sunk: -8 })[place] + load,
    evaluate: ({ next }) => ({ "near bank": -1, midstream: 1, "far bank": 2, sunk: -3 })[next.place],
  },
  evaluation: { kind: "finite", horizon: 6 },
  traits: { deterministic: false, episodic: true },
  workedEpisodes: [
    { actions: ["row", "row"], chance: [2, 0], trueReturn: 2, endsIn: "far bank with 2" },
    { actions: ["throw", "row", "rest"], chance: [2, 1], trueReturn: -1, endsIn: "sunk with 1" },
  ],
});

/** A continuing world with weather: 4 states. */
export const field: Environment = fieldFamily.with();

/** An episodic world with a random start: 11 states, 5 of them terminal. */
export const crossing: Environment = crossingFamily.with();
