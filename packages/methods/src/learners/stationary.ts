import { type Checkpoint, type Criterion, type OptimalActions, playUniformly, type Rng } from "@firebreak/core";
import type { Pace, QTable } from "../kernels/q-learning.ts";
import { forkLuck, type Luck, layWalk, newTrail, type RewardedWalk, type Trail, type Walk } from "../kernels/walk.ts";
import { greedyMask } from "./greedy.ts";
import type { LearningTask } from "./learner.ts";
import { emptyTable, paceOf, type TabularSettings } from "./settings.ts";
import { chunks } from "./training.ts";

/** A loop that trains one table of values per pair for some steps. */
export type Kernel = (
  world: RewardedWalk,
  pace: Pace,
  table: QTable,
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
) => void;

/** The discount of a criterion that a learner of stationary values can have: its method was refused any other before the run. */
export function discountOf(criterion: Criterion): number {
  if (criterion.kind !== "discounted") {
    throw new Error(`A learner of discounted values was given the criterion ${criterion.kind}`);
  }
  return criterion.discount;
}

/** What a kernel's clock shows, and the kernel for a walk: one that keeps more than a table makes it there. */
interface GreedyParts {
  readonly discount: number;
  /** How many steps ahead matter: step sizes fall that much more slowly. */
  readonly reach: number;
  readonly kernelOn: (walk: Walk) => Kernel;
}

/** Trains one table of values per pair, and yields its greedy policy at each point of the curve. */
export function* learnGreedily(
  task: LearningTask,
  settings: TabularSettings & { readonly episode: number },
  { discount, reach, kernelOn }: GreedyParts,
  rng: Rng,
): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, reward, meter, line } = task;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const pace = paceOf(settings, { discount, episode: settings.episode, reach });
  const table = emptyTable(walk, 1, { ...settings, line });
  const trail = newTrail(walk);
  const luck = forkLuck(rng);
  const kernel = kernelOn(walk);
  const run = (steps: number): void => kernel({ walk, reward, line }, pace, table, { trail, luck, steps });
  for (const step of chunks(settings, meter, { trail, run })) {
    const optimal: OptimalActions = { kind: "stationary", mask: greedyMask(walk, { ...table, layers: 1 }, 0) };
    yield { step, policy: playUniformly(optimal, dynamics.actionCount), optimal, proxyReward: reward };
  }
}

/** Trains one table of discounted values per pair with a kernel that keeps nothing else. */
export function learnStationary(
  task: LearningTask,
  settings: TabularSettings & { readonly episode: number },
  kernel: Kernel,
  rng: Rng,
): Iterable<Checkpoint> {
  const discount = discountOf(task.criterion);
  return learnGreedily(task, settings, { discount, reach: 1 / (1 - discount), kernelOn: () => kernel }, rng);
}
