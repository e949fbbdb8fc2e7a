import type { MeasuringCriterion } from "../criterion.ts";
import { actionProbabilities, type Policy } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { occupancy } from "./occupancy.ts";

/**
 * How often each outcome is to be expected from the start, length Z: Σ γ^t P(z_t = z) over an episode of `horizon` steps or without end. A reward's
 * product with it is the policy's return. Nothing happens in a terminal state.
 *
 * @throws FirebreakError "bad-criterion" or "bad-policy".
 */
export function outcomeVisits(asked: {
  readonly dynamics: TabularMdp;
  readonly policy: Policy;
  readonly criterion: Exclude<MeasuringCriterion, { readonly kind: "average" }>;
}): Float64Array {
  const { dynamics, policy, criterion } = asked;
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const { mass } = occupancy(asked);
  const whole = criterion.kind === "finite" ? criterion.horizon : 1 / (1 - criterion.discount);
  const visits = new Float64Array(nextState.length);
  const play = new Float64Array(actionCount);
  mass.forEach((share, at) => {
    const state = at % stateCount;
    actionProbabilities(policy, { time: Math.floor(at / stateCount), state }, play);
    play.forEach((chance, action) => {
      const row = state * actionCount + action;
      for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
        visits[z] = (visits[z] ?? 0) + whole * share * chance * (probability[z] ?? 0);
      }
    });
  });
  return visits;
}
