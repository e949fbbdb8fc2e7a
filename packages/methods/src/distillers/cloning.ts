import { defineFamily, type Family, frequencies, integer, number } from "@firebreak/core";
import { checkpointsParameter, episodeParameter } from "../learners/settings.ts";
import type { Distiller } from "./distiller.ts";
import { watchDemonstrations } from "./watch-demonstrations.ts";

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
    *distil(problem, rng) {
      const { dynamics } = problem;
      const shown = new Float64Array(dynamics.stateCount * dynamics.actionCount);
      for (const step of watchDemonstrations(problem, settings, rng, shown)) {
        yield { step, policy: frequencies(dynamics, shown) };
      }
    },
  }),
});
