import { type CompiledEnvironment, defineFamily, type Family, integer, type OverseerModel, type Parameter } from "@firebreak/core";
import { consistent } from "@firebreak/rewards";

/** The world as she judges it: a step is as good as it truly is. */
const judgedRight = (world: CompiledEnvironment): CompiledEnvironment => ({ ...world, judgement: { evaluate: world.trueReward } });

/**
 * The overseer whose judgement is right, and consistent in all else: her feedback on a step is its true reward, she shows the best first act of a plan
 * of `depth` steps and compares by what is truly collected. Methods see her answers and never the reward: a benchmark of learners
 * must not measure an overseer's mistakes. Experts and preferences are made so in `imitation`, too.
 */
export const clearSighted: Family<OverseerModel, { readonly depth: Parameter<number> }> = defineFamily({
  name: "clear-sighted",
  version: 1,
  title: "Clear-sighted: her judgement of every step is right",
  parameters: { depth: integer({ default: 10, min: 1 }) },
  make: ({ depth }, id): OverseerModel => {
    const model = consistent.with({ depth });
    return {
      id,
      title: "Clear-sighted overseer",
      answers: (world) => model.answers(judgedRight(world)),
      build: (world, rng) => ({ ...model.build(judgedRight(world), rng), id }),
    };
  },
});
