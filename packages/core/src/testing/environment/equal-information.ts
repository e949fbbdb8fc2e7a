import type { Environment } from "../../environment.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { describeTransition, explore, transitionsOf, withSpec } from "./explore.ts";

/**
 * Value difference pays only for what the state records, so V must see the facts that feedback sees, or a comparison of the two is
 * void: wherever g(s, a, s') ≠ g(t, b, u'), also V(s') ≠ V(u').
 */
export const equalInformationLaw: Law<Environment> = defineLaw({
  id: "equal-information",
  title: "Arrivals that the overseer's feedback tells apart, her value tells apart",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const { judgement } = environment.spec;
    if (judgement?.value === undefined || judgement.evaluate === undefined) {
      return holds(`Does not apply: the overseer has no ${judgement?.value === undefined ? "value" : "feedback"} here`);
    }
    const byValue = new Map<number, { readonly what: string; readonly feedback: number }>();
    for (const transition of transitionsOf(explore(environment, maxStates))) {
      const value = judgement.value(transition.next);
      const feedback = judgement.evaluate(transition);
      const what = describeTransition(environment, transition);
      const known = byValue.get(value) ?? { what, feedback };
      byValue.set(value, known);
      if (known.feedback !== feedback) {
        return broken(`Feedback is ${known.feedback} for ${known.what} and ${feedback} for ${what}, and V is ${value} after both`);
      }
    }
    return holds(`${byValue.size} values of arrivals, each with one feedback`);
  },
  fault: {
    title: "V is the same everywhere",
    plant: (environment) => {
      const { judgement } = environment.spec;
      const praise = new Set(transitionsOf(explore(environment, 100_000)).map((step) => judgement?.evaluate?.(step)));
      return judgement?.value === undefined || praise.size < 2
        ? null
        : withSpec(environment, { judgement: { ...judgement, value: () => 0 } });
    },
  },
});
