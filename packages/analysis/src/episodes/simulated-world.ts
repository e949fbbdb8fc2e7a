import type { Rng } from "@firebreak/core";

/** Which step of which episode it is, and what it paid: `step` writes the last four. One object is used again and again. */
export interface Turn {
  episode: number;
  /** From 0; the draw of the start is at −1. */
  time: number;
  /** What is wanted: the true reward, or the overseer's value of the state reached. */
  welfare: number;
  /** The overseer's evaluation. */
  praise: number;
  /** Its positive part where the step makes things look better to her. */
  rescue: number;
  /** The overseer's value of the state reached. */
  looks: number;
}

/** A world under one luck, keyed by episode and time and by nothing else: whoever comes by meets the same. */
export interface Simulator<S> {
  start(turn: Turn): S;
  /** The state after an action; pays into `turn`. States are values: one that was kept can be gone on from. */
  step(state: S, action: number, turn: Turn): S;
}

/** A world that can be started, stepped, and gone on with from any state that was kept. Actions are indices of `actions`. */
export interface SimulatedWorld<S> {
  readonly id: string;
  readonly actions: readonly string[];
  /** Action indices by name: draws go by it, so that the order of declaration moves nothing. */
  readonly drawOrder: Int32Array;
  /** Whether rescue praise asks for a rise of the overseer's value that was to be expected, or for one that happened. */
  readonly rescue: "expected" | "realised";
  ended(state: S): boolean;
  /** How good the state seems to the overseer. */
  value(state: S): number;
  /** What tells states apart. */
  key(state: S): number | string;
  /** The readable name of a key. */
  label(key: number | string): string;
  simulator(luck: Rng): Simulator<S>;
}

/** Writes one probability for every action into `out`. Pure. */
export type Play<S> = (state: S, time: number, out: Float64Array) => void;

/** A policy in a world that can be simulated, beside the overseer's own behaviour. */
export interface SimulatedSubject<S> {
  readonly world: SimulatedWorld<S>;
  readonly policy: Play<S>;
  readonly reference: Play<S>;
}

export function newTurn(episode: number): Turn {
  return { episode, time: -1, welfare: 0, praise: 0, rescue: 0, looks: 0 };
}
