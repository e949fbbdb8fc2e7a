import { createRng } from "../../rng.ts";
import { rowOfOutcome } from "../../tabular-mdp.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { nameOfSignal, nameOfWorld, type SignalSubject, worldsFor } from "./subject.ts";

/** A loop, as it runs once for every outcome over all of them. */
function sum(counts: Float64Array = new Float64Array()): number {
  let total = 0;
  for (let at = 0; at < counts.length; at++) {
    total += counts[at] ?? 0;
  }
  return total;
}

/** Each visit is asked about by itself, and an answer is as long as the world: beyond so many outcomes, as many are drawn. */
const ASKED_ABOUT = 500;

/** Outcomes to ask about, none of them twice where all are. */
function outcomesOf(outcomes: number, seed: string): readonly number[] {
  const rng = createRng(`${seed}/costs`);
  return Array.from({ length: Math.min(outcomes, ASKED_ABOUT) }, (_, at) => (outcomes <= ASKED_ABOUT ? at : rng.below(outcomes)));
}

/** What a signal says it costs is what it costs: budgets are kept by `perStep`, and ledgers by `questions`. */
export const costsLaw: Law<SignalSubject> = defineLaw({
  id: "costs",
  title: "A signal asks the kinds that it declares, no step costs more than it says, and the cost of visits adds up",
  nameOf: nameOfSignal,
  inspect: (subject, { seed }) => {
    const { signal } = subject;
    const worlds = worldsFor(subject);
    for (const overseen of worlds) {
      const { dynamics } = overseen.world;
      const most = signal.perStep(dynamics);
      const kinds = Object.keys(most);
      if (kinds.length !== signal.asks.length || signal.asks.some((kind) => !kinds.includes(kind))) {
        return broken(
          `In ${nameOfWorld(overseen)} a step costs questions of the kinds [${kinds.join(", ")}], and it asks [${signal.asks.join(", ")}]`,
        );
      }
      const zeros = (): Float64Array => new Float64Array(dynamics.nextState.length);
      const starts = (): Float64Array => new Float64Array(dynamics.stateCount);
      const total = Object.fromEntries(signal.asks.map((kind) => [kind, 0]));
      const visits = { outcomes: zeros(), starts: starts() };
      const everything = { outcomes: zeros(), starts: starts() };
      const rowOf = rowOfOutcome(dynamics);
      for (const z of outcomesOf(dynamics.nextState.length, seed)) {
        const state = Math.floor((rowOf[z] ?? 0) / dynamics.actionCount);
        everything.outcomes[z] = (everything.outcomes[z] ?? 0) + 1;
        everything.starts[state] = (everything.starts[state] ?? 0) + 1;
        visits.outcomes[z] = 1;
        visits.starts[state] = 1;
        const asked = signal.questions(dynamics, visits);
        visits.outcomes[z] = 0;
        visits.starts[state] = 0;
        for (const kind of signal.asks) {
          const length = kind === "evaluate" ? dynamics.nextState.length : dynamics.stateCount;
          const cost = sum(asked[kind]);
          total[kind] = (total[kind] ?? 0) + cost;
          if (asked[kind]?.length !== length || cost > (most[kind] ?? 0)) {
            return broken(
              `In ${nameOfWorld(overseen)} outcome ${z} at the start of an episode costs ${cost} questions of kind '${kind}' about ${asked[kind]?.length} items; it says at most ${most[kind]}, and there are ${length}`,
            );
          }
        }
      }
      const together = signal.questions(dynamics, everything);
      const off = signal.asks.find((kind) => sum(together[kind]) !== total[kind]);
      if (off !== undefined) {
        return broken(
          `In ${nameOfWorld(overseen)} all visits together cost ${sum(together[off])} questions of kind '${off}', and one by one ${total[off]}`,
        );
      }
    }
    return worlds.length === 0
      ? broken("No world was given in which it can be had")
      : holds(`every outcome, or ${ASKED_ABOUT} of them, in ${worlds.length} worlds`);
  },
  fault: {
    title: "A step is said to cost one question too few of each kind",
    plant: (subject) => {
      const { signal } = subject;
      const cheaper: typeof signal.perStep = (dynamics) =>
        Object.fromEntries(Object.entries(signal.perStep(dynamics)).map(([kind, count]) => [kind, count - 1]));
      return signal.asks.length === 0 ? null : { ...subject, signal: { ...signal, perStep: cheaper } };
    },
  },
});
