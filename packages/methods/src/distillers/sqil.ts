import { type Checkpoint, defineFamily, type Family, integer, number, type OverseenProblem, oneOf, type Rng } from "@firebreak/core";
import { recordDemonstrations, runSqil } from "../kernels/sqil.ts";
import { forkLuck, layWalk, newTrail } from "../kernels/walk.ts";
import {
  alphaParameter,
  checkpointsParameter,
  emptyTable,
  episodeParameter,
  omegaParameter,
  stepSizes,
  temperatureParameter,
} from "../learners/settings.ts";
import { softPolicy } from "../learners/soft-q-learning.ts";
import { chunks } from "../learners/training.ts";
import { demonstrationLine } from "./demonstration-line.ts";
import type { Distiller } from "./distiller.ts";

interface SqilSettings {
  readonly demonstrations: number;
  readonly steps: number;
  readonly checkpoints: number;
  readonly episode: number;
  readonly discount: number;
  readonly temperature: number;
  readonly "step-size": "polynomial" | "constant";
  readonly omega: number;
  readonly alpha: number;
}

function* distil(problem: OverseenProblem, settings: SqilSettings, rng: Rng): Generator<Checkpoint> {
  const { dynamics, sampling, drawOrder, overseer } = problem;
  const { episode, discount, temperature } = settings;
  const walk = layWalk(dynamics, sampling, drawOrder);
  const luck = { ...forkLuck(rng), demonstration: rng.fork("demonstration"), replay: rng.fork("replay") };
  const shownSteps = Math.min(settings.demonstrations, overseer.remaining("demonstrate"));
  const demonstrated = { pair: new Int32Array(shownSteps), outcome: new Int32Array(shownSteps), count: new Int32Array(1) };
  const asked = new Float64Array(dynamics.stateCount);
  const shown = new Float64Array(dynamics.stateCount * dynamics.actionCount);
  const world = { walk, demonstrate: overseer.uncharged("demonstrate"), line: demonstrationLine(overseer, rng) };
  recordDemonstrations(world, episode, { into: demonstrated, asked, shown }, { trail: newTrail(walk), luck, steps: shownSteps });
  overseer.chargeEach("demonstrate", asked);
  overseer.countSteps(shownSteps);

  const prior = new Float64Array(walk.legalRow.length).fill(1);
  const pace = { discount, episode, temperature, prior, alpha: stepSizes(settings, 1 / (1 - discount)) };
  const table = emptyTable(walk, 1, settings);
  const trail = newTrail(walk);
  const run = (steps: number): void => runSqil({ walk, demonstrated }, pace, table, { trail, luck, steps });
  const meter = { affordable: () => Number.POSITIVE_INFINITY, pay: (_: unknown, steps: number) => overseer.countSteps(steps) };
  for (const step of chunks(settings, meter, { trail, run })) {
    yield { step: shownSteps + step, policy: softPolicy(walk, dynamics, { score: table.q, prior, temperature }) };
  }
}

/**
 * SQIL on tables: the overseer plays for some steps, then the learner acts for `steps` steps of its own, and soft Q-learning takes every demonstrated
 * step for a reward of 1 and every one of its own for 0. It comes back to what was shown, where cloning only copies. As in the paper a state
 * that ends the world is worth 0, so where episodes end it would rather they did not.
 */
export const sqil: Family<Distiller> = defineFamily({
  name: "sqil",
  version: 1,
  title: "SQIL: soft Q-learning, demonstrated steps worth 1 and its own 0",
  parameters: {
    demonstrations: integer({ default: 2_000, min: 1 }),
    steps: integer({ default: 100_000, min: 1 }),
    checkpoints: checkpointsParameter,
    episode: episodeParameter,
    discount: number({ default: 0.9, min: 0, max: 0.999_999 }),
    temperature: { ...temperatureParameter, default: 0.05 },
    "step-size": oneOf("polynomial", "constant"),
    omega: omegaParameter,
    alpha: alphaParameter,
  },
  make: (settings, id): Distiller => ({
    id,
    title: "SQIL",
    sampled: true,
    bears: ["gaps"],
    upFront: () => 0,
    distil: (problem, rng) => distil(problem, settings, rng),
  }),
});
