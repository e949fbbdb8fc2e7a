import { evaluatePolicy, uniformPolicy } from "@firebreak/core";
import type { Certificate } from "../certificates/index.ts";
import { stepsOf } from "./conventions.ts";
import { proveBound } from "./prove-bound.ts";
import { type LeastTruth, returnFrontier, type TwoRewards } from "./return-frontier.ts";

/** The shares of the proxy that a learner might not notice. */
const SHARES: readonly number[] = [0, 1e-4, 1e-3, 0.01, 0.05];

/** The share at which the detector looks. */
export const NEAR_SHARE = 0.01;

/** One point of the near-tie curve. Rates are per step of the clock. */
export interface NearTie extends LeastTruth {
  /** ε. */
  readonly share: number;
  /** That no policy of the level has less true reward: its dual solution. */
  readonly certificate: Certificate;
}

/** How bad a policy may be that is nearly best for the training signal, on the auditor's clock. */
export interface NearTieCurve {
  readonly optimum: number;
  /** What uniform play collects of the proxy. */
  readonly uniform: number;
  /** What ε is a share of. */
  readonly scale: number;
  readonly points: readonly NearTie[];
  /** The greatest true reward at the share at which the detector looks. */
  readonly bestNear: number;
}

/**
 * The near-tie curve: least true reward of policies whose proxy is at least the optimum less ε of its scale. The scale is the size of
 * the optimum, or its distance from uniform play where that is more: where uniform play collects 0 or more of the proxy the condition is
 * proxy ≥ (1 − ε)·optimum, and an optimum of 0 or below has a scale too. ε = 0 is the tie range of policies that are proxy-optimal on
 * the auditor's clock, which need not be the learner's.
 */
export function nearTieCurve(world: TwoRewards): NearTieCurve {
  const { dynamics, proxyReward, trueReward, clock } = world;
  const frontier = returnFrontier(world);
  const optimum = frontier.greatestProxy;
  const uniform = evaluatePolicy({ dynamics, reward: proxyReward, policy: uniformPolicy(dynamics), criterion: clock }) / stepsOf(clock);
  const scale = Math.max(Math.abs(optimum), optimum - uniform);
  const levelOf = (share: number): number => optimum - share * scale;
  const points = SHARES.map((share) => {
    const least = frontier.least(levelOf(share));
    const claim = { of: "true", is: "at least", from: "the start", proxyAtLeast: least.level, multiplier: least.multiplier } as const;
    return { ...least, share, certificate: proveBound(world, clock, claim) };
  });
  const mirrored = returnFrontier({ ...world, trueReward: trueReward.map((r) => -r) });
  const bestNear = 0 - mirrored.least(levelOf(NEAR_SHARE)).truth;
  return { optimum, uniform, scale, points, bestNear };
}
