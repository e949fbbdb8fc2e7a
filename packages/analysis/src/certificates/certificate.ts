import type { MeasuringCriterion, TabularMdp } from "@firebreak/core";

/** What a certificate speaks of. Rewards have length Z. */
export interface CertifiedWorld {
  readonly dynamics: TabularMdp;
  readonly trueReward: Float64Array;
  readonly proxyReward: Float64Array;
}

/** "The … reward of every policy, with memory or without, is at most (at least) `bound` a step of the clock." */
export interface Claim {
  readonly of: "true" | "proxy";
  readonly is: "at most" | "at least";
  readonly bound: number;
  /** Where the policies start. A loop that can be reached from anywhere is bounded from any state. */
  readonly from: "the start" | "any state";
  /** Of policies that collect at least this much of the proxy a step, from the start; absent: of all. */
  readonly proxyAtLeast?: number;
}

/** A point of the dual programme. `verifyCertificate` says what it shows, and how. */
export interface Proof {
  /** What a step's proxy reward is traded at against the claimed reward, at least 0; 0 where the claim has no condition. */
  readonly multiplier: number;
  /** Length S; over a finite horizon horizon·S, that of time t at t·S. */
  readonly potential: readonly number[];
  /** Length S; on the long run only, where what can be had depends on the state. */
  readonly gain?: readonly number[];
}

/** A bound with its proof. JSON; an unknown `schema` is refused. */
export interface Certificate {
  readonly schema: "certificate@1";
  readonly clock: MeasuringCriterion;
  readonly claim: Claim;
  readonly proof: Proof;
}
