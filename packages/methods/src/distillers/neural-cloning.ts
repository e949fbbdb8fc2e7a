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
import { runDemonstrations } from "../kernels/demonstrations.ts";
import { forkLuck, layWalk, newTrail } from "../kernels/walk.ts";
import { chunks } from "../learners/training.ts";
import { onlySeed, pairUp, shareOf } from "../neural/block-of-seeds.ts";
import { fitDemonstrations, listDemonstrations } from "../neural/demonstrations.ts";
import { blockParameters } from "../neural/settings.ts";
import { netWorld, softmaxPolicies } from "../neural/tabulate.ts";
import type { Distiller } from "./distiller.ts";

const parameters = {
  ...blockParameters,
  steps: integer({ default: 10_000, min: 1 }),
  "gradient-steps": integer({ default: 2000, min: 0 }),
  "learning-rate": learningRate(0.001),
  entropy: number({ default: 0.001, min: 0, max: 100 }),
  l2: number({ default: 0, min: 0, max: 100 }),
};
type Settings = ValuesOf<typeof parameters>;

/** Acts as the overseer would and is shown what she does in every state on the way: `shown` counts it by row. Yields the steps done at each point of the curve. */
function* watch(problem: OverseenProblem, settings: Settings, rng: Rng, shown: Float64Array): Generator<number> {
  const { dynamics, sampling, drawOrder, overseer } = problem;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const counts = { shown, asked: new Float64Array(dynamics.stateCount) };
  const trail = newTrail(walk);
  const luck = { ...forkLuck(rng), demonstration: rng.fork("demonstration") };
  const world = { walk, demonstrate: overseer.uncharged("demonstrate") };
  const meter = {
    affordable: () => overseer.remaining("demonstrate"),
    pay(_: unknown, steps: number): void {
      overseer.chargeEach("demonstrate", counts.asked);
      overseer.countSteps(steps);
      counts.asked.fill(0);
    },
  };
  const pace = { episode: settings.episode, own: 0 };
  yield* chunks(settings, meter, { trail, run: (steps) => runDemonstrations(world, pace, counts, { trail, luck, steps }) });
}

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
    return { counts, walk: watch(task, settings, rng, counts) };
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
 * and entropy are those of imitation's `bc.py`. What it was never shown it plays as the net generalises.
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
    block: settings.block,
    upFront: () => 0,
    distil: (problem, rng) => onlySeed(cloneBlock([problem], settings, [rng])),
    distilBlock: (problems, rngs) => cloneBlock(problems, settings, rngs),
  }),
});
