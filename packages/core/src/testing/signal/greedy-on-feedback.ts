import type { Criterion } from "../../criterion.ts";
import { criterionId } from "../../criterion.ts";
import { solve } from "../../planners/solve.ts";
import { compileSignal } from "../../run-audits.ts";
import type { TabularMdp } from "../../tabular-mdp.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { nameOfSignal, nameOfWorld, type SignalSubject, worldsFor } from "./subject.ts";

const CRITERIA: readonly Criterion[] = [
  ...[0, 0.5, 0.9, 0.99].map((discount) => ({ kind: "discounted", discount }) as const),
  ...[1, 2, 7].map((horizon) => ({ kind: "finite", horizon }) as const),
  ...[2, 5].map((steps) => ({ kind: "lookahead", steps, discount: 1 }) as const),
];

/** The actions of the greatest expected feedback, as masks of length S: ties within 1e-12·(1 + max|g|). */
function greedyMasks({ stateCount, actionCount, rowStart, probability }: TabularMdp, feedback: Float64Array): Int32Array {
  const expected = Array.from({ length: stateCount * actionCount }, (_, row) => {
    const [first, end] = [rowStart[row] ?? 0, rowStart[row + 1] ?? 0];
    let sum = first === end ? Number.NEGATIVE_INFINITY : 0;
    for (let z = first; z < end; z++) {
      sum += (probability[z] ?? 0) * (feedback[z] ?? 0);
    }
    return sum;
  });
  const tolerance = 1e-12 * (1 + feedback.reduce((most, g) => Math.max(most, Math.abs(g)), 0));
  return Int32Array.from({ length: stateCount }, (_, state) => {
    const row = expected.slice(state * actionCount, (state + 1) * actionCount);
    const best = Math.max(...row);
    return row.reduce((mask, g, action) => (g > Number.NEGATIVE_INFINITY && g >= best - tolerance ? mask | (1 << action) : mask), 0);
  });
}

/**
 * The theorem of regret approval: r ≤ 0, and 0 can be had in every state, so whoever optimises it over any horizon and discount
 * does in each state what is judged best there, and cannot be paid for bringing a situation about.
 */
export const greedyOnFeedbackLaw: Law<SignalSubject> = defineLaw({
  id: "greedy-on-feedback",
  title: "At every discount, horizon and lookahead its optimal actions are those of the greatest expected feedback",
  nameOf: nameOfSignal,
  inspect: (subject) => {
    const { signal } = subject;
    const worlds = worldsFor(subject).filter(({ world, model }) => model.answers(world).includes("evaluate"));
    for (const overseen of worlds) {
      const { dynamics, labels } = overseen.world;
      const greedy = greedyMasks(dynamics, overseen.answers("evaluate"));
      for (const criterion of CRITERIA) {
        const { mask } = solve(dynamics, compileSignal(overseen, signal, criterion), criterion).optimal;
        const at = mask.findIndex((bits, index) => bits !== greedy[index % greedy.length]);
        if (at !== -1) {
          return broken(
            `Under ${criterionId(criterion)} in ${nameOfWorld(overseen)} it is best at '${labels[at % greedy.length]}' to play ${names(overseen.world.actions, mask[at])}, and ${names(overseen.world.actions, greedy[at % greedy.length])} is judged best`,
          );
        }
      }
    }
    return worlds.length === 0
      ? broken("No world was given in which it can be had")
      : holds(`${CRITERIA.length} criteria in ${worlds.length} worlds`);
  },
  fault: {
    title: "It forgets to take the best judgement away",
    plant: (subject) => ({ ...subject, signal: { ...subject.signal, compile: ({ answers }) => answers("evaluate").slice() } }),
  },
});

const names = (actions: readonly string[], mask = 0): string => actions.filter((_, action) => (mask >>> action) & 1).join(" or ");
