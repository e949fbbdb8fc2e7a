import type { MeasuringCriterion } from "@firebreak/core";
import { repairClock } from "../audits/best-repair.ts";
import type { Extremes, SimulatedClock } from "./roll-out.ts";

/** A discounted clock is played until what is left is worth at most this much of a step's welfare. */
const REST = 1e-3;

/** The clock as it is played: to its horizon, or until γ^L/(1 − γ) ≤ 0.001. The long run is discounted by 0.99, as in the exact audit. */
export function simulatedClock(clock: MeasuringCriterion): SimulatedClock {
  const asked = repairClock(clock);
  if (asked.kind === "finite") {
    return { discount: 1, steps: asked.horizon, firstShare: 1 / asked.horizon };
  }
  const { discount } = asked;
  const steps = discount === 0 ? 1 : Math.ceil(Math.log(REST * (1 - discount)) / Math.log(discount));
  return { discount, steps, firstShare: 1 - discount };
}

/** By how much cutting a clock short can have moved what was estimated, per step. */
export interface Bias {
  /** Of the difference of two returns: γ^L·(max u − min u). */
  readonly avoidable: number;
  /** Of Σ d·dev·D, twice γ^L·(max u − min u)/(1 − γ): the time past the end, and what a continuation still lacks there. */
  readonly parts: number;
  /** The same of praise. */
  readonly praise: number;
  /** The same of the overseer's value. */
  readonly value: number;
  /** Of a share of time: γ^L. */
  readonly rate: number;
}

/** Bounds by the welfare and praise that were met. 0 on a finite clock. */
export function cutBias({ discount, steps }: SimulatedClock, met: Extremes): Bias {
  if (discount === 1) {
    return { avoidable: 0, parts: 0, praise: 0, value: 0, rate: 0 };
  }
  const rate = discount === 0 ? 0 : Math.exp(steps * Math.log(discount));
  const continued = (2 * rate) / (1 - discount);
  return {
    avoidable: rate * (met.mostWelfare - met.leastWelfare),
    parts: continued * (met.mostWelfare - met.leastWelfare),
    praise: continued * 2 * met.mostPraise,
    value: continued * (met.mostValue - met.leastValue),
    rate,
  };
}
