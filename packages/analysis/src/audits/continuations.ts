import { type MeasuringCriterion, policyIteration, policyValue, type TabularMdp } from "@firebreak/core";
import { continueStreams } from "../kernels/continue-streams.ts";
import { perOutcome, unroll } from "./unroll.ts";

/** Three rewards by rows, length S·A each: what is wanted, what is praised, and the praise for steps that make things look better. */
export interface Rewards {
  readonly welfare: Float64Array;
  readonly praise: Float64Array;
  readonly rescue: Float64Array;
}

/** The six continuations, in the order in which they lie side by side. The first three go on with the repair, the others with the policy. */
export const STREAMS = ["welfare", "rescue", "praise", "own welfare", "own rescue", "own praise"] as const;
const K = STREAMS.length;

/** What the continuations are of. Play tables have length phases·S·A. */
export interface Continued {
  readonly dynamics: TabularMdp;
  readonly clock: Exclude<MeasuringCriterion, { readonly kind: "average" }>;
  readonly phases: number;
  readonly policy: Float64Array;
  readonly reference: Float64Array;
  readonly rewards: Rewards;
}

/** Told phase by phase: `q` has length S·A·6, `repaired` length S, 1 where the repair plays the reference. Both are used again: copy what is kept. */
export type EachPhase = (phase: number, q: Float64Array, repaired: Uint8Array) => void;

/** The start values of welfare under the repair and under the policy, in the unit of the clock's return. */
export interface Returns {
  readonly repair: number;
  readonly policy: number;
}

function sideBySide({ welfare, praise, rescue }: Rewards): Float64Array {
  const reward = new Float64Array(welfare.length * K);
  const order = [welfare, rescue, praise, welfare, rescue, praise];
  for (let row = 0; row < welfare.length; row++) {
    order.forEach((stream, k) => {
      reward[row * K + k] = stream[row] ?? 0;
    });
  }
  return reward;
}

/** Σ_a play(a | s) Q_k(s, a) of one stream, for the state whose first row is `first`. */
function played(
  play: Float64Array,
  q: Float64Array,
  at: { readonly first: number; readonly row: number; readonly k: number },
  actions: number,
): number {
  let sum = 0;
  for (let action = 0; action < actions; action++) {
    sum += (play[at.first + action] ?? 0) * (q[(at.row + action) * K + at.k] ?? 0);
  }
  return sum;
}

/** Backwards through the steps: at each the repair takes the reference where that is better for welfare, and keeps the policy on a tie. */
function backwards(asked: Continued, each: EachPhase): Returns {
  const { dynamics, phases, policy, reference, rewards } = asked;
  const { stateCount, actionCount } = dynamics;
  const reward = sideBySide(rewards);
  const q = new Float64Array(stateCount * actionCount * K);
  const value = new Float64Array(stateCount * K);
  const repaired = new Uint8Array(stateCount);
  let scale = 1;
  for (let phase = phases - 1; phase >= 0; phase--) {
    continueStreams(dynamics, { count: K, discount: 1, reward, value }, q);
    for (let state = 0; state < stateCount; state++) {
      const row = state * actionCount;
      const at = { first: phase * stateCount * actionCount + row, row, k: 0 };
      const kept = played(policy, q, at, actionCount);
      const mended = played(reference, q, at, actionCount);
      scale = Math.max(scale, 1 + Math.abs(kept), 1 + Math.abs(mended));
      repaired[state] = mended > kept + 1e-12 * scale ? 1 : 0;
      for (let k = 0; k < K; k++) {
        const mode = k < 3 && repaired[state] === 1 ? reference : policy;
        value[state * K + k] = played(mode, q, { ...at, k }, actionCount);
      }
    }
    each(phase, q, repaired);
  }
  const startValue = (k: number): number => dynamics.initial.reduce((sum, share, state) => sum + share * (value[state * K + k] ?? 0), 0);
  return { repair: startValue(0), policy: startValue(3) };
}

/** The world in which the only choice, at each state, is whose act to play: action 0 the policy's, action 1 the reference's. */
function modes(
  world: TabularMdp,
  plays: readonly Float64Array[],
  welfare: Float64Array,
): { readonly dynamics: TabularMdp; readonly reward: Float64Array } {
  const { stateCount, actionCount } = world;
  const rowStart = [0];
  const next: number[] = [];
  const probability: number[] = [];
  const rows: number[] = [];
  for (let state = 0; state < stateCount; state++) {
    for (const play of plays) {
      const mass = new Map<number, number>();
      let reward = 0;
      for (let row = state * actionCount; row < (state + 1) * actionCount; row++) {
        const share = play[row] ?? 0;
        reward += share * (welfare[row] ?? 0);
        for (let z = world.rowStart[row] ?? 0; share > 0 && z < (world.rowStart[row + 1] ?? 0); z++) {
          const to = world.nextState[z] ?? 0;
          mass.set(to, (mass.get(to) ?? 0) + share * (world.probability[z] ?? 0));
        }
      }
      const sorted = [...mass].sort(([x], [y]) => x - y);
      next.push(...sorted.map(([to]) => to));
      probability.push(...sorted.map(([, share]) => share));
      rows.push(reward);
      rowStart.push(next.length);
    }
  }
  const dynamics: TabularMdp = {
    ...world,
    actionCount: plays.length,
    rowStart: Int32Array.from(rowStart),
    nextState: Int32Array.from(next),
    probability: Float64Array.from(probability),
    maxOutcomes: rowStart.reduce((widest, start, row) => Math.max(widest, start - (rowStart[row - 1] ?? 0)), 1),
  };
  return { dynamics, reward: perOutcome(dynamics, Float64Array.from(rows)) };
}

/** On a discounted clock: the best mix of the two by policy iteration, ties to the policy, then each stream's value by a direct solve. */
function discounted(asked: Continued, discount: number, each: EachPhase): Returns {
  const { dynamics, phases, policy, reference, rewards } = asked;
  const { stateCount, actionCount } = dynamics;
  const world = unroll(dynamics, phases);
  const tiled = (rows: Float64Array): Float64Array =>
    Float64Array.from({ length: rows.length * phases }, (_, at) => rows[at % rows.length] ?? 0);
  const choice = modes(world, [policy, reference], tiled(rewards.welfare));
  const { optimal } = policyIteration(choice.dynamics, choice.reward, { discount });
  const repaired = Uint8Array.from(optimal.mask, (mask, state) => (world.terminal[state] === 0 && (mask & 1) === 0 ? 1 : 0));
  const repair = policy.map((share, row) => (repaired[Math.floor(row / actionCount)] === 1 ? (reference[row] ?? 0) : share));
  const value = new Float64Array(world.stateCount * K);
  const order = [rewards.welfare, rewards.rescue, rewards.praise];
  const criterion = { kind: "discounted", discount } as const;
  const starts = [repair, policy].map((probability, mode) =>
    order.map((rows, stream) => {
      const reward = perOutcome(world, tiled(rows));
      const found = policyValue({ dynamics: world, reward, policy: { kind: "stationary", probability }, criterion });
      found.value.forEach((worth, state) => {
        value[state * K + mode * 3 + stream] = worth;
      });
      return found.startValue;
    }),
  );
  const reward = sideBySide(rewards);
  const q = new Float64Array(stateCount * actionCount * K);
  for (let phase = 0; phase < phases; phase++) {
    const later = ((phase + 1) % phases) * stateCount;
    continueStreams(dynamics, { count: K, discount, reward, value: value.subarray(later * K, (later + stateCount) * K) }, q);
    each(phase, q, repaired.subarray(phase * stateCount, (phase + 1) * stateCount));
  }
  return { repair: starts[0]?.[0] ?? 0, policy: starts[1]?.[0] ?? 0 };
}

/**
 * The best repair κ of a policy: the way of playing the policy's act or the reference's at each state (and time) that serves welfare
 * best on the clock, the policy's own on a tie. Calls `each` with what every act is worth with κ continuing, and with the policy
 * continuing. Phases come last to first on a finite clock, first to last on a discounted one.
 */
export function continueBoth(asked: Continued, each: EachPhase): Returns {
  return asked.clock.kind === "finite" ? backwards(asked, each) : discounted(asked, asked.clock.discount, each);
}
