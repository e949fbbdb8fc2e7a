import { FirebreakError } from "../../error.ts";
import { type Budget, type Ledger, QUESTION_KINDS, type QuestionKind } from "../../ledger.ts";
import type { OverseenProblem } from "../../method.ts";
import { broken, defineLaw, holds, type Law, type Verdict } from "../law.ts";
import { type MethodSubject, nameOfTrial, retrained, run } from "./subject.ts";

const totalOf = ({ asked }: Ledger): number => QUESTION_KINDS.reduce((sum, kind) => sum + asked[kind], 0);

/** The problem, with the tables that are read without a charge written down in `read`. */
function watchTables(problem: OverseenProblem, read: Set<QuestionKind>): OverseenProblem {
  const { overseer } = problem;
  return {
    ...problem,
    overseer: {
      ...overseer,
      uncharged: (kind) => {
        read.add(kind);
        return overseer.uncharged(kind);
      },
    },
  };
}

/** What must add up when nothing is limited. */
function inspectCounts(subject: MethodSubject, seed: string): Verdict & { readonly ledger: Ledger } {
  const { method, overseen } = subject;
  const { dynamics } = overseen.world;
  const read = new Set<QuestionKind>();
  const { last, ledger } = run(subject, { seed, watch: (problem) => watchTables(problem, read) });
  const tables = method.tables(dynamics);
  const verdict = (detail: string): Verdict & { readonly ledger: Ledger } => ({ ...broken(detail), ledger });
  for (const kind of QUESTION_KINDS) {
    const [asked, distinct, upFront] = [ledger.asked[kind], ledger.distinct[kind], tables[kind] ?? 0];
    const items = kind === "evaluate" ? dynamics.nextState.length : kind === "compare" ? asked : dynamics.stateCount;
    if (asked > 0 && !method.needs.asks.includes(kind)) {
      return verdict(`It asked ${asked} questions of kind '${kind}', which it does not declare`);
    }
    if (read.has(kind) && asked === 0) {
      return verdict(`It read the answers of kind '${kind}' and paid for none`);
    }
    if (distinct > asked || distinct > items || (asked > 0 && distinct === 0)) {
      return verdict(`It asked ${asked} questions of kind '${kind}', ${distinct} of them different, about ${items} things`);
    }
    // A method that buys the same table again pays again, and learns of nothing new.
    if (method.needs.sampled ? asked < upFront : asked !== upFront || distinct !== Math.min(upFront, items)) {
      return verdict(`It asked ${asked} questions of kind '${kind}', ${distinct} of them different, and its tables are ${upFront}`);
    }
  }
  if (ledger.environmentSteps !== last.step || (!method.needs.sampled && last.step !== 0)) {
    return verdict(`It took ${ledger.environmentSteps} steps in its world, and its last checkpoint is at step ${last.step}`);
  }
  return { ...holds(`${totalOf(ledger)} questions, ${ledger.environmentSteps} steps`), ledger };
}

/** What it does when it is given less than it would use: a learner stops in time, an exact method is refused before it has its table. */
function inspectLimit(subject: MethodSubject, seed: string, free: Ledger): Verdict | null {
  const { method, overseen } = subject;
  const upFront = Object.values(method.tables(overseen.world.dynamics)).reduce((sum, count) => sum + count, 0);
  const limit = method.needs.sampled ? Math.max(upFront, Math.floor(totalOf(free) / 2)) : totalOf(free) - 1;
  const budget: Budget = { kind: "cost", limit };
  try {
    const { ledger } = run(subject, { seed, budget });
    return totalOf(ledger) > limit ? broken(`Given a budget of ${limit} it asked ${totalOf(ledger)} questions`) : null;
  } catch (error) {
    if (error instanceof FirebreakError && error.code === "budget-exceeded" && !method.needs.sampled) {
      return null;
    }
    throw error;
  }
}

/** Every question is counted, by kind and repeats too, and none is asked beyond the budget. */
export const ledgerLaw: Law<MethodSubject> = defineLaw({
  id: "ledger",
  title: "Counts add up, an exact method pays for exactly its tables, and no budget is exceeded",
  nameOf: nameOfTrial,
  inspect: (subject, { seed }) => {
    const { ledger, ...counts } = inspectCounts(subject, seed);
    if (!counts.pass || totalOf(ledger) === 0) {
      return counts;
    }
    return inspectLimit(subject, seed, ledger) ?? counts;
  },
  fault: {
    title: "It reads the overseer's tables without paying",
    // Comparisons have no table to read: whoever is asked one has charged for it.
    plant: (subject) =>
      subject.method.needs.asks.every((kind) => kind === "compare")
        ? null
        : retrained(subject, (problem, rng) => {
            const { overseer } = problem;
            const demonstrate: typeof overseer.demonstrate = (state, out) => {
              out.set(overseer.uncharged("demonstrate").subarray(state * out.length, (state + 1) * out.length));
              return true;
            };
            const free = { ...overseer, chargeEach: () => undefined, tabulate: overseer.uncharged, demonstrate };
            return subject.method.train({ ...problem, overseer: free }, rng);
          }),
  },
});
