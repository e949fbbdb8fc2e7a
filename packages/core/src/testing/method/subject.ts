import type { Criterion } from "../../criterion.ts";
import { criterionId } from "../../criterion.ts";
import type { Budget, Ledger } from "../../ledger.ts";
import type { Checkpoint, Method, OverseenProblem } from "../../method.ts";
import { type OverseenWorld, openProblem } from "../../problem.ts";
import { createRng } from "../../rng.ts";

/** A method on one problem. */
export interface MethodSubject {
  readonly method: Method;
  readonly overseen: OverseenWorld;
  /** Null for a method that optimises nothing. */
  readonly criterion: Criterion | null;
  /** How a problem is opened; `openProblem` unless this very thing is under test. */
  readonly open?: typeof openProblem;
}

export const nameOfTrial = ({ method, overseen, criterion }: MethodSubject): string =>
  [overseen.world.id, overseen.model.id, method.id, criterion === null ? "-" : criterionId(criterion)].join("|");

const UNLIMITED: Budget = { kind: "unlimited" };

/** What a run of the method gave. */
export interface Run {
  readonly checkpoints: readonly Checkpoint[];
  readonly last: Checkpoint;
  readonly ledger: Ledger;
}

/** Trains the method from scratch. `watch` may put something between the method and its problem. */
export function run(
  { method, overseen, criterion, open = openProblem }: MethodSubject,
  {
    seed,
    budget = UNLIMITED,
    watch = (problem) => problem,
  }: {
    readonly seed: string;
    readonly budget?: Budget;
    readonly watch?: (problem: OverseenProblem) => OverseenProblem;
  },
): Run {
  const luck = createRng(`${seed}/method`);
  const problem = open(overseen, { method, criterion, budget, luck });
  const checkpoints = [...method.train(watch(problem), luck)];
  const last = checkpoints.at(-1);
  if (last === undefined) {
    throw new Error("it yields no checkpoint");
  }
  return { checkpoints, last, ledger: problem.overseer.ledger() };
}

let latest: { readonly subject: MethodSubject; readonly seed: string; readonly run: Run } | null = null;

/** The plain run of a subject, which is kept until another subject's is asked for: laws checked one after another share it. Never write to it. */
export function plainRun(subject: MethodSubject, seed: string): Run {
  if (latest?.subject !== subject || latest.seed !== seed) {
    latest = { subject, seed, run: run(subject, { seed }) };
  }
  return latest.run;
}

/** The subject with another way to train. */
export function retrained(subject: MethodSubject, train: Method["train"]): MethodSubject {
  return { ...subject, method: { ...subject.method, train } };
}
