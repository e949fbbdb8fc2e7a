import type { TabularMdp } from "@firebreak/core";

/** Masks of length S for plans of 1 … `steps` steps, in that order. */
export type PlanMasks = readonly Int32Array[];

/** Whole numbers that a world's probabilities and a reward are exactly: probability·base and reward. */
interface Whole {
  readonly base: bigint;
  readonly probability: readonly bigint[];
  readonly reward: readonly bigint[];
}

function wholeNumbers({ probability }: TabularMdp, reward: Float64Array, base: number): Whole {
  const whole = (x: number): bigint => {
    if (Math.abs(x - Math.round(x)) > 1e-6) {
      throw new Error(`${x} is no whole number`);
    }
    return BigInt(Math.round(x));
  };
  return { base: BigInt(base), probability: Array.from(probability, (p) => whole(p * base)), reward: Array.from(reward, whole) };
}

/** 1 where x comes before y in the order of `orders` numbers each, compared first to last; -1 where it comes after. */
function compare(x: readonly bigint[], y: readonly bigint[]): number {
  const at = x.findIndex((number, order) => number !== y[order]);
  return at === -1 ? 0 : (x[at] ?? 0n) > (y[at] ?? 0n) ? 1 : -1;
}

const noughts = (count: number): bigint[] => Array.from({ length: count }, () => 0n);

/**
 * The slow reference for ties: plans of ever more steps at discount 1 in whole numbers of any length, so that a tie is a tie and a
 * difference of 10^-200 is none. Probabilities are multiples of 1/base, rewards whole.
 *
 * With `orders` = 2, ties of value go to what is collected earlier: at discount 1 − e a plan is worth
 * G0 + e·G1 + …, where G0 = r + G0' and G1 = G1' − G0', and G1 decides where G0 ties.
 */
export function exactPlans(
  dynamics: TabularMdp,
  reward: Float64Array,
  { base, steps, orders }: { readonly base: number; readonly steps: number; readonly orders: 1 | 2 },
): PlanMasks {
  const { stateCount, actionCount, rowStart, nextState } = dynamics;
  const whole = wholeNumbers(dynamics, reward, base);
  let values = Array.from({ length: stateCount }, () => noughts(orders));
  let scale = 1n;
  const masks: Int32Array[] = [];
  for (let step = 0; step < steps; step++) {
    const worth = (row: number): bigint[] => {
      const sums = noughts(orders);
      for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
        const later = values[nextState[z] ?? 0] ?? [];
        const now = (whole.reward[z] ?? 0n) * scale + (later[0] ?? 0n);
        for (let order = 0; order < orders; order++) {
          const term = order === 0 ? now : (later[order] ?? 0n) - (later[order - 1] ?? 0n);
          sums[order] = (sums[order] ?? 0n) + (whole.probability[z] ?? 0n) * term;
        }
      }
      return sums;
    };
    const plans = Array.from({ length: stateCount }, (_, state) =>
      Array.from({ length: actionCount }, (__, action) => worth(state * actionCount + action)),
    );
    values = plans.map((of) => of.reduce((best, plan) => (compare(plan, best) > 0 ? plan : best)));
    masks.push(
      Int32Array.from(plans, (of, state) =>
        of.reduce((mask, plan, action) => mask | (compare(plan, values[state] ?? []) === 0 ? 1 << action : 0), 0),
      ),
    );
    scale *= whole.base;
  }
  return masks;
}

/** The same in floating point: an action ties in value, then in what is collected earlier, if it is within `tolerance` of the best. */
export function roundedPlans(
  dynamics: TabularMdp,
  reward: Float64Array,
  { tolerance, steps, orders }: { readonly tolerance: number; readonly steps: number; readonly orders: 1 | 2 },
): PlanMasks {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  let values = Array.from({ length: orders }, () => new Float64Array(stateCount));
  const masks: Int32Array[] = [];
  for (let step = 0; step < steps; step++) {
    const qs = values.map((value, order) =>
      Float64Array.from({ length: stateCount * actionCount }, (_, row) => {
        let sum = 0;
        for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
          const next = nextState[z] ?? 0;
          const term = order === 0 ? (reward[z] ?? 0) + (value[next] ?? 0) : (value[next] ?? 0) - (values[order - 1]?.[next] ?? 0);
          sum += (probability[z] ?? 0) * term;
        }
        return sum;
      }),
    );
    const best = values.map(() => new Float64Array(stateCount));
    masks.push(
      Int32Array.from({ length: stateCount }, (_, state) => {
        let left = Array.from({ length: actionCount }, (__, action) => action);
        for (const [order, q] of qs.entries()) {
          const top = Math.max(...left.map((action) => q[state * actionCount + action] ?? 0));
          left = left.filter((action) => (q[state * actionCount + action] ?? 0) >= top - tolerance);
          (best[order] ?? new Float64Array(0))[state] = top;
        }
        return left.reduce((mask, action) => mask | (1 << action), 0);
      }),
    );
    values = best;
  }
  return masks;
}
