import { farmableLoop, tieHazardDetector } from "@firebreak/analysis/audits";
import { type Criterion, evaluatePolicy, type Measure, type Study } from "@firebreak/core";
import { boatRace, hero } from "@firebreak/envs";
import { cloning, exactDistiller, exactLearner, imitation, narrowRl, qLearning, uniformPlay } from "@firebreak/methods";
import { consistent, evaluativeFeedback, regretApproval, valueDifference } from "@firebreak/rewards";

const criteria: readonly Criterion[] = [0.5, 0.9].map((discount) => ({ kind: "discounted", discount }));

const returns: Measure = {
  id: "return",
  version: 1,
  measure: ({ environment, checkpoint, evaluation }) => ({
    true: evaluatePolicy({
      dynamics: environment.dynamics,
      reward: environment.trueReward,
      policy: checkpoint.policy,
      criterion: evaluation,
    }),
  }),
};

const learner = qLearning.with({ steps: 600, checkpoints: 2 });

/** Small, but with every kind of arm: exact and learned, imitation and play, one world with parameters and one without. */
const study: Study = {
  id: "small",
  title: "Small",
  question: "Does the same study give the same bytes however it is run?",
  sweeps: [
    {
      id: "exact",
      environments: [hero.with(), hero.with({ h: 0.5 }), hero.with({ cause: "covert" }), boatRace.with()],
      overseers: [consistent.with()],
      methods: [
        narrowRl({ signal: evaluativeFeedback.with(), learner: exactLearner.with() }),
        narrowRl({ signal: valueDifference.with(), learner: exactLearner.with() }),
        narrowRl({ signal: regretApproval.with(), learner: exactLearner.with() }),
        imitation({ distiller: exactDistiller.with() }),
        uniformPlay(),
      ],
      criteria,
    },
    {
      id: "learned",
      environments: [hero.with(), boatRace.with()],
      overseers: [consistent.with()],
      methods: [narrowRl({ signal: evaluativeFeedback.with(), learner }), imitation({ distiller: cloning.with() })],
      criteria,
    },
  ],
  seeds: 13,
  budget: { kind: "unlimited" },
  measures: [returns],
  audits: [hero.with(), boatRace.with()].map((environment) => ({
    detectors: [farmableLoop, tieHazardDetector],
    environment,
    overseer: consistent.with(),
    signal: evaluativeFeedback.with(),
    criterion: { kind: "discounted", discount: 0.9 },
  })),
  claims: [{ id: "C0", position: "Bytes are bytes", rule: { margin: 0 } }],
};

export default study;
