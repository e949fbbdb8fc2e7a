import type { Criterion } from "../../criterion.ts";
import type { OverseenWorld } from "../../problem.ts";
import { compileSignal } from "../../run-audits.ts";
import type { Signal } from "../../signal.ts";

/** A signal, and the worlds it is looked at in. */
export interface SignalSubject {
  readonly signal: Signal;
  readonly worlds: readonly OverseenWorld[];
}

/** Those of the worlds in which the signal can be had: the overseer answers what it asks, and there is a channel if it reads one. */
export function worldsFor({ signal, worlds }: SignalSubject): readonly OverseenWorld[] {
  return worlds.filter(({ world, model }) => {
    const answered = model.answers(world);
    return signal.asks.every((kind) => answered.includes(kind)) && (!signal.readsObserved || world.observedReward !== undefined);
  });
}

/** The signal's reward under a discount in [0, 1]. Length Z. */
export function rewardAt(overseen: OverseenWorld, signal: Signal, discount: number): Float64Array {
  const criterion: Criterion = discount === 1 ? { kind: "average" } : { kind: "discounted", discount };
  return compileSignal(overseen, signal, criterion);
}

/** "'hero@1' under 'consistent@1'". */
export const nameOfWorld = ({ world, model }: OverseenWorld): string => `'${world.id}' under '${model.id}'`;

export const nameOfSignal = ({ signal }: SignalSubject): string => signal.id;

/** The signal with another way to compile it. */
export function recompiled(subject: SignalSubject, change: (reward: Float64Array) => Float64Array): SignalSubject {
  const { signal } = subject;
  return { ...subject, signal: { ...signal, compile: (inputs) => change(signal.compile(inputs)) } };
}
