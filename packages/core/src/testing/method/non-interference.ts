import type { Checkpoint, OverseenProblem } from "../../method.ts";
import type { Policy } from "../../policy.ts";
import { openProblem } from "../../problem.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { reverseTrueReward, scrambleTrueReward } from "../scramble.ts";
import { structureOf } from "../structure.ts";
import { type MethodSubject, nameOfTrial, plainRun, run } from "./subject.ts";

const policyOf = (subject: MethodSubject, seed: string): Policy => run(subject, { seed }).last.policy;

/**
 * No method sees the true reward: with another one, and the same overseer, its policy is bit-identical. The reference, which may
 * see it, is the law's own control: its policy must change.
 */
export const nonInterferenceLaw: Law<MethodSubject> = defineLaw({
  id: "non-interference",
  title: "With the true reward scrambled and the overseer held fixed, the policy is bit-identical; a reference's changes",
  nameOf: nameOfTrial,
  inspect: (subject, { seed }) => {
    const { overseen, method } = subject;
    const others = [scrambleTrueReward(overseen.world, seed), reverseTrueReward(overseen.world)];
    const before = structureOf(plainRun(subject, seed).last.policy);
    const changed = others.filter((world) => structureOf(policyOf({ ...subject, overseen: { ...overseen, world } }, seed)) !== before);
    if (method.needs.reference === true) {
      return changed.length > 0
        ? holds("A reference, and its policy changes with the true reward")
        : broken(
            `It is a reference, and its policy is the same with the true reward drawn anew and reversed (seed '${seed}'): the law would notice nothing`,
          );
    }
    return changed.length === 0
      ? holds("The policy is bit-identical with the true reward drawn anew and reversed")
      : broken(`Its policy changes with the true reward, which it must not see (seed '${seed}')`);
  },
  fault: {
    title: "Problems are opened with the true reward in them, and it takes what is best at once",
    plant: (subject) => {
      const { method } = subject;
      const open: typeof openProblem = (overseen, trial) => ({ ...openProblem(overseen, trial), trueReward: overseen.world.trueReward });
      return method.needs.reference === true ? null : { ...subject, open, method: { ...method, train: peeking } };
    },
  },
});

/** Plays each state's row of greatest true reward. */
function* peeking({ dynamics, trueReward }: OverseenProblem): Generator<Checkpoint> {
  const { stateCount, actionCount, rowStart } = dynamics;
  const probability = new Float64Array(stateCount * actionCount);
  for (let state = 0; state < stateCount; state++) {
    const worth = (action: number): number => {
      const z = rowStart[state * actionCount + action] ?? 0;
      return z === rowStart[state * actionCount + action + 1] ? Number.NEGATIVE_INFINITY : (trueReward?.[z] ?? 0);
    };
    const best = [...Array(actionCount).keys()].reduce((x, y) => (worth(y) > worth(x) ? y : x));
    probability[state * actionCount + best] = dynamics.terminal[state] === 1 ? 0 : 1;
  }
  yield { step: 0, policy: { kind: "stationary", probability } };
}
