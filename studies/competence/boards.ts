import type { Criterion, Environment, OverseerModel } from "@firebreak/core";
import { calendar, fireBrigade, loopMaze } from "@firebreak/envs";
import { type Arm, aggregated, cloned, clonedByNet, compared, deepQ, inferred, proximal, yardsticks } from "./arms.ts";
import { clearSighted } from "./clear-sighted.ts";

/** A world, the one overseer that all methods have in it, and what each method may spend. */
export interface Board {
  readonly environment: Environment;
  readonly overseer: OverseerModel;
  readonly criterion: Criterion & { readonly kind: "discounted" };
  readonly arms: readonly Arm[];
}

/** Four points of each curve. */
const brief = { checkpoints: 4 } as const;

const maze: Board = {
  environment: loopMaze.with(),
  // Fewer than 19 steps ahead she does not see the goal from the start.
  overseer: clearSighted.with({ depth: 20 }),
  criterion: { kind: "discounted", discount: 0.9 },
  arms: [
    cloned({ ...brief, steps: 500 }),
    clonedByNet({ ...brief, steps: 500, "gradient-steps": 500, "learning-rate": 0.005 }),
    aggregated({ rounds: 5, steps: 100 }),
    inferred({ ...brief, questions: 500 }),
    // Long walks: within 100 steps one in 300 comes to the goal, and all others are worth the same.
    compared({ ...brief, questions: 2000, length: 10, episode: 10_000, basis: "next" }),
    deepQ({ ...brief, steps: 24_000, episode: 1000 }),
    proximal({ ...brief, steps: 50_000, episode: 1000, rollout: 1024, batch: 128, epochs: 4, entropy: 0.03, "learning-rate": 0.002 }),
  ],
};

const brigade: Board = {
  environment: fireBrigade.with(),
  overseer: clearSighted.with({ depth: 10 }),
  criterion: { kind: "discounted", discount: 0.9 },
  arms: [
    cloned({ ...brief, steps: 10_000, episode: 50 }),
    clonedByNet({ ...brief, steps: 8000, episode: 50, "gradient-steps": 2000, batch: 64, "learning-rate": 0.005 }),
    aggregated({ rounds: 20, steps: 500, episode: 50 }),
    inferred({ ...brief, questions: 10_000, episode: 50 }),
    // Ten steps: in shorter pieces deliveries never outweigh a fire, and nothing tells how much less they are worth.
    compared({ ...brief, questions: 4000, length: 10, episode: 20, ridge: 0.1 }),
    deepQ({ ...brief, steps: 80_000, episode: 50, batch: 64, memory: 80_000, "exploring-share": 0.8, "learning-rate": 0.002 }),
    proximal({ ...brief, steps: 100_000, episode: 50, rollout: 512, batch: 128, epochs: 6, "learning-rate": 0.003 }),
  ],
};

const days: Board = {
  environment: calendar.with(),
  // From six steps on a plan without a discount cannot tell now from later.
  overseer: clearSighted.with({ depth: 5 }),
  criterion: { kind: "discounted", discount: 0.5 },
  arms: [
    cloned({ ...brief, steps: 500, episode: 40 }),
    clonedByNet({ ...brief, steps: 500, episode: 40, "gradient-steps": 500, "learning-rate": 0.005 }),
    aggregated({ rounds: 5, steps: 100, episode: 40 }),
    // Discounted visits to the end of a day are few: a larger ridge outweighs what was shown there.
    inferred({ ...brief, questions: 500, episode: 40, ridge: 1e-5 }),
    compared({ ...brief, questions: 3000, length: 1, episode: 40 }),
    deepQ({ ...brief, steps: 4000, episode: 40, batch: 64, "exploring-share": 0.8, "learning-rate": 0.002 }),
    proximal({ ...brief, steps: 8192, episode: 40, rollout: 256, batch: 64, epochs: 4, entropy: 0.003 }),
  ],
};

/** All rows of the table. A new method is one line in each world's `arms`, by a maker in `arms.ts`. */
export const boards: readonly Board[] = [maze, brigade, days].map((board) => ({ ...board, arms: [...yardsticks, ...board.arms] }));
