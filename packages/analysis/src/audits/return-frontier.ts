import { evaluatePolicy, FirebreakError, type MeasuringCriterion, type Policy, solve, type TabularMdp } from "@firebreak/core";
import { expectedRows, signTolerance, stepsOf } from "./conventions.ts";

/** A world with the two rewards that are weighed against each other, both on one clock. Rewards have length Z. */
export interface TwoRewards {
  readonly dynamics: TabularMdp;
  readonly trueReward: Float64Array;
  readonly proxyReward: Float64Array;
  readonly clock: MeasuringCriterion;
}

/** A policy by what it collects of both, a step of the clock. */
export interface Corner {
  readonly policy: Policy;
  readonly proxy: number;
  readonly truth: number;
}

/** The least true reward that a proxy reward of at least `level` leaves room for. Rates are per step of the clock. */
export interface LeastTruth {
  readonly level: number;
  readonly truth: number;
  /** The proxy collected by the policy that attains it: more than `level` where the worst of all policies collects more. */
  readonly proxy: number;
  /** True reward that a unit of proxy is worth there: the dual price of the condition, at least 0. */
  readonly multiplier: number;
  /** Attained by drawing one of these policies before the first step; the shares sum to 1. */
  readonly mix: readonly { readonly policy: Policy; readonly share: number }[];
}

export interface ReturnFrontier {
  /** The most of the proxy that any policy collects. */
  readonly greatestProxy: number;
  /** @throws FirebreakError "bad-argument" for a level that no policy reaches. */
  least(level: number): LeastTruth;
}

/** A line is swung at most as often: each swing finds another corner. */
const MAX_SWINGS = 500;
/** Of the tolerance of a sign: what a corner has to be below a line by. */
const CLEAR = 1e-3;

/** The corner for which a number is least; the first of equals. */
function leastBy(corners: readonly Corner[], of: (corner: Corner) => number): Corner | undefined {
  return corners.reduce<Corner | undefined>((least, corner) => (least === undefined || of(corner) < of(least) ? corner : least), undefined);
}

/** Finds the optimum of −true + λ·proxy: λ = ∞ is the proxy alone. */
function cornerFinder({ dynamics, trueReward, proxyReward, clock }: TwoRewards): (multiplier: number) => Corner {
  const rate = (policy: Policy, reward: Float64Array): number =>
    evaluatePolicy({ dynamics, reward, policy, criterion: clock }) / stepsOf(clock);
  return (multiplier) => {
    const [proxyWeight, trueWeight] =
      multiplier === Number.POSITIVE_INFINITY ? [1, 0] : [multiplier / (1 + multiplier), 1 / (1 + multiplier)];
    const weighed = trueReward.map((r, z) => proxyWeight * (proxyReward[z] ?? 0) - trueWeight * r);
    const { policy } = solve(dynamics, weighed, clock);
    return { policy, proxy: rate(policy, proxyReward), truth: rate(policy, trueReward) };
  };
}

/** The point at a level on the line between a corner that reaches it and one that does not. */
function between(
  level: number,
  { left, right, multiplier }: { readonly left: Corner; readonly right: Corner; readonly multiplier: number },
): LeastTruth {
  const share = Math.min(1, Math.max(0, (level - left.proxy) / (right.proxy - left.proxy)));
  return {
    level,
    truth: share * right.truth + (1 - share) * left.truth,
    proxy: share * right.proxy + (1 - share) * left.proxy,
    multiplier,
    mix: [
      { policy: right.policy, share },
      { policy: left.policy, share: 1 - share },
    ].filter((part) => part.share > 0),
  };
}

/**
 * The lower edge of what policies can collect of two rewards: a convex polygon, whose corners are optima of −true + λ·proxy. For a
 * level, the line through a corner on either side of it is swung to the corner furthest below, until there is none: exact, for each
 * swing is an exact solution of the world. It is the linear programme "least true reward at no less proxy" by its Lagrangian, and works
 * where the programme would have a variable for every time, state and action. Corners are kept from one level to the next.
 */
export function returnFrontier(world: TwoRewards): ReturnFrontier {
  const { dynamics, trueReward, proxyReward } = world;
  const tolerance = {
    truth: CLEAR * signTolerance(expectedRows(dynamics, trueReward)),
    proxy: CLEAR * signTolerance(expectedRows(dynamics, proxyReward)),
  };
  const cornerAt = cornerFinder(world);
  const [worst, greatest] = [cornerAt(0), cornerAt(Number.POSITIVE_INFINITY)];
  const corners = [worst, greatest];
  const least = (level: number): LeastTruth => {
    const reaches = ({ proxy }: Corner): boolean => proxy >= level - tolerance.proxy;
    for (let swing = 0; swing < MAX_SWINGS; swing++) {
      const right = leastBy(corners.filter(reaches), ({ truth }) => truth) ?? greatest;
      const left = leastBy(
        corners.filter((corner) => !reaches(corner)),
        ({ proxy }) => -proxy,
      );
      if (left === undefined || right.truth <= worst.truth + tolerance.truth) {
        return { level, truth: right.truth, proxy: right.proxy, multiplier: 0, mix: [{ policy: right.policy, share: 1 }] };
      }
      const multiplier = Math.max(0, (right.truth - left.truth) / (right.proxy - left.proxy));
      const found = cornerAt(multiplier);
      if (found.truth - multiplier * (found.proxy - right.proxy) >= right.truth - tolerance.truth - multiplier * tolerance.proxy) {
        return between(level, { left, right, multiplier });
      }
      corners.push(found);
    }
    throw new FirebreakError(
      "not-converged",
      `Cannot find the least true reward at a proxy reward of ${level}: rounding swings the line on`,
    );
  };
  return {
    greatestProxy: greatest.proxy,
    least(level) {
      if (!(level <= greatest.proxy + tolerance.proxy)) {
        throw new FirebreakError(
          "bad-argument",
          `Cannot give the least true reward at a proxy reward of ${level} a step: the most that can be collected is ${greatest.proxy}`,
        );
      }
      return least(level);
    },
  };
}
