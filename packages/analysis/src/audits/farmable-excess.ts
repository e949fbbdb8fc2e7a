import {
  averageReward,
  byCodeUnit,
  type CompiledEnvironment,
  type LoopStep,
  type MeasuringCriterion,
  occupancy,
  type Policy,
  returnRange,
  type Solution,
  solve,
  type TabularMdp,
} from "@firebreak/core";
import { rateOf } from "./conduct.ts";
import { expectedRows, stepsOf } from "./conventions.ts";
import { bestAmongGainOptimal } from "./gain-optimal.ts";

/** The circuit that farms most, worst for the true reward among equals. */
export interface Loop {
  /** Empty where the best that can be done ends in a terminal state. */
  readonly steps: readonly LoopStep[];
  /** A step of the long run in it, chance included. */
  readonly proxyRate: number;
  readonly trueRate: number;
  /** The deterministic policy that runs it. */
  readonly policy: Policy;
}

/** How much more of the signal can be farmed than an honest policy collects. Rates are per step of the clock. */
export interface FarmableExcess {
  readonly clock: MeasuringCriterion;
  /** The most of the signal that any policy collects. */
  readonly bestRate: number;
  /** The most that a policy collects which is optimal for the true reward on the clock. */
  readonly honestRate: number;
  /** bestRate − honestRate, at least 0 up to rounding. A circuit that pays is not gaming by itself: honest work is one too. */
  readonly excess: number;
  readonly bestTrueRate: number;
  readonly loop: Loop;
}

/** The best signal rate among policies that are optimal for the true reward: on the clock, whatever it is. */
function honestRate(dynamics: TabularMdp, honest: Solution, reward: Float64Array, clock: MeasuringCriterion): number {
  return clock.kind === "average"
    ? bestAmongGainOptimal(dynamics, honest, reward)
    : returnRange({ dynamics, reward, optimal: honest.optimal, criterion: clock }).max / stepsOf(clock);
}

/** The first allowed action of each state by name: for drawing one loop of several that are equal, never for a number. */
function firstByName({ dynamics, drawOrder }: CompiledEnvironment, mask: Int32Array): Policy {
  const { actionCount } = dynamics;
  const probability = new Float64Array(mask.length * actionCount);
  mask.forEach((allowed, state) => {
    const action = drawOrder.find((candidate) => ((allowed >>> candidate) & 1) === 1);
    if (action !== undefined) {
      probability[state * actionCount + action] = 1;
    }
  });
  return { kind: "stationary", probability };
}

/** The likeliest step of a deterministic policy from a state, of equals the first by label; null at a terminal state. */
function likeliest(
  { dynamics, sampling }: CompiledEnvironment,
  policy: Policy,
  state: number,
): { readonly row: number; readonly z: number } | null {
  const { actionCount, rowStart } = dynamics;
  for (let row = state * actionCount; policy.kind === "stationary" && row < (state + 1) * actionCount; row++) {
    if (policy.probability[row] === 1) {
      return { row, z: sampling.outcome[rowStart[row] ?? 0] ?? 0 };
    }
  }
  return null;
}

/** Follows the likeliest steps from a state until one repeats, and cuts off what leads there. */
function walk(world: CompiledEnvironment, policy: Policy, from: number): readonly { readonly row: number; readonly z: number }[] {
  const seen = new Map<number, number>();
  const steps: { readonly row: number; readonly z: number }[] = [];
  for (let state = from; ; ) {
    const step = likeliest(world, policy, state);
    if (step === null || seen.has(state)) {
      return step === null ? [] : steps.slice(seen.get(state));
    }
    seen.set(state, steps.length);
    steps.push(step);
    state = world.dynamics.nextState[step.z] ?? 0;
  }
}

/**
 * Of the states in which the signal's gain is greatest, one that a policy visits most in the long run; of those, one from where the
 * true reward is served least; of those, the first by label.
 */
function busiestState(
  { dynamics, labels }: CompiledEnvironment,
  policy: Policy,
  gains: { readonly proxy: Float64Array; readonly lost: Float64Array },
): number {
  const { mass } = occupancy({ dynamics, policy, criterion: { kind: "average" } });
  const greatestOf = (states: readonly number[], numbers: Float64Array, tolerance: number): readonly number[] => {
    const top = Math.max(...states.map((state) => numbers[state] ?? 0));
    return states.filter((state) => (numbers[state] ?? 0) >= top - tolerance * (1 + Math.abs(top)));
  };
  const visited = [...mass.keys()].filter((state) => (mass[state] ?? 0) > 1e-12);
  const equals = greatestOf(greatestOf(greatestOf(visited, gains.proxy, 1e-9), mass, 1e-12), gains.lost, 1e-9);
  return [...equals].sort((x, y) => byCodeUnit(labels[x] ?? "", labels[y] ?? ""))[0] ?? 0;
}

/** Draws the circuit that farms most, and among equals one that serves the true reward least. */
export function bestLoop(world: CompiledEnvironment, proxyReward: Float64Array): Loop {
  const { dynamics, actions, labels, trueReward } = world;
  const best = averageReward(dynamics, proxyReward);
  const worst = averageReward(
    dynamics,
    trueReward.map((r) => -r),
    { allowed: best.optimal.mask },
  );
  const policy = firstByName(world, worst.optimal.mask);
  const state = busiestState(world, policy, { proxy: best.value, lost: worst.value });
  const initial = new Float64Array(dynamics.stateCount);
  initial[state] = 1;
  const there = { ...dynamics, initial };
  const conduct = { policy, occupancy: occupancy({ dynamics: there, policy, criterion: { kind: "average" } }) };
  return {
    policy,
    proxyRate: rateOf(conduct, dynamics, expectedRows(dynamics, proxyReward)),
    trueRate: rateOf(conduct, dynamics, expectedRows(dynamics, trueReward)),
    steps: walk(world, policy, state).map(({ row, z }) => ({
      from: labels[Math.floor(row / actions.length)] ?? "",
      action: actions[row % actions.length] ?? "",
      to: labels[dynamics.nextState[z] ?? 0] ?? "",
      probability: dynamics.probability[z] ?? 0,
      proxyReward: proxyReward[z] ?? 0,
      trueReward: trueReward[z] ?? 0,
    })),
  };
}

/**
 * Audit 3. Best and honest rates are taken on the clock: gains by multichain policy iteration on the long run, the best return over
 * the horizon divided by it in a finite world, (1 − γ) times the best value in a discounted one. The loop is always a long-run one.
 */
export function farmableExcess(world: CompiledEnvironment, proxyReward: Float64Array, clock: MeasuringCriterion): FarmableExcess {
  const { dynamics, trueReward } = world;
  const honest = solve(dynamics, trueReward, clock);
  const bestRate = solve(dynamics, proxyReward, clock).startValue / stepsOf(clock);
  const honestlyBest = honestRate(dynamics, honest, proxyReward, clock);
  return {
    clock,
    bestRate,
    honestRate: honestlyBest,
    excess: bestRate - honestlyBest,
    bestTrueRate: honest.startValue / stepsOf(clock),
    loop: bestLoop(world, proxyReward),
  };
}
