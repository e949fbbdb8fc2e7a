import { defineFamily, type Family, type Study } from "@firebreak/core";
import { boards } from "./competence/boards.ts";
import { claimRules } from "./competence/rules.ts";
import { score } from "./competence/score.ts";

/** Whether each kind of learner can learn at all: what a comparison of methods takes for granted. Its table is docs/benchmarks.md. */
const competence: Family<Study> = defineFamily({
  name: "competence",
  version: 1,
  title: "Competence: does every kind of learner reach what its overseer knows?",
  parameters: {},
  make: (_, id) => ({
    id,
    title: "Competence",
    question: "With an overseer whose judgement is right, does each kind of learner come near the optimum within a stated budget?",
    sweeps: boards.map(({ environment, overseer, criterion, arms }) => ({
      id: environment.id.replace(/@.*/, ""),
      environments: [environment],
      overseers: [overseer],
      methods: arms.map(({ method }) => method),
      criteria: [criterion],
    })),
    seeds: 10,
    budget: { kind: "unlimited" },
    measures: [score],
    audits: [],
    claims: claimRules,
  }),
});

export default competence;
