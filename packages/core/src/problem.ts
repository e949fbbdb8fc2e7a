import type { CompiledEnvironment } from "./compile.ts";
import type { Criterion } from "./criterion.ts";
import { type Budget, openAccount } from "./ledger.ts";
import type { Method, OverseenProblem } from "./method.ts";
import { observationsOf } from "./observations.ts";
import { type AnswerTable, answerTables, type Overseer, type OverseerModel, openAsker } from "./overseer.ts";
import { createRng, type Rng } from "./rng.ts";

/** A world with its overseer in it. */
export interface OverseenWorld {
  readonly world: CompiledEnvironment;
  readonly model: OverseerModel;
  readonly overseer: Overseer;
  /** Uncharged answers: the auditor's. */
  readonly answers: AnswerTable;
}

/**
 * Puts an overseer into a world. Her luck is keyed by the world alone, so every method and seed meets the same overseer; a model
 * with noise forks it by its own `draw`.
 */
export function oversee(world: CompiledEnvironment, model: OverseerModel): OverseenWorld {
  const overseer = model.build(world, createRng(`overseer/${world.id}`));
  return { world, model, overseer, answers: answerTables(world, model, overseer) };
}

/** What one method sees of an overseen world, with an account of its own. The true reward is left out unless it is a declared reference. */
export function openProblem(
  overseen: OverseenWorld,
  trial: {
    readonly method: Method;
    readonly criterion: Criterion | null;
    readonly budget: Budget;
    /** The trial's own, for an overseer whose answers are drawn anew at every question. */
    readonly luck?: Rng;
  },
): OverseenProblem {
  const { world, model, overseer, answers } = overseen;
  const account = openAccount(trial.budget);
  return {
    environment: world.id,
    actions: world.actions,
    dynamics: world.dynamics,
    sampling: world.sampling,
    drawOrder: world.drawOrder,
    observations: observationsOf(world),
    ...(world.observedReward === undefined ? {} : { observedReward: world.observedReward }),
    overseer: openAsker({ world, model, overseer, tables: answers, account, luck: trial.luck }),
    criterion: trial.criterion,
    ...(trial.method.needs.reference === true ? { trueReward: world.trueReward } : {}),
  };
}
