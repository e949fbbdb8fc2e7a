import { type Family, familyOfOne, type Signal } from "@firebreak/core";

/** How good the overseer judges each step: r = g(s, a, s'). TAMER's signal (Knox & Stone 2009). */
export const evaluativeFeedback: Family<Signal> = familyOfOne({
  name: "evaluative-feedback",
  version: 1,
  title: "Evaluative feedback g(s, a, s')",
  make: (id): Signal => ({
    id,
    title: "Evaluative feedback",
    asks: ["evaluate"],
    readsObserved: false,
    readsTrue: false,
    potential: "none",
    compile: ({ answers }) => answers("evaluate").slice(),
    perStep: () => ({ evaluate: 1 }),
    questions: (_, visits) => ({ evaluate: visits.outcomes.slice() }),
  }),
});
