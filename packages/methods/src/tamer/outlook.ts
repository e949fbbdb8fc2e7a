import { type TabularMdp, TIE_SCALE } from "@firebreak/core";
import type { Walk } from "../kernels/walk.ts";
import type { HumanModel } from "./human-model.ts";

/** What an agent goes by when it acts: how much each legal pair seems worth to it. */
export interface Outlook {
  /** Length P. */
  readonly worth: Float64Array;
  /** Ĥ may have changed, a step has gone by, and the next is to be taken in this state. */
  refresh(state: number): void;
}

/** TAMER's: Ĥ itself. What follows from an act is the trainer's business. */
export function myopic({ estimate, settle }: HumanModel): Outlook {
  return { worth: estimate, refresh: (state) => settle?.(state) };
}

/** The best worth among each state's pairs; 0 at a terminal state. Length S. */
function bestOf({ stateCount, legalStart }: Walk, worth: Float64Array): Float64Array {
  return Float64Array.from({ length: stateCount }, (_, state) => {
    const [first, end] = [legalStart[state] ?? 0, legalStart[state + 1] ?? 0];
    return first === end ? 0 : worth.subarray(first, end).reduce((x, y) => Math.max(x, y));
  });
}

/** Writes Ĥ + γ Σ p·V(s') of every pair into `worth`. */
function lookAhead(
  world: { readonly walk: Walk; readonly dynamics: TabularMdp },
  h: Float64Array,
  discount: number,
  worth: Float64Array,
): void {
  const { legalRow } = world.walk;
  const { rowStart, nextState, probability } = world.dynamics;
  const value = bestOf(world.walk, worth);
  legalRow.forEach((row, pair) => {
    let ahead = 0;
    for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
      ahead += (probability[z] ?? 0) * (value[nextState[z] ?? 0] ?? 0);
    }
    worth[pair] = (h[pair] ?? 0) + discount * ahead;
  });
}

/** Makes ties of what only rounding tells apart: a plan adds up rows in the order in which they are told. */
function settleTies(walk: Walk, worth: Float64Array): void {
  const tolerance = TIE_SCALE * (1 + worth.reduce((most, w) => Math.max(most, Math.abs(w)), 0));
  bestOf(walk, worth).forEach((best, state) => {
    for (let pair = walk.legalStart[state] ?? 0; pair < (walk.legalStart[state + 1] ?? 0); pair++) {
      worth[pair] = (worth[pair] ?? 0) >= best - tolerance ? best : (worth[pair] ?? 0);
    }
  });
}

/**
 * VI-TAMER's: what Ĥ comes to when it is added up over time (Knox and Stone 2015, "Framing reinforcement learning from human reward").
 * `sweeps` sweeps of value iteration a step, going on from those of the step before.
 */
export function farSighted(
  world: { readonly walk: Walk; readonly dynamics: TabularMdp },
  h: Float64Array,
  plan: { readonly discount: number; readonly sweeps: number },
): Outlook {
  const worth = new Float64Array(h.length);
  return {
    worth,
    refresh() {
      for (let sweep = 0; sweep < plan.sweeps; sweep++) {
        lookAhead(world, h, plan.discount, worth);
      }
      settleTies(world.walk, worth);
    },
  };
}
