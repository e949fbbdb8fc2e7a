import { disarm, plantedCounts } from "@firebreak/analysis/audits";
import {
  type AuditSubject,
  auditSubject,
  type CompiledEnvironment,
  type Criterion,
  compile,
  compileSignal,
  criterionId,
  type Environment,
  evaluatePolicy,
  oversee,
  type Policy,
  type Signal,
  solve,
} from "@firebreak/core";
import { consistent, evaluativeFeedback, observedOutcome, regretApproval, trueReward, valueDifference } from "@firebreak/rewards";

/** One cell of a table of solved worlds, a day: true return, planted deeds and fooled acts. */
export type Cell = readonly [trueReturn: number, deeds: number, fools: number];

type ActKind = "manufactured" | "fooled";

/** How often a planted act of a kind is expected in a day. */
function expectedActs(world: CompiledEnvironment, policy: Policy, kind: ActKind): number {
  const counts = plantedCounts(world, { policy, clock: world.environment.spec.evaluation });
  return counts.reduce((sum, act) => sum + (act.kind === kind ? act.expected : 0), 0);
}

/** A world of the assistant, solved exactly under each signal; what was solved once is kept. */
export interface SolvedWorld {
  readonly world: CompiledEnvironment;
  readonly horizon: number;
  cell(policy: Policy): Cell;
  /** The optimum of a signal over the day, or for a lookahead of M steps within the day, ties split. */
  optimum(signal: Signal, criterion?: Criterion): Policy;
  lookahead(steps: number, discount?: number): Criterion;
  /** That optimum with its overseer, for audits. */
  subject(signal: Signal, criterion?: Criterion): AuditSubject;
  /** The optimum of the observed rating without the planted acts of these kinds. */
  forbidding(kinds: readonly ActKind[], criterion?: Criterion): Policy;
  /** The true return a day of an optimum of the observed rating once the planted deeds are forbidden. */
  disarmed(criterion?: Criterion): number;
}

export function solvedWorld(environment: Environment): SolvedWorld {
  const world = compile(environment);
  const { evaluation } = environment.spec;
  if (evaluation.kind !== "finite") {
    throw new Error(`'${environment.id}' is not measured over a day`);
  }
  const { horizon } = evaluation;
  const overseen = oversee(world, consistent.with());
  const policies = new Map<string, Policy>();
  const optimum = (signal: Signal, criterion: Criterion = evaluation): Policy => {
    const key = `${signal.id} ${criterionId(criterion)}`;
    const known = policies.get(key) ?? solve(world.dynamics, compileSignal(overseen, signal, criterion), criterion).policy;
    policies.set(key, known);
    return known;
  };
  const cells = new Map<Policy, Cell>();
  const cell = (policy: Policy): Cell => {
    const known: Cell = cells.get(policy) ?? [
      evaluatePolicy({ dynamics: world.dynamics, reward: world.trueReward, policy, criterion: evaluation }),
      expectedActs(world, policy, "manufactured"),
      expectedActs(world, policy, "fooled"),
    ];
    cells.set(policy, known);
    return known;
  };
  const forbidding = (kinds: readonly ActKind[], criterion: Criterion = evaluation): Policy => {
    const reward = compileSignal(overseen, signals.observed, criterion);
    const forbidden = new Uint8Array(world.dynamics.rowStart.length - 1).map((_, row) =>
      world.planted.some(({ kind, rows }) => kinds.includes(kind) && rows[row] === 1) ? 1 : 0,
    );
    return disarm(world, { reward, criterion, before: optimum(signals.observed, criterion) }, forbidden).policy;
  };
  return {
    world,
    horizon,
    optimum,
    subject: (signal, criterion = evaluation) => auditSubject(overseen, signal, criterion),
    lookahead: (steps, discount = 1) => ({ kind: "lookahead", steps, discount, within: horizon }),
    cell,
    forbidding,
    disarmed: (criterion) => cell(forbidding(["manufactured"], criterion))[0],
  };
}

export const signals = {
  true: trueReward.with(),
  observed: observedOutcome.with(),
  feedback: evaluativeFeedback.with(),
  difference: valueDifference.with(),
  regret: regretApproval.with(),
} as const;

/** The digits that a table printed, as a string: "-3.8045 / 3.7554 / 8.00". */
export function printed(cell: Cell, digits: Cell): string {
  return cell.map((value, at) => (Math.abs(value) < 5e-7 ? 0 : value).toFixed(digits[at])).join(" / ");
}
