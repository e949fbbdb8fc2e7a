import { multiplyRows, SPARSE, type StochasticRows } from "../kernels/sparse-product.ts";
import { countBits, type Policy, periodOf } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";

/** A Markov chain in sparse rows, which sum to 1: a terminal state stays where it is. */
export type Chain = StochasticRows;

/** A chain with its expected reward a step, length stateCount; 0 at terminal states. */
export interface RewardChain {
  readonly chain: Chain;
  readonly reward: Float64Array;
}

/** Gathers sparse rows one at a time; entries to the same state are added up. */
export interface RowWriter {
  add(state: number, probability: number): void;
  endRow(): void;
  finish(): Chain;
}

/** A writer of `stateCount` rows. */
export function writeRows(stateCount: number): RowWriter {
  const room = 4 * stateCount;
  const rowStart = [0];
  let nextState = new Int32Array(room);
  let probability = new Float64Array(room);
  let length = 0;
  const mass = new Float64Array(stateCount);
  const reached = new Int32Array(stateCount);
  const isReached = new Uint8Array(stateCount);
  let reachedCount = 0;
  const makeRoom = (): void => {
    if (length + reachedCount > nextState.length) {
      const more = 2 * (length + reachedCount);
      const [states, shares] = [new Int32Array(more), new Float64Array(more)];
      states.set(nextState.subarray(0, length));
      shares.set(probability.subarray(0, length));
      nextState = states;
      probability = shares;
    }
  };
  const gather = (state: number): void => {
    nextState[length] = state;
    probability[length++] = mass[state] ?? 0;
    mass[state] = 0;
    isReached[state] = 0;
  };
  return {
    add(state, share) {
      if (isReached[state] === 0) {
        isReached[state] = 1;
        reached[reachedCount++] = state;
      }
      mass[state] = (mass[state] ?? 0) + share;
    },
    endRow() {
      makeRoom();
      if (reachedCount * SPARSE > stateCount) {
        for (let state = 0; state < stateCount; state++) {
          if (isReached[state] === 1) {
            gather(state);
          }
        }
      } else {
        reached.subarray(0, reachedCount).sort().forEach(gather);
      }
      reachedCount = 0;
      rowStart.push(length);
    },
    finish: () => ({
      stateCount,
      rowStart: Int32Array.from(rowStart),
      nextState: nextState.slice(0, length),
      probability: probability.slice(0, length),
    }),
  };
}

/** The chance that a policy plays an action in a state at a time. */
export type Play = (state: number, action: number) => number;

/** What the policy plays at one time step. */
export function playAt(policy: Policy, time: number, dynamics: TabularMdp): Play {
  const { stateCount, actionCount } = dynamics;
  const offset = (time % periodOf(policy)) * stateCount;
  if (policy.kind !== "timed") {
    return (state, action) => policy.probability[(offset + state) * actionCount + action] ?? 0;
  }
  return (state, action) => {
    const mask = policy.optimal[offset + state] ?? 0;
    return (mask >>> action) & 1 ? 1 / countBits(mask) : 0;
  };
}

/** The chain that a way of playing makes of the dynamics, with the expected reward of a step; `rowReward` has length S·A. */
export function chainOf(dynamics: TabularMdp, play: Play, rowReward: Float64Array): RewardChain {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const rows = writeRows(stateCount);
  const reward = new Float64Array(stateCount);
  for (let state = 0; state < stateCount; state++) {
    let sum = 0;
    for (let action = 0; action < actionCount; action++) {
      const row = state * actionCount + action;
      const share = play(state, action);
      if (share > 0) {
        sum += share * (rowReward[row] ?? 0);
        for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
          rows.add(nextState[z] ?? 0, share * (probability[z] ?? 0));
        }
      }
    }
    if (dynamics.terminal[state] === 1) {
      rows.add(state, 1);
    }
    reward[state] = sum;
    rows.endRow();
  }
  return { chain: rows.finish(), reward };
}

/** Pv: the expected value after one step; into `out`, which is not `value`, where one is given. */
export function stepBack(chain: Chain, value: Float64Array, out: Float64Array = new Float64Array(chain.stateCount)): Float64Array {
  const { rowStart, nextState, probability } = chain;
  for (let state = 0; state < out.length; state++) {
    let sum = 0;
    for (let z = rowStart[state] ?? 0; z < (rowStart[state + 1] ?? 0); z++) {
      sum += (probability[z] ?? 0) * (value[nextState[z] ?? 0] ?? 0);
    }
    out[state] = sum;
  }
  return out;
}

/** xP: the distribution after one step; into `out`, which is not `mass`, where one is given. */
export function stepForward(chain: Chain, mass: Float64Array, out: Float64Array = new Float64Array(chain.stateCount)): Float64Array {
  const { rowStart, nextState, probability } = chain;
  out.fill(0);
  for (let state = 0; state < out.length; state++) {
    const weight = mass[state] ?? 0;
    if (weight !== 0) {
      for (let z = rowStart[state] ?? 0; z < (rowStart[state + 1] ?? 0); z++) {
        const next = nextState[z] ?? 0;
        out[next] = (out[next] ?? 0) + weight * (probability[z] ?? 0);
      }
    }
  }
  return out;
}

/** The chain that takes one step of each, in order: the product of the matrices. */
export function compose(chains: readonly Chain[]): Chain {
  const [first, ...rest] = chains;
  if (first === undefined) {
    throw new Error("Cannot compose no chains");
  }
  return rest.reduce<Chain>(multiplyRows, first);
}
