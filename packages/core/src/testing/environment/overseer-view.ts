import type { Environment } from "../../environment.ts";
import { canonicalJson } from "../../json.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { describeTransition, explore, transitionsOf, withSpec } from "./explore.ts";

/** The overseer judges by what she sees: states that look alike to her are judged alike. */
export const overseerViewLaw: Law<Environment> = defineLaw({
  id: "overseer-view",
  title: "The overseer's value and feedback depend on nothing but what she sees",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const { spec } = environment;
    const explored = explore(environment, maxStates);
    const seen = (state: unknown): string =>
      spec.views?.overseer === undefined ? spec.label(state) : canonicalJson(spec.views.overseer(state));
    const judged = new Map<string, { readonly what: string; readonly answer: number | undefined }>();
    const differs = (view: string, what: string, answer: number | undefined): string | null => {
      const known = judged.get(view) ?? { what, answer };
      judged.set(view, known);
      return Object.is(known.answer, answer) || known.answer === answer
        ? null
        : `${known.what} is judged ${known.answer}, and ${what}, which looks the same to her, ${answer}`;
    };
    for (const { state, label } of explored.states) {
      const why = differs(`value ${seen(state)}`, `'${label}'`, spec.judgement?.value?.(state));
      if (why !== null) {
        return broken(why);
      }
    }
    for (const transition of transitionsOf(explored)) {
      const { state, action, next } = transition;
      const view = `evaluate ${canonicalJson([seen(state), action, seen(next)])}`;
      const why = differs(view, describeTransition(environment, transition), spec.judgement?.evaluate?.(transition));
      if (why !== null) {
        return broken(why);
      }
    }
    return holds(`${judged.size} things that she can tell apart`);
  },
  fault: {
    title: "She is said to see nothing, and judges as before",
    plant: (environment) => {
      const blind = withSpec(environment, { views: { ...environment.spec.views, overseer: () => "nothing" } });
      const { spec } = environment;
      const explored = explore(environment, 100_000);
      const values = new Set(explored.states.map(({ state }) => spec.judgement?.value?.(state)));
      const judgements = new Set(transitionsOf(explored).map((step) => `${step.action} ${spec.judgement?.evaluate?.(step)}`));
      const actions = new Set(transitionsOf(explored).map(({ action }) => action));
      return values.size > 1 || judgements.size > actions.size ? blind : null;
    },
  },
});
