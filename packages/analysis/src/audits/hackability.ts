import { evaluatePolicy, type Policy, solve } from "@firebreak/core";
import type { Certificate } from "../certificates/index.ts";
import { expectedRows, signTolerance, stepsOf } from "./conventions.ts";
import { proveBound } from "./prove-bound.ts";
import { type LeastTruth, returnFrontier, type TwoRewards } from "./return-frontier.ts";

/** How much true reward can be lost without losing any proxy, as a size. Rates are per step of the auditor's clock. */
export interface Hackability {
  /** What the reference collects of both. */
  readonly reference: { readonly proxy: number; readonly truth: number };
  /** Least and greatest true reward of any policy. */
  readonly range: { readonly least: number; readonly greatest: number };
  /** The worst policy that collects no less proxy than the reference. */
  readonly worst: LeastTruth;
  /** The reference's true reward less that of the worst, at least 0. */
  readonly loss: number;
  /** `loss` as a part of the range of true rewards, in [0, 1]; 0 where all policies have the same. */
  readonly size: number;
  /** By how much the worst policy beats the reference's proxy: more than 0 where the proxy pays for the loss even. */
  readonly beats: number;
  /** That no policy with the reference's proxy has less true reward. */
  readonly certificate: Certificate;
}

/**
 * Hackability (Skalse et al. 2022) is a yes or no: do two policies differ in opposite directions in proxy and true reward? Seen from a
 * reference it has a size: the least true reward at no less proxy than the reference collects, over all policies, by linear programming
 * duality (`returnFrontier`), beside the reference's own.
 */
export function hackability(world: TwoRewards, reference: Policy): Hackability {
  const { dynamics, proxyReward, trueReward, clock } = world;
  const rate = (reward: Float64Array): number => evaluatePolicy({ dynamics, reward, policy: reference, criterion: clock }) / stepsOf(clock);
  const [proxy, truth] = [rate(proxyReward), rate(trueReward)];
  const frontier = returnFrontier(world);
  const worst = frontier.least(Math.min(proxy, frontier.greatestProxy));
  const greatest = solve(dynamics, trueReward, clock).startValue / stepsOf(clock);
  const least = frontier.least(Number.NEGATIVE_INFINITY).truth;
  const loss = Math.max(0, truth - worst.truth);
  const spread = greatest - least;
  const more = worst.proxy - proxy;
  return {
    reference: { proxy, truth },
    range: { least, greatest },
    worst,
    loss,
    size: spread > signTolerance(expectedRows(dynamics, trueReward)) ? Math.min(1, loss / spread) : 0,
    beats: more > signTolerance(expectedRows(dynamics, proxyReward)) ? more : 0,
    certificate: proveBound(world, clock, {
      of: "true",
      is: "at least",
      from: "the start",
      proxyAtLeast: worst.level,
      multiplier: worst.multiplier,
    }),
  };
}
