import type { RewardFit } from "@firebreak/core";
import { meanOf } from "./ensemble.ts";

/** An answer about one weight; held out where no member counts it. */
export interface NumberedAnswer {
  readonly column: number;
  readonly answer: number;
  readonly weights: readonly number[] | null;
}

/** Weights that are estimated from answers about one of them each. */
export interface Regression {
  add(answer: NumberedAnswer): void;
  /** One array of weights a member, and how well their mean foresees the answers held out. */
  fit(): { readonly weights: readonly Float64Array[]; readonly fit: RewardFit };
}

/** How well the members' mean foresees the answers held out: the root mean square of its errors. */
export function foresightOf(held: readonly NumberedAnswer[], members: readonly Float64Array[]): RewardFit {
  const errors = held.map(({ column, answer }) => meanOf(members.map((weights) => weights[column] ?? 0)) - answer);
  const heldOutError = errors.length === 0 ? null : Math.sqrt(meanOf(errors.map((error) => error * error)));
  return { heldOut: held.length, heldOutError, calibrationError: null };
}

/**
 * Ridge regression on indicators: a member's weight minimises Σ n_i (w − y_i)² + ridge·w², so it is Σ n_i y_i/(Σ n_i + ridge), and 0
 * where it has no answer.
 */
export function openRegression({ members, ridge }: { readonly members: number; readonly ridge: number }): Regression {
  const sums: number[][] = Array.from({ length: members }, () => []);
  const counts: number[][] = Array.from({ length: members }, () => []);
  const held: NumberedAnswer[] = [];
  let columns = 0;
  const weightsOf = (member: number): Float64Array =>
    Float64Array.from({ length: columns }, (_, column) => (sums[member]?.[column] ?? 0) / ((counts[member]?.[column] ?? 0) + ridge));
  return {
    add(asked) {
      const { column, answer, weights } = asked;
      columns = Math.max(columns, column + 1);
      if (weights === null) {
        held.push(asked);
      }
      weights?.forEach((weight, member) => {
        const [sum, count] = [sums[member] ?? [], counts[member] ?? []];
        sum[column] = (sum[column] ?? 0) + weight * answer;
        count[column] = (count[column] ?? 0) + weight;
      });
    },
    fit() {
      const weights = Array.from({ length: members }, (_, member) => weightsOf(member));
      return { weights, fit: foresightOf(held, weights) };
    },
  };
}
