import { broken, defineLaw, holds, type Law } from "../law.ts";
import { retellings, unpermuteOutcomes, unpermuteRows, unpermuteStates } from "../permute.ts";
import { changed, nameOfOverseer, type OverseerSubject, tablesOf } from "./subject.ts";

/** Her noise and her ties go by names: the order in which states and actions are told moves nothing. */
export const overseerSymmetryLaw: Law<OverseerSubject> = defineLaw({
  id: "overseer-symmetry",
  title: "When states and actions are told in another order, her answers go with them, to 1e-9",
  nameOf: nameOfOverseer,
  inspect: (subject, { seed }) => {
    const { model, world } = subject;
    const before = tablesOf(subject);
    const retold = retellings(world, seed);
    for (const { order, world: told } of retold) {
      const after = tablesOf({ model, world: told }).map(([kind, table]) => {
        const back = {
          value: unpermuteStates,
          demonstrate: unpermuteRows,
          evaluate: (answers: Float64Array) => unpermuteOutcomes(answers, world.dynamics, order),
        };
        return back[kind](table, order);
      });
      for (const [at, [kind, table]] of before.entries()) {
        const off = table.findIndex(
          (answer, index) => !(Math.abs(answer - (after[at]?.[index] ?? Number.NaN)) <= 1e-9 * (1 + Math.abs(answer))),
        );
        if (off !== -1) {
          return broken(
            `Asked for ${kind}, item ${off}, she answers ${table[off]}, and ${after[at]?.[off]} in another order (seed '${seed}')`,
          );
        }
      }
    }
    return holds(`${retold.length} other orders`);
  },
  fault: {
    title: "Her value depends on a state's number",
    plant: (subject) =>
      subject.world.dynamics.stateCount > 1 && subject.model.answers(subject.world).includes("value")
        ? changed(subject, (built) => ({ ...built, value: (state) => built.value(state) + state }))
        : null,
  },
});
