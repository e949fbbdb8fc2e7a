import { solve } from "../../planners/solve.ts";
import type { OverseenWorld } from "../../problem.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { nameOfSignal, nameOfWorld, recompiled, rewardAt, type SignalSubject, worldsFor } from "./subject.ts";

const DISCOUNTS = [0, 0.5, 0.9, 0.99];
/** A world with more states than this takes a planner longer than a law should. */
const MOST_STATES = 2000;

/** What the signal does to the values of the true reward when it is added to it; null where it does what the theorem says. */
function faultAt(overseen: OverseenWorld, shaping: Float64Array, discount: number): string | null {
  const { dynamics, trueReward, labels, actions } = overseen.world;
  const value = overseen.answers("value");
  const criterion = { kind: "discounted", discount } as const;
  // Ng sets the potential of a terminal state to 0; one that keeps V there is worth γ·V(s_T) more when an episode ends.
  const plain = trueReward.map((r, z) => {
    const next = dynamics.nextState[z] ?? 0;
    return r + (dynamics.terminal[next] === 1 ? discount * (value[next] ?? 0) : 0);
  });
  const [shaped, other] = [
    solve(
      dynamics,
      trueReward.map((r, z) => r + (shaping[z] ?? 0)),
      criterion,
    ),
    solve(dynamics, plain, criterion),
  ];
  const size = value.reduce((most, v) => Math.max(most, Math.abs(v)), 0) + trueReward.reduce((most, r) => Math.max(most, Math.abs(r)), 0);
  const tolerance = (1e-10 * (1 + size)) / (1 - discount);
  const row = shaped.q.findIndex((q, at) => {
    const said = (other.q[at] ?? 0) - (value[Math.floor(at / actions.length)] ?? 0);
    return q !== said && !(Math.abs(q - said) <= tolerance);
  });
  if (row !== -1) {
    const state = Math.floor(row / actions.length);
    return `Q' of '${actions[row % actions.length]}' in '${labels[state]}' is ${shaped.q[row]}, and should be ${other.q[row]} - ${value[state]}`;
  }
  const state = shaped.optimal.mask.findIndex((mask, at) => mask !== other.optimal.mask[at]);
  return state === -1 ? null : `the optimal actions in '${labels[state]}' differ`;
}

/**
 * Q' = Q − Φ (Ng, Harada and Russell 1999, corollary 2): a potential at the criterion's own discount, added to a reward, moves every
 * value by what the state is worth to the overseer and no optimum at all.
 */
export const shapedValuesLaw: Law<SignalSubject> = defineLaw({
  id: "shaped-values",
  title: "Matched shaping, added to the true reward, moves Q by −V(s) and leaves its optima alone",
  nameOf: nameOfSignal,
  inspect: (subject) => {
    const { signal } = subject;
    if (signal.potential !== "matched") {
      return holds("Does not apply: the signal is no matched shaping");
    }
    const worlds = worldsFor(subject).filter(({ world }) => world.dynamics.stateCount <= MOST_STATES);
    for (const overseen of worlds) {
      for (const discount of DISCOUNTS) {
        const why = faultAt(overseen, rewardAt(overseen, signal, discount), discount);
        if (why !== null) {
          return broken(`At γ = ${discount} in ${nameOfWorld(overseen)} ${why}`);
        }
      }
    }
    return worlds.length === 0
      ? broken(`No world of at most ${MOST_STATES} states was given in which it can be had`)
      : holds(`${DISCOUNTS.length} discounts in ${worlds.length} worlds`);
  },
  fault: {
    title: "Falls count for nothing",
    plant: (subject) =>
      subject.signal.potential === "matched" ? recompiled(subject, (reward) => reward.map((r) => Math.max(r, 0))) : null,
  },
});
