import {
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
import { AUDIT_DISCOUNT } from "./conventions.ts";

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

/** Why the range cannot be had, or null. */
export function refusesTies(criterion: Criterion): string | null {
  return criterion.kind === "average"
    ? "under the average criterion the optimal policies are not those that play certain actions: they may do anything for a while; their range needs a linear programme, which is not built yet"
    : null;
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

/** Audit 6: least, mean and greatest true return on the clock, over all that `optimal` allows. @throws FirebreakError "bad-criterion" under the average criterion. */
export function tieHazard(subject: {
  readonly dynamics: TabularMdp;
  readonly trueReward: Float64Array;
  readonly optimal: OptimalActions;
  readonly criterion: Criterion;
  readonly clock: MeasuringCriterion;
}): TieHazard {
  const { dynamics, trueReward, optimal, criterion, clock } = subject;
  const refused = refusesTies(criterion);
  if (refused !== null) {
    throw new FirebreakError("bad-criterion", `Cannot give the range of true returns: ${refused}`);
  }
  const range = returnRange({ dynamics, reward: trueReward, optimal, criterion: clock });
  return {
    ...range,
    clock,
    over: criterion.kind === "lookahead" ? "replanning selections" : "proxy-optimal policies",
    carriers: carriersOf(dynamics, clock, optimal, range),
  };
}
