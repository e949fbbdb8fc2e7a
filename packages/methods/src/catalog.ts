import { type Family, FirebreakError, familyOfOne, type Method, type Parameter, type RewardModel, type Signal } from "@firebreak/core";
import type { Amplifier } from "./amplifiers/amplifier.ts";
import * as amplifiers from "./amplifiers/catalog.ts";
import { broadRl } from "./broad-rl.ts";
import { counterfactualOversight } from "./counterfactual-oversight.ts";
import * as distillers from "./distillers/catalog.ts";
import type { Distiller } from "./distillers/distiller.ts";
import { imitation } from "./imitation.ts";
import { infersFromDemonstrations, inverseRl } from "./inverse-rl.ts";
import { approvalAmplification, imitativeAmplification, type ScheduleParameters, scheduleParameters } from "./iterated-amplification.ts";
import { learnedReward } from "./learned-reward.ts";
import * as learners from "./learners/catalog.ts";
import type { Learner } from "./learners/learner.ts";
import { softQLearning } from "./learners/soft-q-learning.ts";
import { narrowRl } from "./narrow-rl.ts";
import { partsFamily, type Slot } from "./parts-family.ts";
import { quantileParameter, quantiliser } from "./quantiliser.ts";
import { reference } from "./reference.ts";
import { regularisedLearning } from "./regularised-learning.ts";
import { betaParameter, regularisedRl } from "./regularised-rl.ts";
import { coach } from "./tamer/coach.ts";
import { deepTamer } from "./tamer/deep-tamer.ts";
import { tamer, viTamer } from "./tamer/tamer.ts";
import { tamerRl } from "./tamer/tamer-rl.ts";
import { uniformPlay } from "./uniform-play.ts";

const learner: Slot<Learner> = { what: "learner", families: Object.values(learners), default: "exact" };
const softLearner: Slot<Learner> = { what: "soft learner", families: [softQLearning], default: softQLearning.name };
const distiller: Slot<Distiller> = { what: "distiller", families: Object.values(distillers), default: "exact" };
const amplifier: Slot<Amplifier> = { what: "amplifier", families: Object.values(amplifiers), default: "committee" };

/** The signals that contestants may have, the default being the first that passes. */
function signalSlot(families: readonly Family<Signal>[], preferred: (signal: Signal) => boolean): Slot<Signal> {
  const contestants = families.filter((family) => !family.with().readsTrue);
  const first = contestants.find((family) => preferred(family.with())) ?? contestants[0];
  if (first === undefined) {
    throw new FirebreakError("bad-configuration", "Cannot list methods: there is no signal for them to optimise");
  }
  return { what: "signal", families: contestants, default: first.name };
}

/** Both designs of iterated amplification. */
function amplificationFamilies(signals: readonly Family<Signal>[]): readonly Family<Method>[] {
  return [
    partsFamily<Method, { amplifier: Amplifier; signal: Signal; learner: Learner }, ScheduleParameters>({
      name: "approval-amplification",
      version: 1,
      title: "Amplify the overseer by the agent, optimise the reward that both give, and again",
      slots: { amplifier, signal: signalSlot(signals, (signal) => !signal.readsObserved), learner },
      settings: scheduleParameters,
      make: approvalAmplification,
    }),
    partsFamily<Method, { amplifier: Amplifier; distiller: Distiller }, ScheduleParameters>({
      name: "imitative-amplification",
      version: 1,
      title: "Amplify the overseer by the agent, imitate what both would do, and again",
      slots: { amplifier, distiller },
      settings: scheduleParameters,
      make: imitativeAmplification,
    }),
  ];
}

/** Learned rewards, over the reward models of a configuration; none without a model. */
function learnedRewards(models: readonly Family<RewardModel>[]): readonly Family<Method>[] {
  const [first] = models;
  return first === undefined
    ? []
    : [
        partsFamily<Method, { model: RewardModel; learner: Learner }>({
          name: "learned-reward",
          version: 1,
          title: "Learn a reward from the overseer's answers, and optimise it",
          slots: { model: { what: "reward model", families: models, default: first.name }, learner },
          make: learnedReward,
        }),
      ];
}

/** Inverse RL, over the models that infer a reward from demonstrations; none without one. */
function inverseFamilies(models: readonly Family<RewardModel>[]): readonly Family<Method>[] {
  const families = models.filter((family) => infersFromDemonstrations(family.with()));
  const [first] = families;
  return first === undefined
    ? []
    : [
        partsFamily<Method, { model: RewardModel }>({
          name: "inverse-rl",
          version: 1,
          title: "Infer the reward behind the overseer's demonstrations, and act by it as softly",
          slots: { model: { what: "inverse model", families, default: first.name } },
          make: inverseRl,
        }),
      ];
}

/** Signals optimised without going far from an imitator. */
function towardsImitationFamilies(signals: readonly Family<Signal>[]): readonly Family<Method>[] {
  return [
    partsFamily<Method, { signal: Signal; distiller: Distiller }, { q: Parameter<number> }>({
      name: "quantiliser",
      version: 1,
      title: "Do the best q of what the overseer would do, as a signal has it",
      slots: { signal: signalSlot(signals, (signal) => !signal.readsObserved), distiller },
      settings: { q: quantileParameter },
      make: quantiliser,
    }),
    partsFamily<Method, { signal: Signal; distiller: Distiller; learner: Learner }>({
      name: "regularised-learning",
      version: 1,
      title: "Learn a signal step by step, leaning on imitation",
      slots: { signal: signalSlot(signals, (signal) => !signal.readsObserved), distiller, learner: softLearner },
      make: regularisedLearning,
    }),
    partsFamily<Method, { signal: Signal; distiller: Distiller }, { beta: Parameter<number> }>({
      name: "regularised-rl",
      version: 1,
      title: "Optimise a signal, at a price β for every step away from imitation",
      slots: { signal: signalSlot(signals, (signal) => !signal.readsObserved), distiller },
      settings: { beta: betaParameter },
      make: regularisedRl,
    }),
  ];
}

/** Every method, over the signals and reward models of a configuration: no method has one of its own. */
export function methodFamilies(signals: readonly Family<Signal>[], models: readonly Family<RewardModel>[] = []): readonly Family<Method>[] {
  return [
    ...amplificationFamilies(signals),
    partsFamily<Method, { signal: Signal; learner: Learner }>({
      name: "broad-rl",
      version: 1,
      title: "Optimise how things come out, as the environment or the overseer sees it",
      slots: { signal: signalSlot(signals, (signal) => signal.readsObserved), learner },
      make: broadRl,
    }),
    coach,
    counterfactualOversight,
    deepTamer,
    partsFamily<Method, { distiller: Distiller }>({
      name: "imitation",
      version: 1,
      title: "Do what the overseer would do",
      slots: { distiller },
      make: imitation,
    }),
    ...inverseFamilies(models),
    ...learnedRewards(models),
    partsFamily<Method, { signal: Signal; learner: Learner }>({
      name: "narrow-rl",
      version: 1,
      title: "Optimise the narrow reward that the overseer gives for steps",
      slots: { signal: signalSlot(signals, (signal) => !signal.readsObserved), learner },
      make: narrowRl,
    }),
    partsFamily<Method, { learner: Learner }>({
      name: "reference",
      version: 1,
      title: "Optimise the true reward: a reference, never a contestant",
      slots: { learner },
      make: reference,
    }),
    ...towardsImitationFamilies(signals),
    tamer,
    tamerRl,
    familyOfOne({ name: "uniform-play", version: 1, title: "Uniformly random play", make: uniformPlay }),
    viTamer,
  ];
}
