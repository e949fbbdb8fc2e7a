import {
  averageReward,
  type Criterion,
  countBits,
  FirebreakError,
  type MeasuringCriterion,
  type OptimalActions,
  type ReturnRange,
  returnRange,
  type TabularMdp,
} from "@firebreak/core";
import { conductOf, playTable } from "./conduct.ts";
import { AUDIT_DISCOUNT, clockUnit } from "./conventions.ts";
import { gainOptimalRange } from "./gain-optimal.ts";

/** A state whose tie decides between harm and none. */
export interface TieCarrier {
  readonly state: number;
  /** The tied actions, as a mask, of all times together. */
  readonly tied: number;
  /**
   * The share of the worst policy's time in which it acts there otherwise than the best does. Where the clock is the long run, time is
   * discounted by 0.99 instead: a tie that decides once, on the way to where the policy settles, has no share of a long run.
   */
  readonly share: number;
}

/** The true returns of everything that the training signal cannot tell apart. */
export interface TieHazard extends ReturnRange {
  readonly clock: MeasuringCriterion;
  /** What the range is over. With replanning no policy is optimal for the proxy: any mix of first steps of best plans is meant. */
  readonly over: "proxy-optimal policies" | "replanning selections";
  /** By falling share. */
  readonly carriers: readonly TieCarrier[];
}

/** What the range is asked of. `proxyReward` (length Z) is the training signal, needed where the criterion is the long run. */
interface Tied {
  readonly dynamics: TabularMdp;
  readonly trueReward: Float64Array;
  readonly proxyReward?: Float64Array;
  readonly optimal: OptimalActions;
  readonly criterion: Criterion;
  readonly clock: MeasuringCriterion;
}

/** Why the range cannot be had, or null. */
export function refusesTies({ criterion, clock, proxyReward }: Pick<Tied, "criterion" | "clock" | "proxyReward">): string | null {
  if (criterion.kind !== "average") {
    return null;
  }
  return clock.kind !== "average"
    ? `policies that are best in the long run may do anything for a while, so they have no range of their own on a clock ${clockUnit(clock)}`
    : proxyReward === undefined
      ? "which policies are best in the long run depends on the signal, and none was given"
      : null;
}

/**
 * Least, mean and greatest true return on the clock over all that a signal's optimum leaves open, and the actions it leaves open. On the
 * long run these are all policies of the greatest gain, which may do anything for a while that keeps it, and need not conserve.
 *
 * @throws FirebreakError "bad-criterion" where `refusesTies` has a reason.
 */
export function tieRange(tied: Tied): ReturnRange & { readonly choice: OptimalActions } {
  const { dynamics, trueReward, proxyReward, optimal, criterion, clock } = tied;
  const refused = refusesTies(tied);
  if (refused !== null) {
    throw new FirebreakError("bad-criterion", `Cannot give the range of true returns: ${refused}`);
  }
  if (criterion.kind === "average" && proxyReward !== undefined) {
    const { choice, ...range } = gainOptimalRange(dynamics, averageReward(dynamics, proxyReward), trueReward);
    return { ...range, choice: { kind: "stationary", mask: choice } };
  }
  return { ...returnRange({ dynamics, reward: trueReward, optimal, criterion: clock }), choice: optimal };
}

/** Where the worst and the best selection part, and for how long the worst is there. */
function carriersOf(dynamics: TabularMdp, clock: MeasuringCriterion, { mask }: OptimalActions, range: ReturnRange): readonly TieCarrier[] {
  const { stateCount, actionCount } = dynamics;
  const counted: MeasuringCriterion = clock.kind === "average" ? { kind: "discounted", discount: AUDIT_DISCOUNT } : clock;
  const { policy, reference } = conductOf(dynamics, counted, { policy: range.worst, reference: range.best });
  const plays = [policy, reference].map((conduct) => playTable(dynamics, conduct.policy, conduct.occupancy.phases));
  const share = new Float64Array(stateCount);
  const tied = new Int32Array(stateCount);
  policy.occupancy.mass.forEach((mass, at) => {
    const state = at % stateCount;
    const allowed = mask[at % mask.length] ?? 0;
    let apart = 0;
    for (let action = 0; action < actionCount; action++) {
      apart += Math.abs((plays[0]?.[at * actionCount + action] ?? 0) - (plays[1]?.[at * actionCount + action] ?? 0)) / 2;
    }
    if (mass > 1e-12 && apart > 0 && countBits(allowed) > 1) {
      share[state] = (share[state] ?? 0) + mass * apart;
      tied[state] = (tied[state] ?? 0) | allowed;
    }
  });
  return [...share]
    .map((part, state) => ({ state, tied: tied[state] ?? 0, share: part }))
    .filter((carrier) => carrier.share > 0)
    .sort((x, y) => y.share - x.share || x.state - y.state);
}

/** Audit 6: least, mean and greatest true return on the clock, over all that `optimal` allows. @throws FirebreakError "bad-criterion", see `tieRange`. */
export function tieHazard(tied: Tied): TieHazard {
  const { choice, ...range } = tieRange(tied);
  return {
    ...range,
    clock: tied.clock,
    over: tied.criterion.kind === "lookahead" ? "replanning selections" : "proxy-optimal policies",
    carriers: carriersOf(tied.dynamics, tied.clock, choice, range),
  };
}
