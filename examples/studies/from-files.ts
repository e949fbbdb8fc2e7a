import { returnsMeasure } from "@firebreak/analysis/audits";
import type { Study } from "@firebreak/core";
import { hero } from "@firebreak/envs";
import { exactDistiller, exactLearner, imitation, learnedReward, narrowRl, qLearning, recordedDemonstrations } from "@firebreak/methods";
import { evaluativeFeedback } from "@firebreak/rewards";
import { recordedComparisons } from "@firebreak/rewards/models";
import { learnedFrom, recorded } from "@firebreak/rewards/overseers";
import { answersIn, comparisonsIn, demonstrationsIn } from "@firebreak/runner/records";
import log from "../episodes/hero.csv";
import annsAnswers from "./from-files/ann.csv";
import panel from "./from-files/panel.jsonl";

/** Ann, by what she answered. Nobody asked her what she thinks of causing a threat. */
const ann = recorded("ann", answersIn(annsAnswers));

/** A judgement fitted to Ann's answers, which has one about everything. */
const pupil = learnedFrom(ann, {
  id: ann.id.replace(/^recorded@1/, "anns-pupil@1"), // with the hash of the answers in it: other answers make another pupil
  fit: { samples: 1000, error: 0, prior: 0.1, draw: 0 },
  conduct: { depth: 1, temperature: 0, plans: "feedback" },
});

const learner = exactLearner.with();
const person = recordedDemonstrations({ name: "person", steps: demonstrationsIn(log, { only: { source: "person" } }) });

/** People's answers, demonstrations and comparisons, each from a file beside the study. */
const study: Study = {
  id: "from-files",
  title: "Learned from files",
  question: "What do a person's answers, recorded episodes and a panel's comparisons each lead to?",
  sweeps: [
    {
      id: "answers",
      environments: [hero.with()],
      overseers: [ann, pupil],
      methods: [
        imitation({ distiller: exactDistiller.with() }),
        narrowRl({ signal: evaluativeFeedback.with(), learner }),
        narrowRl({ signal: evaluativeFeedback.with(), learner: qLearning.with({ steps: 2000 }) }),
      ],
      criteria: [{ kind: "discounted", discount: 0.9 }],
    },
    {
      id: "records",
      environments: [hero.with()],
      overseers: [ann], // whom neither of the methods asks anything
      methods: [
        imitation({ distiller: person }),
        learnedReward({ model: recordedComparisons({ name: "panel", comparisons: comparisonsIn(panel) }), learner }),
      ],
      criteria: [
        { kind: "discounted", discount: 0.1 },
        { kind: "discounted", discount: 0.9 },
      ],
    },
  ],
  seeds: 2,
  budget: { kind: "unlimited" },
  measures: [returnsMeasure],
  audits: [],
  claims: [],
};
export default study;
