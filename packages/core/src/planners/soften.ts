import { FirebreakError } from "../error.ts";
import { checkPolicy, type Policy } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";

/** 2^-53: a probability that adds nothing to 1. */
const LOST = 1.1102230246251565e-16;

/** What softens a choice: the price β of a nat, above 0 and in the unit of the reward, and the policy that steps away are counted from. */
export interface Softening {
  readonly beta: number;
  readonly towards: Policy;
}

/** π₀, length S·A. @throws FirebreakError "bad-argument" for β or a policy that depends on time, "bad-policy". */
export function checkSoftening(dynamics: TabularMdp, { beta, towards }: Softening): Float64Array {
  checkPolicy(towards, dynamics);
  if (!(beta > 0 && beta < Number.POSITIVE_INFINITY) || towards.kind !== "stationary") {
    const what =
      towards.kind === "stationary" ? `with β = ${beta}: it must be a finite number above 0` : "towards a policy that depends on time";
    throw new FirebreakError("bad-argument", `Cannot regularise ${what}`);
  }
  return towards.probability;
}

interface Softened {
  /** Length S: β log Σ π₀ exp(Q/β). */
  readonly value: Float64Array;
  /** Length S·A: π₀ exp((Q − V)/β). */
  readonly probability: Float64Array;
  /** Length S·A: log(π/π₀) = (Q − V)/β, where π₀ is above 0. */
  readonly logRatio: Float64Array;
}

/** The soft maximum of q in each state and the choices that attain it, by differences to the best act so that nothing overflows. */
export function soften(
  q: Float64Array,
  prior: Float64Array,
  { stateCount, beta }: { readonly stateCount: number; readonly beta: number },
): Softened {
  const actionCount = q.length / stateCount;
  const value = new Float64Array(stateCount);
  const probability = new Float64Array(q.length);
  const logRatio = new Float64Array(q.length);
  for (let state = 0; state < stateCount; state++) {
    const [first, end] = [state * actionCount, (state + 1) * actionCount];
    let best = Number.NEGATIVE_INFINITY;
    for (let row = first; row < end; row++) {
      best = (prior[row] ?? 0) > 0 ? Math.max(best, q[row] ?? 0) : best;
    }
    let sum = 0;
    for (let row = first; row < end; row++) {
      const share = prior[row] ?? 0;
      probability[row] = share > 0 ? share * Math.exp(((q[row] ?? 0) - best) / beta) : 0;
      sum += probability[row] ?? 0;
    }
    if (sum === 0) {
      continue; // nothing is done at the end of an episode
    }
    value[state] = best + beta * Math.log(sum);
    for (let row = first; row < end; row++) {
      if ((prior[row] ?? 0) > 0) {
        probability[row] = (probability[row] ?? 0) / sum;
        logRatio[row] = ((q[row] ?? 0) - best) / beta - Math.log(sum);
      }
    }
  }
  return { value, probability, logRatio };
}

/** The probabilities without the acts that are lost beside the others. */
export const withoutLost = (probability: Float64Array): Float64Array => probability.map((share) => (share < LOST ? 0 : share));
