import type { Criterion } from "../criterion.ts";
import type { OptimalActions, Policy } from "../policy.ts";

/** What an exact planner answers. */
export interface Solution {
  readonly criterion: Criterion;
  /** Every action within `tieTolerance` of the best, at each state (and time). */
  readonly optimal: OptimalActions;
  /** Its ties played uniformly. */
  readonly policy: Policy;
  /** Length S. Discounted: V*. Finite: V_0. Lookahead: the value of the plan made there. Average: the gain from there. */
  readonly value: Float64Array;
  /** Length S·A; -Infinity where an action is not legal. Discounted: Q*. Finite: Q_0. Lookahead: the plan's Q. Average: the bias form. */
  readonly q: Float64Array;
  /** Σ initial·value. */
  readonly startValue: number;
  /** The largest error left in the optimality equations, in the unit of value. */
  readonly residual: number;
  /** Differences in Q up to this are ties: max(bound from the residual, 1e-12·(1 + max|Q|)). */
  readonly tieTolerance: number;
}
