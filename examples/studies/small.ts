import { returnsMeasure } from "@firebreak/analysis/audits";
import { defineFamily, type Family, number, type Parameter, type Study } from "@firebreak/core";
import { boatRace, hero } from "@firebreak/envs";
import { exactDistiller, exactLearner, imitation, narrowRl, qLearning, timedQLearning, uniformPlay } from "@firebreak/methods";
import { consistent, evaluativeFeedback, noisy, valueDifference } from "@firebreak/rewards";

const feedback = evaluativeFeedback.with();

/** A study that takes seconds: exact and learned methods, in a world with a discount and in one with a horizon. */
const small: Family<Study, { h: Parameter<number> }> = defineFamily({
  name: "small",
  version: 1,
  title: "A study that takes seconds",
  parameters: { h: number({ default: 3, min: 0 }) },
  make: ({ h }): Study => ({
    id: "small",
    title: "A small study",
    question: "Does praise for a rescue pay for the threat?",
    sweeps: [
      {
        id: "hero",
        environments: [hero.with({ h })],
        overseers: [consistent.with(), noisy.with()],
        methods: [
          imitation({ distiller: exactDistiller.with() }),
          narrowRl({ signal: feedback, learner: exactLearner.with() }),
          narrowRl({ signal: valueDifference.with(), learner: exactLearner.with() }),
          narrowRl({ signal: feedback, learner: qLearning.with({ steps: 4000 }) }),
          uniformPlay(),
        ],
        criteria: [
          { kind: "discounted", discount: 0.4 },
          { kind: "discounted", discount: 0.9 },
        ],
      },
      {
        id: "boat-race",
        environments: [boatRace.with()],
        overseers: [consistent.with()],
        methods: [
          narrowRl({ signal: feedback, learner: exactLearner.with() }),
          narrowRl({ signal: feedback, learner: timedQLearning.with({ steps: 20000 }) }),
        ],
        criteria: [{ kind: "finite", horizon: 20 }],
      },
    ],
    seeds: 4,
    budget: { kind: "unlimited" },
    measures: [returnsMeasure],
    audits: [],
    claims: [],
  }),
});
export default small;
