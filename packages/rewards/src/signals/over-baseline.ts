import {
  defineFamily,
  type Family,
  oneOf,
  type Parameter,
  rowOfOutcome,
  type Signal,
  type TabularMdp,
  uniformPolicy,
} from "@firebreak/core";
import { expectedPerRow } from "../expected-per-row.ts";
import { departures, outcomesOfStates } from "./counts.ts";

type BaselineParameters = {
  /** What the step is compared with: what the overseer would do there, or any legal action alike. */
  readonly baseline: Parameter<"overseer" | "uniform">;
};

/** Σ ρ(b|s)·ḡ(s, b) of every state, its terms added in order of size so that no order of actions matters. Length S. */
function expectedUnder({ stateCount, actionCount }: TabularMdp, play: Float64Array, expected: Float64Array): Float64Array {
  const terms = play.map((share, row) => (share === 0 ? 0 : share * (expected[row] ?? 0)));
  return Float64Array.from({ length: stateCount }, (_, state) =>
    terms
      .slice(state * actionCount, (state + 1) * actionCount)
      .sort()
      .reduce((sum, term) => sum + term, 0),
  );
}

/** ρ as a table of length S·A. */
function uniformPlay(dynamics: TabularMdp): Float64Array {
  const policy = uniformPolicy(dynamics);
  return policy.kind === "stationary" ? policy.probability : new Float64Array(0);
}

/**
 * How much better the step is judged than a baseline action there: r = g(s, a, s') − Σ ρ(b|s) ḡ(s, b). What both share is taken away, so
 * a situation in which every act is praised is no prize; one in which some act is praised far more than the baseline still is.
 * With an overseer who always demonstrates her best-judged act it is, in expectation, regret approval.
 *
 * A step costs the question about it, one for every outcome of every legal action there, and what she would do.
 */
export const overBaseline: Family<Signal, BaselineParameters> = defineFamily({
  name: "over-baseline",
  version: 1,
  title: "Comparison with a baseline action g(s, a, s') − ḡ(s, baseline)",
  parameters: { baseline: oneOf("overseer", "uniform") },
  make: ({ baseline }, id): Signal => ({
    id,
    title: baseline === "overseer" ? "Comparison with what she would do" : "Comparison with any action",
    asks: baseline === "overseer" ? ["evaluate", "demonstrate"] : ["evaluate"],
    readsObserved: false,
    readsTrue: false,
    potential: "none",
    compile: ({ dynamics, answers }) => {
      const feedback = answers("evaluate");
      const play = baseline === "overseer" ? answers("demonstrate") : uniformPlay(dynamics);
      const taken = expectedUnder(dynamics, play, expectedPerRow(dynamics, feedback));
      return Float64Array.from(
        rowOfOutcome(dynamics),
        (row, z) => (feedback[z] ?? 0) - (taken[Math.floor(row / dynamics.actionCount)] ?? 0),
      );
    },
    perStep: (dynamics) => ({
      evaluate: 1 + outcomesOfStates(dynamics).reduce((x, y) => Math.max(x, y), 0),
      ...(baseline === "overseer" ? { demonstrate: 1 } : {}),
    }),
    questions: (dynamics, visits) => {
      const left = departures(dynamics, visits);
      const rows = rowOfOutcome(dynamics);
      return {
        evaluate: visits.outcomes.map((count, z) => count + (left[Math.floor((rows[z] ?? 0) / dynamics.actionCount)] ?? 0)),
        ...(baseline === "overseer" ? { demonstrate: left } : {}),
      };
    },
  }),
});
