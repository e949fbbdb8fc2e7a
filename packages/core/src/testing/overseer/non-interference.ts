import { broken, defineLaw, holds, type Law } from "../law.ts";
import { scrambleTrueReward } from "../scramble.ts";
import { changed, nameOfOverseer, type OverseerSubject, tablesOf } from "./subject.ts";

/** She judges by the world's judgement of hers, and not by the true reward that she cannot see. */
export const overseerNonInterferenceLaw: Law<OverseerSubject> = defineLaw({
  id: "overseer-non-interference",
  title: "With another true reward, and the same judgement, every answer of hers is bit-identical",
  nameOf: nameOfOverseer,
  inspect: (subject, { seed }) => {
    const before = tablesOf(subject);
    const after = tablesOf({ model: subject.model, world: scrambleTrueReward(subject.world, seed) });
    for (const [at, [kind, table]] of before.entries()) {
      const off = table.findIndex((answer, index) => answer !== after[at]?.[1][index]);
      if (off !== -1) {
        return broken(
          `Asked for ${kind}, item ${off}, she answers ${table[off]}, and ${after[at]?.[1][off]} once the true reward is scrambled`,
        );
      }
    }
    return holds(`${before.reduce((sum, [, table]) => sum + table.length, 0)} answers`);
  },
  fault: {
    title: "Her value knows the true reward",
    plant: (subject) =>
      subject.model.answers(subject.world).includes("value")
        ? changed(subject, (built, world) => ({ ...built, value: (state) => built.value(state) + (world.trueReward[0] ?? 0) }))
        : null,
  },
});
