import { FirebreakError } from "./error.ts";
import type { TabularMdp } from "./tabular-mdp.ts";

/**
 * How an agent acts in an enumerated world.
 *
 * - `stationary`: `probability[s·A + a]`, length S·A. Rows of legal states sum to 1; rows of terminal states are 0.
 * - `timed`: `optimal[t·S + s]` is a bit mask of tied actions (bit a = action a), played uniformly; length horizon·S, 0 at
 *   terminal states. Past its horizon the plan starts again: at time t it plays row t mod horizon.
 * - `timed-stochastic`: `probability[(t·S + s)·A + a]`, length horizon·S·A, each row as in a stationary one. Starts again likewise.
 */
export type Policy =
  | { readonly kind: "stationary"; readonly probability: Float64Array }
  | { readonly kind: "timed"; readonly horizon: number; readonly optimal: Int32Array }
  | { readonly kind: "timed-stochastic"; readonly horizon: number; readonly probability: Float64Array };

/** The steps after which a policy plays as it did: its horizon, or 1 where time does not matter. */
export const periodOf = (policy: Policy): number => (policy.kind === "stationary" ? 1 : policy.horizon);

/** The actions that a planner could not tell apart from the best: masks of length S, or of length horizon·S where time matters. */
export type OptimalActions =
  | { readonly kind: "stationary"; readonly mask: Int32Array }
  | { readonly kind: "timed"; readonly horizon: number; readonly mask: Int32Array };

/** Bits set in a mask of at most 32 actions. */
export function countBits(mask: number): number {
  let bits = mask >>> 0;
  let count = 0;
  while (bits !== 0) {
    bits = (bits & (bits - 1)) >>> 0;
    count++;
  }
  return count;
}

/** Every legal action of every state, as masks of length S; 0 at terminal states. */
export function legalMask(dynamics: TabularMdp): Int32Array {
  const { stateCount, actionCount, rowStart } = dynamics;
  const mask = new Int32Array(stateCount);
  for (let state = 0; state < stateCount; state++) {
    for (let action = 0; action < actionCount; action++) {
      const row = state * actionCount + action;
      if ((rowStart[row] ?? 0) < (rowStart[row + 1] ?? 0)) {
        mask[state] = (mask[state] ?? 0) | (1 << action);
      }
    }
  }
  return mask;
}

/** The policy that plays each state's tied actions with equal probability. */
export function playUniformly(optimal: OptimalActions, actionCount: number): Policy {
  if (optimal.kind === "timed") {
    return { kind: "timed", horizon: optimal.horizon, optimal: optimal.mask };
  }
  const probability = new Float64Array(optimal.mask.length * actionCount);
  optimal.mask.forEach((mask, state) => {
    const share = mask === 0 ? 0 : 1 / countBits(mask);
    for (let action = 0; action < actionCount; action++) {
      if ((mask >>> action) & 1) {
        probability[state * actionCount + action] = share;
      }
    }
  });
  return { kind: "stationary", probability };
}

/** The uniformly random policy over legal actions. */
export function uniformPolicy(dynamics: TabularMdp): Policy {
  return playUniformly({ kind: "stationary", mask: legalMask(dynamics) }, dynamics.actionCount);
}

/** What a policy plays at (time, state): writes A probabilities into `out`, 0 everywhere at a terminal state. */
export function actionProbabilities(policy: Policy, at: { readonly time: number; readonly state: number }, out: Float64Array): void {
  const actionCount = out.length;
  if (policy.kind !== "timed") {
    const first = (at.time % periodOf(policy)) * (policy.probability.length / periodOf(policy)) + at.state * actionCount;
    for (let action = 0; action < actionCount; action++) {
      out[action] = policy.probability[first + action] ?? 0;
    }
    return;
  }
  const stateCount = policy.optimal.length / policy.horizon;
  const mask = policy.optimal[(at.time % policy.horizon) * stateCount + at.state] ?? 0;
  const share = mask === 0 ? 0 : 1 / countBits(mask);
  for (let action = 0; action < actionCount; action++) {
    out[action] = (mask >>> action) & 1 ? share : 0;
  }
}

/** Throws FirebreakError "bad-policy" unless the policy fits the dynamics: lengths, rows that sum to 1, legal actions only. */
export function checkPolicy(policy: Policy, dynamics: TabularMdp): void {
  const { stateCount, actionCount } = dynamics;
  const length = policy.kind === "timed" ? policy.optimal.length : policy.probability.length;
  const wanted = periodOf(policy) * stateCount * (policy.kind === "timed" ? 1 : actionCount);
  if (length !== wanted) {
    throw new FirebreakError("bad-policy", `Cannot play a ${policy.kind} policy of length ${length}: the world needs length ${wanted}`);
  }
  const legal = legalMask(dynamics);
  const bad =
    policy.kind !== "timed"
      ? improperRow(policy.probability, { legal, actionCount })
      : policy.optimal.findIndex((mask, at) => !among(mask, legal[at % stateCount] ?? 0));
  if (bad !== -1) {
    const at = { time: Math.floor(bad / stateCount), state: bad % stateCount };
    const play = new Float64Array(actionCount);
    actionProbabilities(policy, at, play);
    throw new FirebreakError(
      "bad-policy",
      `Cannot play a ${policy.kind} policy at state ${at.state}, time ${at.time}: [${play.join(", ")}] is no distribution over its legal actions`,
    );
  }
}

/** Some of the legal actions, or none where none is legal. */
const among = (mask: number, legal: number): boolean => (mask & ~legal) === 0 && (mask === 0) === (legal === 0);

/** The first row (t·S + s) that is no distribution over the legal actions of its state (0 everywhere where none is), or -1. */
function improperRow(
  probability: Float64Array,
  { legal, actionCount }: { readonly legal: Int32Array; readonly actionCount: number },
): number {
  for (let at = 0; at < probability.length / actionCount; at++) {
    const mask = legal[at % legal.length] ?? 0;
    let [sum, stray] = [0, false];
    for (let action = 0; action < actionCount; action++) {
      const share = probability[at * actionCount + action] ?? 0;
      stray ||= !(share >= 0) || (share !== 0 && ((mask >>> action) & 1) === 0);
      sum += share;
    }
    if (stray || !(Math.abs(sum - (mask === 0 ? 0 : 1)) <= 1e-9)) {
      return at;
    }
  }
  return -1;
}
