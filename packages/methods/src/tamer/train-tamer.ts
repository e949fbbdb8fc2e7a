import { type Checkpoint, type Method, type OptimalActions, type OverseenProblem, playUniformly, type Rng } from "@firebreak/core";
import type { Walk } from "../kernels/walk.ts";
import { greedyMask } from "../learners/greedy.ts";
import { SEEDS_A_BLOCK } from "../optimise.ts";
import type { HumanModel } from "./human-model.ts";
import { myopic } from "./outlook.ts";
import { checkDelay, type LessonSettings, type TamerSettings, teach } from "./teach.ts";

/** What methods that give a lesson have in common. */
export function taught(id: string, settings: LessonSettings): Pick<Method, "id" | "blockSize" | "tables"> {
  checkDelay(id, settings);
  return { id, blockSize: SEEDS_A_BLOCK, tables: () => ({}) };
}

/** Gives a lesson to a model of the trainer, and plays what it has highest. */
export function* trainTamer(
  problem: OverseenProblem,
  settings: LessonSettings & Pick<TamerSettings, "credit" | "silence">,
  at: { readonly rng: Rng; readonly model: (walk: Walk) => HumanModel },
): Generator<Checkpoint> {
  for (const { step, walk, estimate, reward } of teach(problem, settings, { ...at, look: (_, model) => myopic(model) })) {
    const tries = new Int32Array(estimate.length).fill(1); // no word is an opinion too: 0
    const optimal: OptimalActions = { kind: "stationary", mask: greedyMask(walk, { q: estimate, tries, layers: 1 }, 0) };
    yield { step, policy: playUniformly(optimal, walk.actionCount), optimal, proxyReward: reward };
  }
}
