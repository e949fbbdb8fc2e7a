import { type Checkpoint, defineFamily, type Family, frequencies, integer, number, type OverseenProblem, type Rng } from "@firebreak/core";
import { runDemonstrations } from "../kernels/demonstrations.ts";
import { forkLuck, layWalk, newTrail } from "../kernels/walk.ts";
import { checkpointsParameter, episodeParameter } from "../learners/settings.ts";
import { chunks } from "../learners/training.ts";
import { demonstrationLine } from "./demonstration-line.ts";
import type { Distiller } from "./distiller.ts";

interface CloningSettings {
  readonly steps: number;
  readonly checkpoints: number;
  readonly episode: number;
  readonly own: number;
}

function* clone(problem: OverseenProblem, settings: CloningSettings, rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, overseer } = problem;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const counts = { shown: new Float64Array(dynamics.stateCount * dynamics.actionCount), asked: new Float64Array(dynamics.stateCount) };
  const trail = newTrail(walk);
  const luck = { ...forkLuck(rng), demonstration: rng.fork("demonstration") };
  const world = { walk, demonstrate: overseer.uncharged("demonstrate"), line: demonstrationLine(overseer, rng) };
  const run = (steps: number): void => runDemonstrations(world, settings, counts, { trail, luck, steps });
  const meter = {
    affordable: () => overseer.remaining("demonstrate"),
    pay(_: unknown, steps: number): void {
      overseer.chargeEach("demonstrate", counts.asked);
      overseer.countSteps(steps);
      counts.asked.fill(0);
    },
  };
  for (const step of chunks(settings, meter, { trail, run })) {
    yield { step, policy: frequencies(dynamics, counts.shown) };
  }
}

/**
 * Tabular behavioural cloning: acts in the world, sees one action of the overseer's in every state it acts in, and plays each as
 * often as it saw it. With `own` above 0 its own play decides that share of the steps, so that it is also shown what to do where
 * its own play leads (after DAgger, Ross et al. 2011, with a constant mixture in place of rounds).
 */
export const cloning: Family<Distiller> = defineFamily({
  name: "cloning",
  version: 1,
  title: "Behavioural cloning of demonstrations met on the way",
  parameters: {
    steps: integer({ default: 10_000, min: 1 }),
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    own: number({ default: 0, min: 0, max: 1 }),
  },
  make: (settings, id): Distiller => ({
    id,
    title: settings.own === 0 ? "cloned" : "cloned, partly on its own play",
    sampled: true,
    bears: ["gaps"],
    upFront: () => 0,
    distil: (problem, rng) => clone(problem, settings, rng),
  }),
});
