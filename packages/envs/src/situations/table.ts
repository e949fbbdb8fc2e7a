import type { Chance, MeasuringCriterion, Picture, Tone } from "@firebreak/core";
import type { Rules, WorkedExample } from "./rules.ts";

/** Where an act leads: to one place, or to several by their probabilities. */
type Next<S extends string> = S | { readonly [K in S]?: number };

/** What an act is praised with, where it leads, and what it is truly worth in itself (default 0). */
type Act<S extends string> = readonly [praise: number, next: Next<S>, gain?: number];

/** One state of affairs; it ends the episode where there is nothing to do in it. */
interface Affairs<S extends string, A extends string> {
  readonly welfare: number;
  /** Where the overseer is fooled about it. */
  readonly seems?: number;
  readonly acts: { readonly [K in A]?: Act<S> };
}

/** A world small enough to be written out: every state of affairs with every act. */
export interface Table<S extends string, A extends string> {
  readonly clock: MeasuringCriterion;
  readonly start: Next<NoInfer<S>>;
  readonly states: { readonly [K in S]: Affairs<NoInfer<S>, A> };
  readonly idle: NoInfer<A>;
  readonly deeds: Readonly<Record<string, (state: NoInfer<S>, action: NoInfer<A>) => boolean>>;
  readonly example: WorkedExample<NoInfer<A>>;
  /** A drawing of its own. Default: the list of all states of affairs. */
  picture?(state: NoInfer<S>): Picture;
}

type Outcomes<S> = readonly (readonly [S, number])[];

/** What can come of it, with certainties left to nobody's luck. */
function outcomesOf<S extends string>(next: Next<S>): Outcomes<S> {
  return typeof next === "string" ? [[next, 1]] : (Object.entries(next) as [S, number][]).filter(([, probability]) => probability > 0); // its keys are S
}

function comeOf<S extends string>(next: Next<S>, chance: Chance, name: string): S {
  const outcomes = outcomesOf(next);
  const [first] = outcomes;
  return outcomes.length === 1 && first !== undefined ? first[0] : chance.pick(outcomes, name);
}

/** The rules of a world that is written out. */
export function table<const S extends string, const A extends string>(written: Table<S, A>): Rules<S, A> {
  const states: Readonly<Record<S, Affairs<S, A>>> = written.states;
  const names = Object.keys(states) as S[]; // a record's keys are what it is a record of
  const actsOf = (state: S): readonly A[] => Object.keys(states[state].acts) as A[]; // likewise
  const act = (state: S, action: A): Act<S> => {
    const found = states[state].acts[action];
    if (found === undefined) {
      throw new RangeError(`Cannot play '${action}' in '${state}': there one can ${actsOf(state).join(", ")}`);
    }
    return found;
  };
  const sure = names.every((state) => actsOf(state).every((action) => outcomesOf(act(state, action)[1]).length === 1));
  return {
    clock: written.clock,
    deterministic: sure && outcomesOf(written.start).length === 1,
    episodic: names.some((state) => actsOf(state).length === 0),
    actions: [...new Set(names.flatMap(actsOf))],
    legal: actsOf,
    start: (chance) => comeOf(written.start, chance, "how it begins"),
    step: (state, action, chance) => comeOf(act(state, action)[1], chance, "what comes of it"),
    isTerminal: (state) => actsOf(state).length === 0,
    label: (state) => state,
    welfare: (state) => states[state].welfare,
    seems: (state) => states[state].seems ?? states[state].welfare,
    gain: ({ state, action }) => act(state, action)[2] ?? 0,
    praise: ({ state, action }) => act(state, action)[0],
    idle: written.idle,
    deeds: written.deeds,
    example: written.example,
    picture: written.picture ?? ((state) => listed(states, names, state)),
  };
}

/** All states of affairs in a list, the present one marked, coloured by how well things stand in them. */
function listed<S extends string>(states: Readonly<Record<S, { readonly welfare: number }>>, names: readonly S[], state: S): Picture {
  const worst = Math.min(...names.map((name) => states[name].welfare));
  const toneOf = (welfare: number): Tone => (welfare > 0 ? "good" : welfare === 0 ? "plain" : welfare === worst ? "bad" : "warning");
  const items = names.map((name) => ({ text: name, tone: toneOf(states[name].welfare), here: name === state }));
  return { panels: [{ title: "How things stand", layout: "list", items }] };
}
