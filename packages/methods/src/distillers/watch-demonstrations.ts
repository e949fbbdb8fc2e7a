import type { OverseenProblem, Rng } from "@firebreak/core";
import { runDemonstrations } from "../kernels/demonstrations.ts";
import { forkLuck, layWalk, newTrail } from "../kernels/walk.ts";
import { chunks } from "../learners/training.ts";
import { demonstrationLine } from "./demonstration-line.ts";

/** How a learner watches. */
interface Watching {
  readonly steps: number;
  readonly checkpoints: number;
  readonly episode: number;
  /** The share of the steps that its own play decides, in [0, 1]. */
  readonly own: number;
}

/**
 * Acts in the world as the overseer would and is shown one action of hers in every state on the way, where an answer comes: `shown` (length S·A)
 * counts them by row. Yields the steps done at each point of the curve.
 */
export function* watchDemonstrations(problem: OverseenProblem, settings: Watching, rng: Rng, shown: Float64Array): Generator<number> {
  const { dynamics, sampling, drawOrder, overseer } = problem;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const counts = { shown, asked: new Float64Array(dynamics.stateCount) };
  const trail = newTrail(walk);
  const luck = { ...forkLuck(rng), demonstration: rng.fork("demonstration") };
  const world = { walk, demonstrate: overseer.uncharged("demonstrate"), line: demonstrationLine(overseer, rng) };
  const meter = {
    affordable: () => overseer.remaining("demonstrate"),
    pay(_: unknown, steps: number): void {
      overseer.chargeEach("demonstrate", counts.asked);
      overseer.countSteps(steps);
      counts.asked.fill(0);
    },
  };
  yield* chunks(settings, meter, { trail, run: (steps) => runDemonstrations(world, settings, counts, { trail, luck, steps }) });
}
