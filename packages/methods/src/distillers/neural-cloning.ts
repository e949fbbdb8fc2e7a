import {
  type Checkpoint,
  defineFamily,
  type Family,
  integer,
  number,
  type OverseenProblem,
  type Rng,
  uniformPolicy,
  type ValuesOf,
} from "@firebreak/core";
import { encodeStates, hiddenLayers, learningRate, openNetBlock, tensorsOf } from "@firebreak/core/neural";
import { onlySeed, pairUp, shareOf } from "../neural/block-of-seeds.ts";
import { fitDemonstrations, listDemonstrations } from "../neural/demonstrations.ts";
import { blockParameters } from "../neural/settings.ts";
import { netWorld, softmaxPolicies } from "../neural/tabulate.ts";
import type { Distiller } from "./distiller.ts";
import { watchDemonstrations } from "./watch-demonstrations.ts";

const parameters = {
  ...blockParameters,
  steps: integer({ default: 10_000, min: 1 }),
  "gradient-steps": integer({ default: 2000, min: 0 }),
  "learning-rate": learningRate(0.001),
  entropy: number({ default: 0.001, min: 0, max: 100 }),
  l2: number({ default: 0, min: 0, max: 100 }),
};
type Settings = ValuesOf<typeof parameters>;

/** Trains a block of seeds. Who was shown nothing yet plays uniformly. */
function* cloneBlock(problems: readonly OverseenProblem[], settings: Settings, rngs: readonly Rng[]): Generator<readonly Checkpoint[]> {
  const [first] = problems;
  if (first === undefined) {
    return;
  }
  const { dynamics, drawOrder } = first;
  const encoding = encodeStates(first.observations, settings.encoding);
  const world = netWorld(dynamics, drawOrder, encoding.order);
  const net = { hidden: hiddenLayers(settings), outputs: dynamics.actionCount, learningRate: settings["learning-rate"], l2: settings.l2 };
  const fresh = rngs.map((rng) => rng.fork("weights"));
  const block = openNetBlock(tensorsOf(first), encoding, net, fresh);
  const luck = rngs.map((rng) => rng.fork("batches"));
  const seeds = pairUp(problems, rngs).map(({ task, rng }) => {
    const counts = new Float64Array(dynamics.stateCount * dynamics.actionCount);
    return { counts, walk: watchDemonstrations(task, { ...settings, own: 0 }, rng, counts) };
  });
  try {
    let steps = seeds.map(() => 0);
    for (let point = 1; point <= settings.checkpoints; point++) {
      const met = seeds.map(({ walk }) => walk.next());
      if (met.every(({ done }) => done)) {
        return;
      }
      steps = steps.map((before, at) => met[at]?.value ?? before);
      const shown = seeds.map(({ counts }) => listDemonstrations(counts, world));
      const plan = { ...settings, steps: shareOf(settings["gradient-steps"], point, settings.checkpoints) };
      fitDemonstrations(block, world, shown, plan, luck);
      const policies = softmaxPolicies(block, world);
      yield steps.map((step, at) => ({
        step,
        policy: (shown[at]?.states.length === 0 ? undefined : policies[at]) ?? uniformPolicy(dynamics),
      }));
    }
  } finally {
    block.dispose();
  }
}

/**
 * Behavioural cloning by a net: acts in the world as the overseer would, sees one action of hers in every state it acts in, and
 * fits a softmax over its outputs to what it saw, by Adam on batches drawn with replacement. The loss and the defaults of net, batch
 * and entropy are those of imitation's `bc.py`. What it was never shown, or asked in
 * vain, it plays as the net generalises.
 */
export const neuralCloning: Family<Distiller> = defineFamily({
  name: "neural-cloning",
  version: 1,
  title: "Behavioural cloning by a neural net",
  parameters,
  make: (settings, id): Distiller => ({
    id,
    title: "cloned by a net",
    sampled: true,
    tensors: true,
    bears: ["gaps"],
    block: settings.block,
    upFront: () => 0,
    distil: (problem, rng) => onlySeed(cloneBlock([problem], settings, [rng])),
    distilBlock: (problems, rngs) => cloneBlock(problems, settings, rngs),
  }),
});
