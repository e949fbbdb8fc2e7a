import type { Policy } from "../../policy.ts";
import { openProblem } from "../../problem.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { scrambleTrueReward } from "../scramble.ts";
import { structureOf } from "../structure.ts";
import { type MethodSubject, nameOfTrial, run } from "./subject.ts";

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
    const scrambled = { ...overseen, world: scrambleTrueReward(overseen.world, seed) };
    const same = structureOf(policyOf(subject, seed)) === structureOf(policyOf({ ...subject, overseen: scrambled }, seed));
    if (method.needs.reference === true) {
      return same
        ? broken(`It is a reference, and its policy is the same with the true reward scrambled (seed '${seed}'): the law would not notice`)
        : holds("A reference, and its policy changes with the true reward");
    }
    return same
      ? holds("The policy is bit-identical")
      : broken(`Its policy changes with the true reward, which it must not see (seed '${seed}')`);
  },
  fault: {
    title: "The true reward comes in as the environment's own channel and as the reward that is optimised",
    plant: (subject) => {
      const { method } = subject;
      // A problem opened for a reference, handed to a method that does what the best first step for the true reward is.
      const open: typeof openProblem = (overseen, trial) => ({ ...openProblem(overseen, trial), trueReward: overseen.world.trueReward });
      return method.needs.reference === true ? null : { ...subject, open, method: { ...method, train: peeking } };
    },
  },
});

/** Plays each state's row of greatest true reward. */
function* peeking(problem: Parameters<MethodSubject["method"]["train"]>[0]): ReturnType<() => Generator<{ step: number; policy: Policy }>> {
  const { dynamics, trueReward } = problem;
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
