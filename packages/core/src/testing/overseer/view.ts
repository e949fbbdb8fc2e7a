import { rowOfOutcome } from "../../tabular-mdp.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { changed, nameOfOverseer, type OverseerSubject, tablesOf } from "./subject.ts";

/** She reacts to what she sees: value and feedback are equal where everything looks alike to her. */
export const viewLaw: Law<OverseerSubject> = defineLaw({
  id: "sees-only-her-view",
  title: "Her value and feedback, errors included, are the same for states that look the same to her",
  nameOf: nameOfOverseer,
  inspect: (subject) => {
    const { dynamics, overseerView, labels } = subject.world;
    const rows = rowOfOutcome(dynamics);
    const seenOfStep = (z: number): string => {
      const row = rows[z] ?? 0;
      const state = Math.floor(row / dynamics.actionCount);
      return `${overseerView[state]} ${row % dynamics.actionCount} ${overseerView[dynamics.nextState[z] ?? 0]}`;
    };
    for (const [kind, table] of tablesOf(subject).filter(([kind]) => kind !== "demonstrate")) {
      const judged = new Map<string, number>();
      for (const [at, answer] of table.entries()) {
        const seen = kind === "value" ? String(overseerView[at]) : seenOfStep(at);
        const known = judged.get(seen) ?? answer;
        judged.set(seen, known);
        if (known !== answer) {
          const where = kind === "value" ? `'${labels[at]}'` : `outcome ${at}`;
          return broken(`Asked for ${kind} she answers ${answer} about ${where}, and ${known} about what looks the same to her`);
        }
      }
    }
    return holds(`${new Set(overseerView).size} views of ${dynamics.stateCount} states`);
  },
  fault: {
    title: "She tells states apart by their number",
    plant: (subject) => {
      const { overseerView } = subject.world;
      const hides = new Set(overseerView).size < overseerView.length;
      return hides && subject.model.answers(subject.world).includes("value")
        ? changed(subject, (built) => ({ ...built, value: (state) => built.value(state) + state }))
        : null;
    },
  },
});
