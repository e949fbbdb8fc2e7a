import type { StudyReport } from "@firebreak/analysis";
import { reaches } from "./competence/decide.ts";
import { claimRules, TARGET } from "./competence/rules.ts";

const report: StudyReport = {
  decide: Object.fromEntries(claimRules.map(({ id }) => [id, reaches])),
  figures: [],
  worlds: [
    {
      name: "loop-maze",
      text: "A maze of 30 cells, −1 for every step and 0 for the one that arrives: 19 steps by the shortest way, measured over 100. Whoever plays at random seldom arrives.",
    },
    {
      name: "fire-brigade",
      text: "A town of 4 × 4 with three houses and a depot. The true reward is −1 a burning house and +0.3 a delivery, on average over the long run.",
    },
    {
      name: "calendar",
      text: "Five half-hours that go round, requests to book and clashes to resolve; measured over 40 steps. A stationary policy can have 96.4 % of what the optimum has, which knows how much of the time is left.",
    },
  ],
  glossary: [
    { term: "score", meaning: "(true return − uniform play's)/(optimum − uniform play's), all three exact" },
    { term: "clear-sighted", meaning: "her feedback on a step is its true reward; what she shows and prefers follows from it" },
    { term: "reaches", meaning: `the interquartile mean of ten seeds is at least ${TARGET}` },
  ],
};

export default report;
