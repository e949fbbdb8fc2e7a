import {
  type Checkpoint,
  defineFamily,
  type Family,
  integer,
  type Method,
  type OverseenProblem,
  type Rng,
  type ValuesOf,
} from "@firebreak/core";
import { hiddenLayers, learningRate, netParameters } from "@firebreak/core/neural";
import { layWalk } from "../kernels/walk.ts";
import { netModel } from "./net-model.ts";
import { lessonParameters } from "./teach.ts";
import { taught, trainTamer } from "./train-tamer.ts";

const parameters = {
  ...lessonParameters,
  ...netParameters,
  "learning-rate": learningRate(0.003),
  /** Steps of the lesson from one gradient step on the buffer to the next. */
  "train-every": integer({ default: 10, min: 1 }),
};
type Settings = ValuesOf<typeof parameters>;

function* train(problem: OverseenProblem, settings: Settings, rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder } = problem;
  const { batch, encoding } = settings;
  const net = {
    batch,
    encoding,
    hidden: hiddenLayers(settings),
    learningRate: settings["learning-rate"],
    trainEvery: settings["train-every"],
  };
  const model = netModel(problem, layWalk(dynamics, sampling, drawOrder), net, rng.fork("net"));
  try {
    yield* trainTamer(problem, { ...settings, credit: "weighted", silence: "skip" }, { rng, model: () => model });
  } finally {
    model.dispose();
  }
}

/**
 * Deep TAMER (Warnell et al. 2018): TAMER with a net for Ĥ, the credit of a word as its weight, and a buffer of all words. Departures: Adam for
 * plain gradient steps, no autoencoder before it (nets are shown a state as `encoding` says), and words about the last second of a
 * lesson come too late.
 */
export const deepTamer: Family<Method> = defineFamily({
  name: "deep-tamer",
  version: 1,
  title: "Deep TAMER: play what a neural model of the trainer has highest",
  parameters,
  make: (settings, id): Method => ({
    ...taught(id, settings),
    title: "Deep TAMER",
    needs: { world: "simulator", asks: ["evaluate"], criteria: [], sampled: true, tensors: true },
    train: (problem, rng) => train(problem, settings, rng),
  }),
});
