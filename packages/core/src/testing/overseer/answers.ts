import { actionsOf, statesOf } from "../../tabular-mdp.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { changed, nameOfOverseer, type OverseerSubject, tablesOf } from "./subject.ts";

/** Answers are numbers, demonstrations are distributions over what is legal, and who is asked again says the same. */
export const answersLaw: Law<OverseerSubject> = defineLaw({
  id: "answers",
  title: "She answers finite numbers and distributions over legal actions, and the same when asked again",
  nameOf: nameOfOverseer,
  inspect: (subject) => {
    const { dynamics, labels } = subject.world;
    const tables = tablesOf(subject);
    const again = tablesOf(subject);
    for (const [at, [kind, table]] of tables.entries()) {
      const off = table.findIndex((answer, index) => !Number.isFinite(answer) || answer !== again[at]?.[1][index]);
      if (off !== -1) {
        return broken(`Asked for ${kind}, item ${off}, she answers ${table[off]}, and ${again[at]?.[1][off]} when asked again`);
      }
    }
    const shown = tables.find(([kind]) => kind === "demonstrate")?.[1];
    for (const state of shown === undefined ? [] : statesOf(dynamics)) {
      const play = shown?.subarray(state * dynamics.actionCount, (state + 1) * dynamics.actionCount) ?? new Float64Array();
      const legal: readonly number[] = actionsOf(dynamics, state);
      const sum = play.reduce((total, share) => total + share, 0);
      if (
        play.some((share, action) => share < 0 || (share > 0 && !legal.includes(action))) ||
        Math.abs(sum - Number(legal.length > 0)) > 1e-9
      ) {
        return broken(
          `In '${labels[state]}' she demonstrates [${play.join(", ")}], which is no distribution over the ${legal.length} legal actions`,
        );
      }
    }
    return holds(`${tables.map(([kind]) => kind).join(", ") || "no table"}`);
  },
  fault: {
    title: "Her mood changes what she says the more she is asked",
    plant: (subject) => {
      let asked = 0;
      const { model, world } = subject;
      return model.answers(world).some((kind) => kind === "value" || kind === "evaluate")
        ? changed(subject, (built) => ({
            ...built,
            value: (state) => built.value(state) + asked++,
            evaluate: (state, action, next) => built.evaluate(state, action, next) + asked++,
          }))
        : null;
    },
  },
});
