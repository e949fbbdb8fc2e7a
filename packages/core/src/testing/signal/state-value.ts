import { solve } from "../../planners/solve.ts";
import type { OverseenWorld } from "../../problem.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { pathSums, someStates } from "./paths.ts";
import { nameOfSignal, nameOfWorld, recompiled, rewardAt, type SignalSubject, worldsFor } from "./subject.ts";

const DISCOUNTS = [0.1, 0.5, 0.9, 0.99];
const LONGEST = 8;
const MOST_STARTS = 24;

interface Compared {
  readonly overseen: OverseenWorld;
  readonly discount: number;
  /** Length Z: V(s1) − V(s0), by the signal. */
  readonly difference: Float64Array;
  /** Length Z: (1 − γ)·V(s1). */
  readonly level: Float64Array;
  /** Length S. */
  readonly value: Float64Array;
  readonly tolerance: number;
}

/** Over every path of T steps the two sums differ by γ^T·V(s_T) − V(s_0): where episodes end, that is what sets them apart. */
function pathFault({ overseen, discount, difference, level, value, tolerance }: Compared): string | null {
  const { dynamics, labels } = overseen.world;
  const gap = difference.map((r, z) => r - (level[z] ?? 0));
  for (const start of someStates(dynamics, MOST_STARTS)) {
    let weight = 1;
    for (const { length, least, greatest } of pathSums(dynamics, gap, { start, discount, most: LONGEST })) {
      weight *= discount;
      const said = (end: number): number => weight * (value[end] ?? 0) - (value[start] ?? 0);
      const end = least.findIndex(
        (sum, at) => Math.abs(sum - said(at)) > tolerance || Math.abs((greatest[at] ?? 0) - said(at)) > tolerance,
      );
      if (end !== -1) {
        return `over ${length} steps from '${labels[start]}' to '${labels[end]}' the sums differ by ${least[end]} to ${greatest[end]}, and should by ${said(end)}`;
      }
    }
  }
  return null;
}

/** For ever, the last term is gone: Q of the difference is Q of the level less V(s), so the optima are the same. */
function optimumFault({ overseen, discount, difference, level, value, tolerance }: Compared): string | null {
  const { dynamics, labels, actions } = overseen.world;
  const criterion = { kind: "discounted", discount } as const;
  const [one, other] = [solve(dynamics, difference, criterion), solve(dynamics, level, criterion)];
  const row = one.q.findIndex((q, at) => {
    const said = (other.q[at] ?? 0) - (value[Math.floor(at / actions.length)] ?? 0);
    return q !== said && !(Math.abs(q - said) <= tolerance / (1 - discount));
  });
  const where = (state: number): string => `'${labels[state]}'`;
  if (row !== -1) {
    const state = Math.floor(row / actions.length);
    return `Q of '${actions[row % actions.length]}' in ${where(state)} is ${one.q[row]}, and should be ${other.q[row]} - ${value[state]}`;
  }
  const state = one.optimal.mask.findIndex((mask, at) => mask !== other.optimal.mask[at]);
  return state === -1 ? null : `the optimal actions in ${where(state)} differ`;
}

/**
 * V(s1) − V(s0) as a reward of its own, for 0 < γ < 1: Σ γ^t (V_{t+1} − V_t) = (1 − γ) Σ γ^t V_{t+1} − V_0, plus γ^T V_T where an
 * episode ends after T steps. So in continuing worlds it has exactly the optima of (1 − γ)·V(s1): broad RL on V.
 */
export const stateValueLaw: Law<SignalSubject> = defineLaw({
  id: "difference-is-state-value",
  title: "Value difference has the optima of (1 − γ)·V(s1) where episodes do not end, and differs from it by γ^T·V(s_T) where they do",
  nameOf: nameOfSignal,
  inspect: (subject) => {
    const { signal } = subject;
    if (signal.potential !== "undiscounted" || signal.asks.join() !== "value") {
      return holds("Does not apply: the signal is no value difference");
    }
    let continuing = 0;
    const worlds = worldsFor(subject);
    for (const overseen of worlds) {
      const { dynamics } = overseen.world;
      const value = overseen.answers("value");
      const tolerance = 1e-9 * (1 + value.reduce((most, v) => Math.max(most, Math.abs(v)), 0));
      const endless = dynamics.terminal.every((ends) => ends === 0);
      continuing += Number(endless);
      for (const discount of DISCOUNTS) {
        const level = Float64Array.from(dynamics.nextState, (next) => (1 - discount) * (value[next] ?? 0));
        const compared = { overseen, discount, difference: rewardAt(overseen, signal, discount), level, value, tolerance };
        const why = pathFault(compared) ?? (endless ? optimumFault(compared) : null);
        if (why !== null) {
          return broken(`At γ = ${discount} in ${nameOfWorld(overseen)} ${why}`);
        }
      }
    }
    return continuing === 0
      ? broken("No continuing world was given: it is about those")
      : holds(`${continuing} continuing worlds, and the last term over every path of up to ${LONGEST} steps in ${worlds.length} worlds`);
  },
  fault: {
    title: "Falls count by half",
    plant: (subject) =>
      subject.signal.potential === "undiscounted" ? recompiled(subject, (reward) => reward.map((r) => (r < 0 ? r / 2 : r))) : null,
  },
});
