import { FirebreakError } from "../../error.ts";
import type { AnswerTable } from "../../overseer.ts";
import type { OverseenWorld } from "../../problem.ts";
import type { Signal, SignalInputs } from "../../signal.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { structureOf } from "../structure.ts";
import { nameOfSignal, nameOfWorld, type SignalSubject, worldsFor } from "./subject.ts";

/** All there is to a world, and only what the signal declares that it reads. */
function inputsOf(
  { world, answers }: OverseenWorld,
  signal: Signal,
  discount: number,
): { readonly all: SignalInputs; readonly declared: SignalInputs } {
  const { dynamics, observedReward, trueReward } = world;
  const guarded: AnswerTable = (kind) => {
    if (!signal.asks.includes(kind)) {
      throw new FirebreakError("not-implemented-here", `Cannot ask for ${kind}: the signal does not declare it`);
    }
    return answers(kind);
  };
  const observed = observedReward === undefined ? {} : { observedReward };
  return {
    all: { dynamics, answers: guarded, discount, ...observed, trueReward },
    declared: {
      dynamics,
      answers: guarded,
      discount,
      ...(signal.readsObserved ? observed : {}),
      ...(signal.readsTrue ? { trueReward } : {}),
    },
  };
}

/** A signal reads what it says that it reads, and writes to nothing. */
export const declaredInputsLaw: Law<SignalSubject> = defineLaw({
  id: "declared-inputs",
  title: "A signal compiles to finite numbers, from nothing but what it declares, and leaves the overseer's tables alone",
  nameOf: nameOfSignal,
  inspect: (subject) => {
    const { signal } = subject;
    const worlds = worldsFor(subject);
    for (const overseen of worlds) {
      const { all, declared } = inputsOf(overseen, signal, 0.9);
      const tables = (): string => structureOf(signal.asks.map((kind) => overseen.answers(kind)));
      const before = tables();
      const reward = signal.compile(declared);
      const strange = reward.findIndex((r) => !Number.isFinite(r));
      if (reward.length !== overseen.world.dynamics.nextState.length || strange !== -1) {
        return broken(
          `In ${nameOfWorld(overseen)} it has ${reward.length} numbers${strange === -1 ? "" : `, of which number ${strange} is ${reward[strange]}`}`,
        );
      }
      if (structureOf(signal.compile(all)) !== structureOf(reward)) {
        return broken(`In ${nameOfWorld(overseen)} it changes when rewards that it does not declare are within reach`);
      }
      reward.fill(7);
      if (tables() !== before) {
        return broken(`In ${nameOfWorld(overseen)} it hands out, or writes to, the overseer's own table`);
      }
    }
    return worlds.length === 0 ? broken("No world was given in which it can be had") : holds(`${worlds.length} worlds`);
  },
  fault: {
    title: "It adds the true reward where it can reach it",
    plant: (subject) => {
      const { signal } = subject;
      const compile: Signal["compile"] = (inputs) => signal.compile(inputs).map((r, z) => r + (inputs.trueReward?.[z] ?? 0));
      return signal.readsTrue ? null : { ...subject, signal: { ...signal, compile } };
    },
  },
});
