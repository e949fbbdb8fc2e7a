import { oversee } from "../../problem.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { structureOf } from "../structure.ts";
import { type MethodSubject, nameOfTrial, plainRun, type Run, retrained, run } from "./subject.ts";

/** A trial is a function of its key: run twice, with the overseer built anew, it gives the same bytes. */
export const sameBytesLaw: Law<MethodSubject> = defineLaw({
  id: "same-key-same-bytes",
  title: "Two runs of one key give the same checkpoints and the same ledger, to the bit",
  nameOf: nameOfTrial,
  inspect: (subject, { seed }) => {
    const { world, model } = subject.overseen;
    const bytesOf = ({ checkpoints, ledger }: Run): string => structureOf({ checkpoints, ledger });
    const one = bytesOf(plainRun(subject, seed));
    const other = bytesOf(run({ ...subject, overseen: oversee(world, model) }, { seed }));
    if (one === other) {
      return holds(`${one.length} characters`);
    }
    let at = 0;
    while (one[at] === other[at]) {
      at++; // they differ somewhere
    }
    return broken(
      `The second run differs from character ${at}: '${one.slice(Math.max(0, at - 20), at + 20)}', then '${other.slice(Math.max(0, at - 20), at + 20)}'`,
    );
  },
  fault: {
    title: "Its step counter goes on where the last run left it",
    plant: (subject) => {
      let steps = 0;
      return retrained(subject, function* (problem, rng) {
        for (const checkpoint of subject.method.train(problem, rng)) {
          yield { ...checkpoint, step: checkpoint.step + steps++ };
        }
      });
    },
  },
});
