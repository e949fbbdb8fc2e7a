import type { RewardModel } from "@firebreak/core";
import { checkPessimism } from "./ensemble.ts";

/**
 * A reward model that asks about what a random walk meets, so that it pays for nothing beforehand.
 * @throws FirebreakError "bad-parameter" for pessimism without an ensemble.
 */
export function walkingModel(
  told: Pick<RewardModel, "id" | "title" | "asks" | "tensors">,
  settings: Parameters<typeof checkPessimism>[1],
  fit: RewardModel["fit"],
): RewardModel {
  checkPessimism(told.id, settings);
  return { ...told, world: "simulator", sampled: true, tables: () => ({}), fit };
}
