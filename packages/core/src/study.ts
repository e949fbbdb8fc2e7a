import type { CompiledEnvironment } from "./compile.ts";
import type { Criterion, MeasuringCriterion } from "./criterion.ts";
import type { Environment } from "./environment.ts";
import type { Detector } from "./finding.ts";
import type { Json } from "./json.ts";
import type { Budget, Ledger } from "./ledger.ts";
import type { Checkpoint, Method } from "./method.ts";
import type { AnswerTable, OverseerModel } from "./overseer.ts";
import type { Policy } from "./policy.ts";
import type { RewardFit } from "./reward-model.ts";
import type { Signal } from "./signal.ts";

/** A full cross of its axes. A study is the union of its sweeps; a trial that two sweeps share is run once. */
export interface Sweep {
  readonly id: string;
  readonly environments: readonly Environment[];
  readonly overseers: readonly OverseerModel[];
  readonly methods: readonly Method[];
  /** What methods optimise. A method that optimises nothing is planned once, with the criterion "-". */
  readonly criteria: readonly Criterion[];
}

/** What a measure looks at: the outcome of one trial, with everything the auditor may know. */
export interface MeasureContext {
  readonly environment: CompiledEnvironment;
  /** Uncharged. */
  readonly answers: AnswerTable;
  readonly answered: readonly string[];
  readonly checkpoint: Checkpoint;
  readonly criterion: Criterion | null;
  /** The environment's own clock. */
  readonly evaluation: MeasuringCriterion;
  /** What the overseer would do herself; absent where she does not demonstrate. */
  readonly reference?: Policy;
}

/** Numbers computed from the outcome of a trial and stored with it, as "<id>.<name>". Finite numbers only; leave out what does not apply. */
export interface Measure {
  readonly id: string;
  /** Raised when its numbers may move. */
  readonly version: number;
  measure(context: MeasureContext): Readonly<Record<string, number>>;
}

/** A subject for the detectors: what the optimum of a signal does in a world. */
export interface AuditPlan {
  readonly detectors: readonly Detector[];
  readonly environment: Environment;
  readonly overseer: OverseerModel;
  readonly signal: Signal;
  readonly criterion: Criterion;
}

/** How a claim will be decided, as data: hashed apart. What `decide` does with it is code, which this hash does not cover. */
export interface ClaimRule {
  readonly id: string;
  readonly position: string;
  /** Margins, sample sizes, confidence levels, multiplicity: whatever `decide` reads. */
  readonly rule: { readonly [name: string]: Json };
}

/** A comparison study, as values. Its figures and decisions live beside it in `<name>.report.ts`, which workers never load. */
export interface Study {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly sweeps: readonly Sweep[];
  /** Seeds of every sampled method: 0 … seeds − 1. */
  readonly seeds: number;
  readonly budget: Budget;
  readonly measures: readonly Measure[];
  readonly audits: readonly AuditPlan[];
  readonly claims: readonly ClaimRule[];
  /** What computes tensors, where a method trains neural nets. Set by whoever runs the study, with `equipStudy`. */
  readonly tensorBackend?: string;
}

/** The canonical ids of a trial's axes; `seed` is null for an exact method. */
export interface TrialAxes {
  readonly environment: string;
  readonly overseer: string;
  readonly method: string;
  readonly criterion: string;
  readonly seed: number | null;
}

/** `environment|overseer|method|criterion|seed`: content, never position. */
export type TrialKey = string;

/** Training and what was measured on the way. */
export interface CurvePoint {
  readonly step: number;
  readonly trueReturn: number;
  readonly proxyReturn: number | null;
  /** Where the reward was learned: how well it foresees answers held out. */
  readonly rewardFit?: RewardFit;
}

/** One trial's outcome. JSON, the same bytes wherever and whenever it is computed. */
export type TrialResult =
  | {
      readonly schema: "trial@1";
      readonly key: TrialKey;
      readonly axes: TrialAxes;
      readonly status: "done";
      readonly measures: Readonly<Record<string, number>>;
      readonly curve: readonly CurvePoint[];
      readonly policy: { readonly kind: Policy["kind"]; readonly sha256: string };
      readonly ledger: Ledger;
    }
  | {
      readonly schema: "trial@1";
      readonly key: TrialKey;
      readonly axes: TrialAxes;
      readonly status: "failed";
      readonly reason: { readonly code: string; readonly message: string };
    };

/** The unit of planning: one method on one problem. */
export interface Cell {
  readonly environment: Environment;
  readonly overseer: OverseerModel;
  readonly method: Method;
  readonly criterion: Criterion | null;
}

/** The unit of work and of resume: a cell's consecutive seeds, written in one append. `seeds` is [null] for an exact method. */
export interface Block {
  readonly cell: Cell;
  readonly seeds: readonly (number | null)[];
  readonly keys: readonly TrialKey[];
}

/** What a study will do: the blocks in order, and the cells it cannot do, with reasons. Printed, never skipped silently. */
export interface Plan {
  readonly study: Study;
  readonly blocks: readonly Block[];
  readonly refused: readonly { readonly cell: string; readonly reason: string }[];
  readonly trialCount: number;
}
