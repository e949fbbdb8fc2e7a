import type { Policy } from "../../policy.ts";
import { oversee } from "../../problem.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { retellings, unpermutePolicy } from "../permute.ts";
import { type MethodSubject, nameOfTrial, plainRun, retrained, run } from "./subject.ts";

const numbersOf = (policy: Policy): Float64Array | Int32Array => (policy.kind === "timed" ? policy.optimal : policy.probability);

/**
 * Nothing is left to the order in which states and actions are told: told in another, an exact method plays the same to 1e-9 and
 * a learned one the same to the bit, since its draws go by the names of states and actions. One that learns and then plans on the model
 * adds up rows in the order in which they are told, as an exact one does.
 */
export const symmetryLaw: Law<MethodSubject> = defineLaw({
  id: "symmetry",
  title: "When states and actions are told in another order, an exact policy moves by at most 1e-9 and a learned one not at all",
  nameOf: nameOfTrial,
  inspect: (subject, { seed }) => {
    const { overseen, method } = subject;
    const { policy } = plainRun(subject, seed).last;
    const before = numbersOf(policy);
    const retold = retellings(overseen.world, seed);
    const learned = method.needs.sampled && method.needs.world === "simulator";
    const allowed = learned || policy.kind === "timed" ? 0 : 1e-9;
    for (const { order, world } of retold) {
      const told = { ...subject, overseen: oversee(world, overseen.model) };
      const after = numbersOf(unpermutePolicy(run(told, { seed }).last.policy, order));
      const off = before.findIndex((number, at) => !(Math.abs(number - (after[at] ?? Number.NaN)) <= allowed));
      if (off !== -1 || after.length !== before.length) {
        const { actionCount } = overseen.world.dynamics;
        const state = (policy.kind === "timed" ? off : Math.floor(off / actionCount)) % overseen.world.labels.length;
        return broken(
          `In '${overseen.world.labels[state]}' it plays ${before[off]} (entry ${off} of its ${policy.kind} policy), and ${after[off]} with states told as [${order.states.join(" ")}] and actions as [${order.actions.join(" ")}]`,
        );
      }
    }
    return holds(`${retold.length} other orders, ${allowed === 0 ? "to the bit" : `to ${allowed}`}`);
  },
  fault: {
    title: "It plays the legal action that is told first",
    plant: (subject) => {
      const { dynamics } = subject.overseen.world;
      return dynamics.actionCount === 1
        ? null
        : retrained(subject, function* (problem) {
            const { stateCount, actionCount, rowStart } = problem.dynamics;
            const probability = new Float64Array(stateCount * actionCount);
            for (let state = 0; state < stateCount; state++) {
              const first = [...Array(actionCount).keys()].find(
                (action) => rowStart[state * actionCount + action] !== rowStart[state * actionCount + action + 1],
              );
              probability[state * actionCount + (first ?? 0)] = first === undefined ? 0 : 1;
            }
            yield { step: 0, policy: { kind: "stationary", probability } };
          });
    },
  },
});
