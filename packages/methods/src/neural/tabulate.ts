import type { OptimalActions, Policy, TabularMdp } from "@firebreak/core";
import { eachOutput, type NetBlock, softmaxRow } from "@firebreak/core/neural";
import { largestOf } from "./choose-output.ts";

/** A world as nets play in it: output k of a net stands for the action `drawOrder[k]`, so that names decide and no index. */
export interface NetWorld {
  readonly dynamics: TabularMdp;
  readonly drawOrder: Int32Array;
  /** Length S. The states in the order in which they go through a net. */
  readonly order: Int32Array;
  /** Length S. Bit k: output k is a legal action; 0 at a terminal state. */
  readonly legal: Int32Array;
}

export function netWorld(dynamics: TabularMdp, drawOrder: Int32Array, order: Int32Array): NetWorld {
  const { stateCount, actionCount, rowStart } = dynamics;
  const legal = new Int32Array(stateCount);
  for (let state = 0; state < stateCount; state++) {
    drawOrder.forEach((action, k) => {
      const row = state * actionCount + action;
      legal[state] = (legal[state] ?? 0) | ((rowStart[row] ?? 0) < (rowStart[row + 1] ?? 0) ? 1 << k : 0);
    });
  }
  return { dynamics, drawOrder, order, legal };
}

/** Length at most S. The states in which something is done. */
const statesToAct = ({ order, legal }: NetWorld): Int32Array => order.filter((state) => legal[state] !== 0);

/** What each net of a block plays in every state, by the softmax over its legal outputs: a stationary policy a seed. */
export function softmaxPolicies(block: NetBlock, world: NetWorld): readonly Policy[] {
  const { dynamics, drawOrder, legal } = world;
  const { stateCount, actionCount } = dynamics;
  const tables = Array.from({ length: block.seedCount }, () => new Float64Array(stateCount * actionCount));
  const play = new Float64Array(actionCount);
  const states = statesToAct(world);
  eachOutput(block, states, (seed, at, { outputs, offset }) => {
    const state = states[at] ?? 0;
    softmaxRow(outputs, { offset, legal: legal[state] ?? 0 }, play);
    drawOrder.forEach((action, k) => {
      tables[seed]?.fill(play[k] ?? 0, state * actionCount + action, state * actionCount + action + 1);
    });
  });
  return tables.map((probability) => ({ kind: "stationary", probability }));
}

/** The actions of each state whose outputs are largest, for each net of a block. */
export function largestActions(block: NetBlock, world: NetWorld): readonly OptimalActions[] {
  const { drawOrder, legal } = world;
  const masks = Array.from({ length: block.seedCount }, () => new Int32Array(legal.length));
  const states = statesToAct(world);
  eachOutput(block, states, (seed, at, { outputs, offset }) => {
    const state = states[at] ?? 0;
    const best = largestOf(outputs, offset, legal[state] ?? 0);
    const actions = drawOrder.reduce((mask, action, k) => mask | (((best >>> k) & 1) << action), 0);
    masks[seed]?.fill(actions, state, state + 1);
  });
  return masks.map((mask) => ({ kind: "stationary", mask }));
}
