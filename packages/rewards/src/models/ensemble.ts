import { FirebreakError, type Rng } from "@firebreak/core";
import type { Basis } from "./basis.ts";

export const meanOf = (outputs: readonly number[]): number => outputs.reduce((sum, output) => sum + output, 0) / outputs.length;

/** The unbiased variance of what members say; 0 for one member. */
export function varianceOf(outputs: readonly number[]): number {
  const mean = meanOf(outputs);
  const squares = outputs.reduce((sum, output) => sum + (output - mean) * (output - mean), 0);
  return outputs.length === 1 ? 0 : squares / (outputs.length - 1);
}

/** mean + α·sd of what members say: optimism above 0, pessimism below (imitation's AddSTDRewardWrapper). */
export const shiftedMean = (outputs: readonly number[], alpha: number): number => meanOf(outputs) + alpha * Math.sqrt(varianceOf(outputs));

/** How often each member counts an answer: once if it is alone, else as a Poisson of mean 1 says (online bagging, Oza and Russell 2001). */
export function memberWeights(members: number, rng: Rng): readonly number[] {
  return members === 1 ? [1] : Array.from({ length: members }, () => poisson(rng));
}

/** A Poisson draw of mean 1, by inversion of one uniform number. */
function poisson(rng: Rng): number {
  let left = rng.double();
  let chance = Math.exp(-1);
  let count = 0;
  while (left >= chance && chance > 0) {
    left -= chance;
    count++;
    chance /= count;
  }
  return count;
}

/** @throws FirebreakError "bad-parameter" for pessimism without an ensemble. */
export function checkPessimism(id: string, { members, pessimism }: { readonly members: number; readonly pessimism: number }): void {
  if (pessimism > 0 && members === 1) {
    throw new FirebreakError(
      "bad-parameter",
      `Cannot set 'pessimism' of '${id}' to ${pessimism}: one member has no deviation to take off; 'members' must be at least 2`,
    );
  }
}

/**
 * What an ensemble believes of every outcome: its mean less `pessimism` deviations, and the deviation. Members agree on a weight that none
 * has met, so there the deviation is the `prior`'s, and the mean 0. Members: one array of weights each.
 */
export function believed(
  basis: Basis,
  members: readonly Float64Array[],
  { prior, pessimism }: { readonly prior: number; readonly pessimism: number },
): { readonly reward: Float64Array; readonly uncertainty?: Float64Array } {
  const said = (column: number): readonly number[] => members.map((weights) => weights[column] ?? 0);
  const columns = Array.from({ length: basis.size() }, (_, column) => column);
  const reward = basis.spread(
    Float64Array.from(columns, (column) => shiftedMean(said(column), -pessimism)),
    pessimism === 0 ? 0 : -pessimism * prior,
  );
  return members.length === 1
    ? { reward }
    : {
        reward,
        uncertainty: basis.spread(
          Float64Array.from(columns, (column) => Math.sqrt(varianceOf(said(column)))),
          prior,
        ),
      };
}
