import { type Checkpoint, type Criterion, type OptimalActions, playUniformly, type Rng } from "@firebreak/core";
import type { Pace, QTable } from "../kernels/q-learning.ts";
import { forkLuck, type Luck, layWalk, newTrail, type RewardedWalk, type Trail } from "../kernels/walk.ts";
import { greedyMask } from "./greedy.ts";
import type { LearningTask } from "./learner.ts";
import { emptyTable, paceOf, type TabularSettings } from "./settings.ts";
import { chunks } from "./training.ts";

type Kernel = (
  world: RewardedWalk,
  pace: Pace,
  table: QTable,
  run: { readonly trail: Trail; readonly luck: Luck; readonly steps: number },
) => void;

/** The discount of a criterion that a learner of stationary values can have: its method was refused any other before the run. */
function discountOf(criterion: Criterion): number {
  if (criterion.kind !== "discounted") {
    throw new Error(`A learner of discounted values was given the criterion ${criterion.kind}`);
  }
  return criterion.discount;
}

/** Trains one table of values per pair with a kernel, and yields its greedy policy at each point of the curve. */
export function* learnStationary(
  task: LearningTask,
  settings: TabularSettings & { readonly episode: number },
  kernel: Kernel,
  rng: Rng,
): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, reward, meter, line } = task;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const discount = discountOf(task.criterion);
  const pace = paceOf(settings, { discount, episode: settings.episode, reach: 1 / (1 - discount) });
  const table = emptyTable(walk, 1, { ...settings, line });
  const trail = newTrail(walk);
  const luck = forkLuck(rng);
  const run = (steps: number): void => kernel({ walk, reward, line }, pace, table, { trail, luck, steps });
  for (const step of chunks(settings, meter, { trail, run })) {
    const optimal: OptimalActions = { kind: "stationary", mask: greedyMask(walk, { ...table, layers: 1 }, 0) };
    yield { step, policy: playUniformly(optimal, dynamics.actionCount), optimal, proxyReward: reward };
  }
}
