import type { Policy, TabularMdp } from "@firebreak/core";

/** Every way of choosing one of the set bits of each mask. */
export function* choicesOf(masks: Int32Array): Generator<Int32Array> {
  const bits = Array.from(masks, (mask) => Array.from({ length: 32 }, (_, a) => a).filter((a) => (mask >>> a) & 1));
  const at = bits.map(() => 0);
  for (;;) {
    yield Int32Array.from(bits, (set, s) => set[at[s] ?? 0] ?? -1);
    let s = 0;
    for (; s < at.length; s++) {
      at[s] = (at[s] ?? 0) + 1;
      if ((at[s] ?? 0) < (bits[s]?.length ?? 0)) {
        break;
      }
      at[s] = 0;
    }
    if (s === at.length) {
      return;
    }
  }
}

/** The policy of one action a state. */
export const playing = (choice: Int32Array, actions: number): Policy => {
  const probability = new Float64Array(choice.length * actions);
  choice.forEach((a, s) => {
    if (a >= 0) {
      probability[s * actions + a] = 1;
    }
  });
  return { kind: "stationary", probability };
};

/** The dense matrix and reward of a policy at a time, written out; terminal states stay. */
export function dense(
  { dynamics, reward }: { dynamics: TabularMdp; reward: Float64Array },
  policy: Policy,
  time: number,
): { P: number[][]; r: number[] } {
  const { stateCount: S, actionCount: A } = dynamics;
  const P = Array.from({ length: S }, () => Array.from({ length: S }, () => 0));
  const r = Array.from({ length: S }, () => 0);
  for (let s = 0; s < S; s++) {
    if (dynamics.terminal[s] === 1) {
      (P[s] ?? [])[s] = 1;
    }
    for (let a = 0; a < A; a++) {
      const mask = policy.kind === "timed" ? (policy.optimal[(time % policy.horizon) * S + s] ?? 0) : 0;
      const bits = Array.from({ length: A }, (_, b) => (mask >>> b) & 1).reduce((x, y) => x + y, 0);
      const first = policy.kind === "timed-stochastic" ? (time % policy.horizon) * S * A : 0;
      const share = policy.kind === "timed" ? ((mask >>> a) & 1 ? 1 / bits : 0) : (policy.probability[first + s * A + a] ?? 0);
      for (let z = dynamics.rowStart[s * A + a] ?? 0; z < (dynamics.rowStart[s * A + a + 1] ?? 0); z++) {
        const p = share * (dynamics.probability[z] ?? 0);
        const row = P[s] ?? [];
        row[dynamics.nextState[z] ?? 0] = (row[dynamics.nextState[z] ?? 0] ?? 0) + p;
        r[s] = (r[s] ?? 0) + p * (reward[z] ?? 0);
      }
    }
  }
  return { P, r };
}

const times = (x: number[][], y: number[][]): number[][] =>
  x.map((row) => (y[0] ?? []).map((_, c) => row.reduce((sum, v, k) => sum + v * (y[k]?.[c] ?? 0), 0)));

/** The discounted return of `steps` steps from each start state, by plain iteration. */
export function iterate(
  world: { dynamics: TabularMdp; reward: Float64Array },
  policy: Policy,
  run: { discount: number; steps: number },
): number[] {
  let value = Array.from({ length: world.dynamics.stateCount }, () => 0);
  const period = policy.kind === "stationary" ? 1 : policy.horizon;
  const matrices = Array.from({ length: period }, (_, t) => dense(world, policy, t));
  for (let t = run.steps - 1; t >= 0; t--) {
    const { P, r } = matrices[t % period] ?? { P: [], r: [] };
    const next = value;
    value = r.map((x, s) => x + run.discount * (P[s] ?? []).reduce((sum, p, k) => sum + p * (next[k] ?? 0), 0));
  }
  return value;
}

/** The long-run reward a step: the Cesàro mean over 2^40 steps, by doubling (sum over 2n steps = sum over n + P^n sum over n). */
export function longRun(world: { dynamics: TabularMdp; reward: Float64Array }, policy: Policy): number[] {
  const period = policy.kind === "stationary" ? 1 : policy.horizon;
  let value = iterate(world, policy, { discount: 1, steps: period });
  let P = dense(world, policy, 0).P;
  for (let t = 1; t < period; t++) {
    P = times(P, dense(world, policy, t).P);
  }
  for (let k = 0; k < 40; k++) {
    const half = value;
    const round = P;
    value = half.map((v, s) => (v + (round[s] ?? []).reduce((sum, p, j) => sum + p * (half[j] ?? 0), 0)) / 2);
    P = times(P, P).map((row) => {
      const total = row.reduce((x, y) => x + y, 0);
      return row.map((p) => p / total);
    });
  }
  return value.map((v) => v / period);
}
