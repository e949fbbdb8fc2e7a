import { FirebreakError, type Method, type RewardModel } from "@firebreak/core";
import { composeId } from "./compose-id.ts";
import { learnedReward } from "./learned-reward.ts";
import { softExact } from "./learners/soft-exact.ts";

/** Whether a reward model infers a reward from what the overseer does, and from nothing else. */
export const infersFromDemonstrations = ({ asks }: RewardModel): boolean => asks.length > 0 && asks.every((kind) => kind === "demonstrate");

/**
 * Infers the reward that explains what the overseer does, and plays that reward's soft optimum at temperature 1: the behaviour that was
 * fitted, carried to states where nothing was shown. `learnedReward` optimises the same reward outright, which makes whatever she
 * preferred a little a thing to do always.
 *
 * @throws FirebreakError "bad-specification" for a model that asks for anything but demonstrations.
 */
export function inverseRl({ model }: { readonly model: RewardModel }): Method {
  if (!infersFromDemonstrations(model)) {
    throw new FirebreakError(
      "bad-specification",
      `Cannot use '${model.id}' for inverse RL: it asks for ${model.asks.join(", ") || "nothing"}, and must ask for demonstrations only`,
    );
  }
  return {
    ...learnedReward({ model, learner: softExact.with({ temperature: 1 }) }),
    id: composeId("inverse-rl@1", { model: model.id }),
    title: `Inverse RL: reward ${model.title}, played softly`,
  };
}
