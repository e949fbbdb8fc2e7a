import { checkCriterion, type MeasuringCriterion } from "../criterion.ts";
import { FirebreakError } from "../error.ts";
import { checkPolicy, type Policy, periodOf } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { type Chain, chainOf, compose, playAt, stepForward } from "./chain.ts";
import { recurrenceOf } from "./recurrence.ts";
import { visitsAround } from "./rounds.ts";

/** Where a policy spends its time, normalised to 1: time in a terminal state counts there. */
export interface Occupancy {
  readonly phases: number;
  /** Length phases·S: the share of time in state s while time mod phases is the phase, at phase·S + s. Sums to 1. */
  readonly mass: Float64Array;
  /** The share of it that is spent in terminal states. */
  readonly absorbed: number;
}

/**
 * The occupancy of a policy from the start distribution. Finite: P(s_t = s)/T on (t, s), so phases = T. Discounted:
 * (1 − γ) Σ γ^t P(s_t = s). Average: the Cesàro limit of P(s_t = s) from the start, periodic and multichain worlds included.
 *
 * For the last two, `phases` is the horizon of a timed policy and 1 for a stationary one, or a multiple of it that is asked
 * for, so that two policies can be compared phase by phase. Σ mass·r × T, × 1/(1 − γ) or × 1 is the return.
 *
 * @throws FirebreakError "bad-criterion" or "bad-policy", or "bad-argument" where `phases` is not such a multiple.
 */
export function occupancy(asked: {
  readonly dynamics: TabularMdp;
  readonly policy: Policy;
  readonly criterion: MeasuringCriterion;
  readonly phases?: number;
}): Occupancy {
  const { dynamics, policy, criterion } = asked;
  checkCriterion(criterion);
  checkPolicy(policy, dynamics);
  const own = periodOf(policy);
  const phases = criterion.kind === "finite" ? criterion.horizon : (asked.phases ?? own);
  const accepted = criterion.kind === "finite" ? (asked.phases ?? phases) === phases : Number.isInteger(phases / own) && phases >= own;
  if (!accepted) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot give the occupancy in ${asked.phases} phases: ${criterion.kind === "finite" ? `a horizon of ${phases} has exactly ${phases}` : `the policy repeats after ${own}, and it must be a multiple of that`}`,
    );
  }
  return criterion.kind === "finite"
    ? shared(dynamics, alongHorizon(dynamics, policy, phases))
    : longRun({ ...asked, criterion }, { own, phases });
}

/** P(s_t = s) for every step of a horizon, length horizon·S, pushed on from the rows that are played: no chain is made of each step. */
function alongHorizon(dynamics: TabularMdp, policy: Policy, horizon: number): Float64Array {
  const { stateCount, actionCount, rowStart, nextState, probability, terminal } = dynamics;
  const mass = new Float64Array(horizon * stateCount);
  mass.set(dynamics.initial);
  for (let time = 0; time + 1 < horizon; time++) {
    const play = playAt(policy, time, dynamics);
    const [now, then] = [time * stateCount, (time + 1) * stateCount];
    for (let state = 0; state < stateCount; state++) {
      const here = mass[now + state] ?? 0;
      if (here !== 0 && terminal[state] === 1) {
        mass[then + state] = (mass[then + state] ?? 0) + here;
        continue;
      }
      for (let action = 0; here !== 0 && action < actionCount; action++) {
        const weight = here * play(state, action);
        const row = state * actionCount + action;
        for (let z = rowStart[row] ?? 0; weight > 0 && z < (rowStart[row + 1] ?? 0); z++) {
          const next = then + (nextState[z] ?? 0);
          mass[next] = (mass[next] ?? 0) + weight * (probability[z] ?? 0);
        }
      }
    }
  }
  return mass;
}

/** Visits or probabilities, length phases·S, made into shares of all of them in place. */
function shared({ stateCount, terminal }: TabularMdp, mass: Float64Array): Occupancy {
  const total = mass.reduce((sum, share) => sum + share, 0);
  let absorbed = 0;
  // In a long episode most are 0: each is looked at, and few are touched.
  for (let at = 0; at < mass.length; at++) {
    const here = mass[at] ?? 0;
    if (here !== 0) {
      const share = here / total;
      mass[at] = share;
      absorbed += terminal[at % stateCount] === 1 ? share : 0;
    }
  }
  return { phases: mass.length / stateCount, mass, absorbed };
}

type Lasting = Exclude<MeasuringCriterion, { readonly kind: "finite" }>;

/** The mass of phase 0, as often as it comes round, pushed through the phases. */
function longRun(
  { dynamics, policy, criterion }: { readonly dynamics: TabularMdp; readonly policy: Policy; readonly criterion: Lasting },
  { own, phases }: { readonly own: number; readonly phases: number },
): Occupancy {
  const { stateCount, actionCount } = dynamics;
  const zero = new Float64Array(stateCount * actionCount);
  const chains = Array.from({ length: own }, (_, time) => chainOf(dynamics, playAt(policy, time, dynamics), zero).chain);
  const cycle = Array.from({ length: phases }, (_, phase) => chains[phase % own] as Chain); // own ≥ 1, so never undefined
  const decay = criterion.kind === "discounted" ? criterion.discount : 1;
  const mass = new Float64Array(phases * stateCount);
  let now = firstPhase(dynamics, cycle, criterion);
  for (const [phase, chain] of cycle.entries()) {
    mass.set(now, phase * stateCount);
    now = stepForward(chain, now).map((share) => decay * share);
  }
  return shared(dynamics, mass);
}

function firstPhase(dynamics: TabularMdp, cycle: readonly Chain[], criterion: Lasting): Float64Array {
  switch (criterion.kind) {
    case "discounted":
      return visitsAround(cycle, criterion.discount, dynamics.initial);
    case "average": {
      const { of, stationary, absorbed } = recurrenceOf(compose(cycle));
      const share = absorbed(dynamics.initial);
      return stationary.map((mass, state) => (of[state] === -1 ? 0 : mass * (share[of[state] ?? 0] ?? 0)));
    }
  }
}
