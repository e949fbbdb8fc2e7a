import type { TrialKey } from "@firebreak/core";

/** How far a run is. `stored` were there when it began: a rate is (done + failed − stored) over the time since "started". */
export interface Progress {
  readonly done: number;
  readonly failed: number;
  readonly stored: number;
  readonly total: number;
}

/** What happens while a study runs, in order: planned, refused…, backend?, resumed?, started, done | failed …, auditing?, finished. */
export type RunEvent =
  | {
      readonly kind: "planned";
      readonly study: string;
      readonly fingerprint: string;
      /** Absolute; null in memory. */
      readonly folder: string | null;
      readonly trialCount: number;
      readonly blockCount: number;
      readonly refusedCount: number;
    }
  | { readonly kind: "refused"; readonly cell: string; readonly reason: string }
  /** What computes the tensors of neural methods, and why this one. */
  | { readonly kind: "backend"; readonly id: string; readonly why: string }
  /** `verified`: stored trials that came out the same under the code of now; empty when the code is the one that stored them. */
  | { readonly kind: "resumed"; readonly stored: number; readonly cutBytes: number; readonly verified: readonly TrialKey[] }
  | { readonly kind: "started"; readonly workers: number; readonly progress: Progress }
  | { readonly kind: "done"; readonly key: TrialKey; readonly progress: Progress }
  | {
      readonly kind: "failed";
      readonly key: TrialKey;
      readonly reason: { readonly code: string; readonly message: string };
      readonly progress: Progress;
    }
  | { readonly kind: "auditing"; readonly done: number; readonly total: number }
  | { readonly kind: "finished"; readonly outcome: RunOutcome };

/** How a run ended. */
export interface RunOutcome {
  readonly study: string;
  readonly fingerprint: string;
  readonly folder: string | null;
  /** "complete": every planned trial is stored. "cancelled": the signal was given, and the same command goes on. */
  readonly status: "complete" | "cancelled";
  readonly progress: Progress;
  readonly failures: readonly { readonly key: TrialKey; readonly reason: { readonly code: string; readonly message: string } }[];
  readonly refused: readonly { readonly cell: string; readonly reason: string }[];
  readonly findingCount: number;
  /** 0 done, 3 some trials failed, 130 cancelled. */
  readonly exitCode: 0 | 3 | 130;
}
