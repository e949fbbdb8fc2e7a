import { type Checkpoint, defineFamily, type Family, number, oneOf, type Parameter, type Rng } from "@firebreak/core";
import { noTraces, runTraces } from "../kernels/traces.ts";
import type { Learner, LearningTask } from "./learner.ts";
import {
  alphaParameter,
  checkpointsParameter,
  episodeParameter,
  omegaParameter,
  stepsParameter,
  type TabularSettings,
} from "./settings.ts";
import { discountOf, learnGreedily } from "./stationary.ts";

interface TraceSettings extends TabularSettings {
  readonly episode: number;
  readonly lambda: number;
  readonly trace: "replacing" | "accumulating";
}

/** λ: the share of credit that is passed on to the step before. 0 is the learner without traces, 1 passes on all of it. */
const lambdaParameter: Parameter<number> = number({ default: 0.8, min: 0, max: 1 });
/** What a pair that is met again while it has a trace counts: 1, or 1 more. */
const traceParameter: Parameter<TraceSettings["trace"]> = oneOf("replacing", "accumulating");

function learnWithTraces(task: LearningTask, settings: TraceSettings, watkins: boolean, rng: Rng): Iterable<Checkpoint> {
  const discount = discountOf(task.criterion);
  const { lambda } = settings;
  const replacing = settings.trace === "replacing";
  return learnGreedily(
    task,
    settings,
    {
      discount,
      reach: 1 / (1 - discount),
      kernelOn: ({ legalRow }) => {
        const traces = noTraces(legalRow.length);
        return (world, pace, table, run) => runTraces(world, { ...pace, lambda, replacing, watkins }, { ...table, traces }, run);
      },
    },
    rng,
  );
}

/** Sarsa(λ): Sarsa whose surprises also reach the pairs that led to them. Greedy in the limit with infinite exploration, as Sarsa. */
export const sarsaLambda: Family<Learner> = defineFamily({
  name: "sarsa-lambda",
  version: 1,
  title: "Sarsa(λ): sampled, on-policy, discounted, with eligibility traces",
  parameters: {
    steps: stepsParameter,
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    epsilon: number({ default: 1, min: 0, max: 1 }),
    "epsilon-decay": number({ default: 0.4, min: 0, max: 1 }),
    "step-size": oneOf("polynomial", "constant"),
    omega: omegaParameter,
    alpha: alphaParameter,
    lambda: lambdaParameter,
    trace: traceParameter,
  },
  make: (settings, id): Learner => ({
    id,
    title: "Sarsa(λ)",
    world: "simulator",
    criteria: ["discounted"],
    hearsLine: true,
    learn: (task, rng) => learnWithTraces(task, settings, false, rng),
  }),
});

/** Watkins's Q(λ): Q-learning whose surprises also reach the pairs that led to them, as far back as the play has been greedy since. */
export const qLambda: Family<Learner> = defineFamily({
  name: "q-lambda",
  version: 1,
  title: "Watkins's Q(λ): sampled, off-policy, discounted, with eligibility traces cut where it explores",
  parameters: {
    steps: stepsParameter,
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    epsilon: number({ default: 0.2, min: 0, max: 1 }),
    "epsilon-decay": number({ default: 0, min: 0, max: 1 }),
    "step-size": oneOf("polynomial", "constant"),
    omega: omegaParameter,
    alpha: alphaParameter,
    lambda: lambdaParameter,
    trace: traceParameter,
  },
  make: (settings, id): Learner => ({
    id,
    title: "Q(λ)",
    world: "simulator",
    criteria: ["discounted"],
    hearsLine: true,
    learn: (task, rng) => learnWithTraces(task, settings, true, rng),
  }),
});
