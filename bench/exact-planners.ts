import { evaluatePolicy, legalMask, type Policy, policyIteration, type TabularMdp, uniformPolicy, valueIteration } from "@firebreak/core";

interface World {
  readonly dynamics: TabularMdp;
  readonly reward: Float64Array;
}

/** A square grid with a reward of 1 for every step out of one cell in 101; slippery moves go astray at a right angle, a third each. */
function grid(side: number, slippery: boolean): World {
  const rowStart = [0];
  const nextState: number[] = [];
  const probability: number[] = [];
  const reward: number[] = [];
  const moves = [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ] as const;
  const reached = (state: number, direction: number): number => {
    const [down, right] = moves[direction % 4] ?? [0, 0];
    const row = Math.floor(state / side) + down;
    const column = (state % side) + right;
    return row < 0 || column < 0 || row >= side || column >= side ? state : row * side + column;
  };
  for (let state = 0; state < side * side; state++) {
    for (let action = 0; action < 4; action++) {
      const mass = new Map<number, number>();
      for (const turn of slippery ? [3, 0, 1] : [0]) {
        const next = reached(state, action + turn);
        mass.set(next, (mass.get(next) ?? 0) + (slippery ? 1 / 3 : 1));
      }
      for (const [next, share] of [...mass].sort(([x], [y]) => x - y)) {
        nextState.push(next);
        probability.push(share);
        reward.push(state % 101 === 0 ? 1 : 0);
      }
      rowStart.push(nextState.length);
    }
  }
  const initial = new Float64Array(side * side);
  initial[0] = 1;
  return {
    dynamics: {
      stateCount: side * side,
      actionCount: 4,
      rowStart: Int32Array.from(rowStart),
      nextState: Int32Array.from(nextState),
      probability: Float64Array.from(probability),
      initial,
      terminal: new Uint8Array(side * side),
      maxOutcomes: slippery ? 3 : 1,
    },
    reward: Float64Array.from(reward),
  };
}

/** The yardstick: value iteration as it is usually written over the same rows, the reward added at every outcome. */
function plainValueIteration({ dynamics, reward }: World, plan: { readonly discount: number; readonly tolerance: number }): Float64Array {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  let value = new Float64Array(stateCount);
  for (;;) {
    const next = new Float64Array(stateCount);
    let change = 0;
    for (let state = 0; state < stateCount; state++) {
      let best = Number.NEGATIVE_INFINITY;
      for (let action = 0; action < actionCount; action++) {
        const row = state * actionCount + action;
        let q = 0;
        for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
          q += (probability[z] ?? 0) * ((reward[z] ?? 0) + plan.discount * (value[nextState[z] ?? 0] ?? 0));
        }
        best = Math.max(best, q);
      }
      next[state] = best;
      change = Math.max(change, Math.abs(best - (value[state] ?? 0)));
    }
    value = next;
    if (change <= plan.tolerance) {
      return value;
    }
  }
}

/** The yardstick: the value of a policy by plain Gaussian elimination on I − γP as an array of rows. */
function plainEvaluation({ dynamics, reward }: World, policy: Policy & { readonly kind: "stationary" }, discount: number): number[] {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const rows = Array.from({ length: stateCount }, (_, state) => {
    const row = Array.from({ length: stateCount + 1 }, () => 0);
    row[state] = 1;
    for (let action = 0; action < actionCount; action++) {
      const share = policy.probability[state * actionCount + action] ?? 0;
      for (let z = rowStart[state * actionCount + action] ?? 0; z < (rowStart[state * actionCount + action + 1] ?? 0); z++) {
        const next = nextState[z] ?? 0;
        row[next] = (row[next] ?? 0) - discount * share * (probability[z] ?? 0);
        row[stateCount] = (row[stateCount] ?? 0) + share * (probability[z] ?? 0) * (reward[z] ?? 0);
      }
    }
    return row;
  });
  rows.forEach((pivot, k) => {
    for (const row of rows.slice(k + 1)) {
      const factor = (row[k] ?? 0) / (pivot[k] ?? 1);
      for (let column = k; column <= stateCount; column++) {
        row[column] = (row[column] ?? 0) - factor * (pivot[column] ?? 0);
      }
    }
  });
  const value = Array.from({ length: stateCount }, () => 0);
  for (let k = stateCount - 1; k >= 0; k--) {
    let sum = rows[k]?.[stateCount] ?? 0;
    for (let column = k + 1; column < stateCount; column++) {
      sum -= (rows[k]?.[column] ?? 0) * (value[column] ?? 0);
    }
    value[k] = sum / (rows[k]?.[k] ?? 1);
  }
  return value;
}

/** The yardstick: the matrix of one round of a policy that repeats, as arrays of rows multiplied one after another. */
function plainRound({ dynamics }: World, policy: Policy & { readonly kind: "stationary" }, phases: number): number[][] {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const step = Array.from({ length: stateCount }, (_, state) => {
    const row = Array.from({ length: stateCount }, () => 0);
    for (let action = 0; action < actionCount; action++) {
      const share = policy.probability[state * actionCount + action] ?? 0;
      for (let z = rowStart[state * actionCount + action] ?? 0; z < (rowStart[state * actionCount + action + 1] ?? 0); z++) {
        row[nextState[z] ?? 0] = (row[nextState[z] ?? 0] ?? 0) + share * (probability[z] ?? 0);
      }
    }
    return row;
  });
  let round = step;
  for (let phase = 1; phase < phases; phase++) {
    round = round.map((row) => {
      const product = Array.from({ length: stateCount }, () => 0);
      row.forEach((weight, middle) => {
        const other = step[middle] ?? [];
        for (let next = 0; next < stateCount; next++) {
          product[next] = (product[next] ?? 0) + weight * (other[next] ?? 0);
        }
      });
      return product;
    });
  }
  return round;
}

/** The least milliseconds of some alternating rounds of two programs; the first round only warms them. */
function race(ours: () => void, theirs: () => void): { readonly ours: number; readonly theirs: number } {
  const least = { ours: Number.POSITIVE_INFINITY, theirs: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 4; round++) {
    for (const [side, run] of [
      ["ours", ours],
      ["theirs", theirs],
    ] as const) {
      const before = performance.now();
      run();
      least[side] = Math.min(least[side], round === 0 ? least[side] : performance.now() - before);
    }
  }
  return least;
}

type Measure = { readonly name: string; readonly value: number; readonly unit: string };

function raceOn(name: string, ours: () => void, theirs: () => void): readonly Measure[] {
  const least = race(ours, theirs);
  return [
    { name, value: least.ours, unit: "ms" },
    { name: `${name}, plainly written`, value: least.theirs, unit: "ms" },
    { name: `${name}: speed against the plain one`, value: least.theirs / least.ours, unit: "ratio" },
  ];
}

/** Exact planners against plain programs that answer the same, in the same run, through the public functions. */
export function measure(): readonly Measure[] {
  const plan = { discount: 0.9, tolerance: 1e-3 };
  const worlds = { deterministic: grid(300, false), slippery: grid(300, true) };
  const swept = Object.entries(worlds).flatMap(([kind, world]) =>
    raceOn(
      `value iteration, ${kind} grid of 90,000 states`,
      () => valueIteration(world.dynamics, world.reward, { ...plan, maxSweeps: 1000 }),
      () => plainValueIteration(world, plan),
    ),
  );
  const small = grid(20, true);
  const policy = uniformPolicy(small.dynamics);
  const criterion = { kind: "discounted", discount: 0.99 } as const;
  const solved = raceOn(
    "policy evaluation, slippery grid of 400 states",
    () => evaluatePolicy({ ...small, policy, criterion }),
    () => policy.kind === "stationary" && plainEvaluation(small, policy, criterion.discount),
  );
  const phases = 100;
  const room = grid(12, true);
  const { dynamics } = room;
  const legal = legalMask(dynamics);
  const optimal = Int32Array.from({ length: phases * dynamics.stateCount }, (_, at) => legal[at % dynamics.stateCount] ?? 0);
  const even = uniformPolicy(dynamics);
  const repeated = raceOn(
    "long run of a policy of 100 phases, slippery grid of 144 states (the plain one multiplies its matrices only)",
    () => evaluatePolicy({ ...room, policy: { kind: "timed", horizon: phases, optimal }, criterion: { kind: "average" } }),
    () => even.kind === "stationary" && plainRound(room, even, phases),
  );
  const before = performance.now();
  const middle = grid(60, true);
  policyIteration(middle.dynamics, middle.reward, { discount: 0.99, allowed: legalMask(middle.dynamics) });
  return [
    ...swept,
    ...solved,
    ...repeated,
    { name: "policy iteration, slippery grid of 3,600 states", value: performance.now() - before, unit: "ms" },
  ];
}
