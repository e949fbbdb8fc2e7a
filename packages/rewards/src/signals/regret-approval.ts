import { type Family, familyOfOne, rowOfOutcome, type Signal } from "@firebreak/core";
import { bestOfEachState, expectedPerRow } from "../expected-per-row.ts";
import { departures, outcomesOfStates } from "./counts.ts";

/**
 * How far the step falls short of the best-judged one there: r = ḡ(s, a) − max_b ḡ(s, b), ḡ the expected feedback. Never above 0,
 * and 0 can always be had, so at every horizon and discount its optima are the actions greedy on ḡ: it can reward no
 * manufactured situation.
 *
 * A step costs one question for every outcome of every legal action: as many as there are legal actions, where nothing is random.
 */
export const regretApproval: Family<Signal> = familyOfOne({
  name: "regret-approval",
  version: 1,
  title: "Regret approval ḡ(s, a) − max ḡ(s, ·)",
  make: (id): Signal => ({
    id,
    title: "Regret approval",
    asks: ["evaluate"],
    readsObserved: false,
    readsTrue: false,
    potential: "none",
    answersAdded: 2,
    compile: ({ dynamics, answers }) => {
      const expected = expectedPerRow(dynamics, answers("evaluate"));
      const best = bestOfEachState(dynamics, expected);
      return Float64Array.from(rowOfOutcome(dynamics), (row) => (expected[row] ?? 0) - (best[Math.floor(row / dynamics.actionCount)] ?? 0));
    },
    perStep: (dynamics) => ({ evaluate: outcomesOfStates(dynamics).reduce((x, y) => Math.max(x, y), 0) }),
    questions: (dynamics, visits) => {
      const left = departures(dynamics, visits);
      return {
        evaluate: Float64Array.from(rowOfOutcome(dynamics), (row) => left[Math.floor(row / dynamics.actionCount)] ?? 0),
      };
    },
  }),
});
