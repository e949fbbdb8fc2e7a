import { actionProbabilities, type Policy, uniformPolicy } from "./policy.ts";
import { statesOf, type TabularMdp } from "./tabular-mdp.ts";

/** Frequencies of demonstrated actions (`shown`, length S·A: how often each row was); uniform over legal actions where none was seen. */
export function frequencies(dynamics: TabularMdp, shown: Float64Array): Extract<Policy, { readonly kind: "stationary" }> {
  const { actionCount } = dynamics;
  const uniform = uniformPolicy(dynamics);
  const probability = shown.slice();
  for (const state of statesOf(dynamics)) {
    const play = probability.subarray(state * actionCount, (state + 1) * actionCount);
    const total = play.reduce((sum, count) => sum + count, 0);
    if (total === 0) {
      actionProbabilities(uniform, { time: 0, state }, play);
    } else {
      play.set(play.map((count) => count / total));
    }
  }
  return { kind: "stationary", probability };
}
