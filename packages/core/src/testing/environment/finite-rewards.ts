import type { Environment } from "../../environment.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { describeTransition, explore, transitionsOf, withSpec } from "./explore.ts";

/** Rewards and judgements are finite numbers wherever they can be asked for. */
export const finiteRewardsLaw: Law<Environment> = defineLaw({
  id: "finite-rewards",
  title: "Both rewards, and the overseer's feedback and value, are finite numbers everywhere",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const { rewards, judgement } = environment.spec;
    const explored = explore(environment, maxStates);
    const transitions = transitionsOf(explored);
    for (const transition of transitions) {
      const numbers = {
        "true reward": rewards.true(transition),
        "observed reward": rewards.observed?.(transition),
        "evaluative feedback": judgement?.evaluate?.(transition),
      };
      const bad = Object.entries(numbers).find(([, number]) => number !== undefined && !Number.isFinite(number));
      if (bad !== undefined) {
        return broken(`The ${bad[0]} of ${describeTransition(environment, transition)} is ${bad[1]}`);
      }
    }
    const strange = explored.states.find(({ state }) => judgement?.value !== undefined && !Number.isFinite(judgement.value(state)));
    return strange === undefined
      ? holds(`${transitions.length} outcomes, ${explored.states.length} states`)
      : broken(`The value of '${strange.label}' is ${judgement?.value?.(strange.state)}`);
  },
  fault: {
    title: "The true reward is 0 / 0",
    plant: (environment) => withSpec(environment, { rewards: { ...environment.spec.rewards, true: () => 0 / 0 } }),
  },
});
