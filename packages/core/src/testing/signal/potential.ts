import type { OverseenWorld } from "../../problem.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { namePath, pathSums, someStates } from "./paths.ts";
import { nameOfSignal, nameOfWorld, recompiled, rewardAt, type SignalSubject, worldsFor } from "./subject.ts";

const LONGEST = 8;
const MOST_STARTS = 24;
const DISCOUNTS = { none: [1], undiscounted: [1], matched: [1, 0.99, 0.9, 0.5] } as const;

/** Two paths of one length between the same ends with different sums, as a sentence; null where there are none. */
function pairThatDiffers(overseen: OverseenWorld, reward: Float64Array, discount: number): string | null {
  const { world } = overseen;
  const size = reward.reduce((most, r) => Math.max(most, Math.abs(r)), 0);
  for (const start of someStates(world.dynamics, MOST_STARTS)) {
    for (const sums of pathSums(world.dynamics, reward, { start, discount, most: LONGEST })) {
      const end = sums.least.findIndex((least, state) => (sums.greatest[state] ?? least) - least > 1e-9 * (1 + size));
      if (end !== -1) {
        const say = (which: "least" | "greatest"): string => `${namePath(world, sums.path(end, which))} sums to ${sums[which][end]}`;
        return `from '${world.labels[start]}' to '${world.labels[end]}' at discount ${discount} in ${nameOfWorld(overseen)}: ${say("least")}, ${say("greatest")}`;
      }
    }
  }
  return null;
}

/**
 * A declared potential is a theorem, proved both ways: all paths of one length between the same ends have one sum (every path of
 * up to LONGEST steps, by dynamic programming); a signal that declares none has a pair that differs, in one of the worlds at least.
 */
export const potentialLaw: Law<SignalSubject> = defineLaw({
  id: "potential",
  title: "A potential-based signal sums alike along equally long paths between the same ends; one that is not has a pair that differs",
  nameOf: nameOfSignal,
  inspect: (subject) => {
    const { signal } = subject;
    const worlds = worldsFor(subject);
    for (const overseen of worlds) {
      for (const discount of DISCOUNTS[signal.potential]) {
        const pair = pairThatDiffers(overseen, rewardAt(overseen, signal, discount), discount);
        if (pair !== null) {
          return signal.potential === "none" ? holds(`A pair differs ${pair}`) : broken(`Two paths ${pair}`);
        }
      }
    }
    if (signal.potential === "none") {
      return broken(
        `It declares no potential, and in none of the ${worlds.length} worlds given does a pair of paths differ: give one that has such a pair`,
      );
    }
    return worlds.length === 0
      ? broken("No world was given in which it can be had")
      : holds(`Every path of up to ${LONGEST} steps in ${worlds.length} worlds`);
  },
  fault: {
    title: "A potential counts falls by half; a signal without one declares one",
    plant: (subject) =>
      subject.signal.potential === "none"
        ? { ...subject, signal: { ...subject.signal, potential: "undiscounted" } }
        : recompiled(subject, (reward) => reward.map((r) => (r < 0 ? r / 2 : r))),
  },
});
