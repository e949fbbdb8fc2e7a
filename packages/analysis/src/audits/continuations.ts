import { type MeasuringCriterion, policyIteration, policyValue, type TabularMdp } from "@firebreak/core";
import { continueStreams } from "../kernels/continue-streams.ts";
import { perOutcome } from "./per-outcome.ts";

/** Four rewards by rows, length S·A each. */
export interface Rewards {
  /** What is wanted. */
  readonly welfare: Float64Array;
  /** What is praised. */
  readonly praise: Float64Array;
  /** The praise for steps that make things look better. */
  readonly rescue: Float64Array;
  /** How well things look after the step: the overseer's value on arrival. */
  readonly looks: Float64Array;
}

/** The continuations, in the order in which they lie side by side. The first four go on with the repair, the others with the policy. */
export const STREAMS = ["welfare", "rescue", "praise", "looks", "own welfare", "own rescue", "own praise"] as const;
const K = STREAMS.length;
/** The first stream that goes on with the policy. */
const OWN = 4;

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

function sideBySide({ welfare, praise, rescue, looks }: Rewards): Float64Array {
  const reward = new Float64Array(welfare.length * K);
  const order = [welfare, rescue, praise, looks, welfare, rescue, praise];
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
        const mode = k < OWN && repaired[state] === 1 ? reference : policy;
        value[state * K + k] = played(mode, q, { ...at, k }, actionCount);
      }
    }
    each(phase, q, repaired);
  }
  const startValue = (k: number): number => dynamics.initial.reduce((sum, share, state) => sum + share * (value[state * K + k] ?? 0), 0);
  return { repair: startValue(0), policy: startValue(OWN) };
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

/** On a discounted clock where nothing repeats: the best mix by policy iteration, ties to the policy, then each stream's value by a direct solve. */
function discounted(asked: Continued, discount: number, each: EachPhase): Returns {
  const { dynamics, policy, reference, rewards } = asked;
  const { actionCount } = dynamics;
  const choice = modes(dynamics, [policy, reference], rewards.welfare);
  const { optimal } = policyIteration(choice.dynamics, choice.reward, { discount });
  const repaired = Uint8Array.from(optimal.mask, (mask, state) => (dynamics.terminal[state] === 0 && (mask & 1) === 0 ? 1 : 0));
  const repair = policy.map((share, row) => (repaired[Math.floor(row / actionCount)] === 1 ? (reference[row] ?? 0) : share));
  const value = new Float64Array(dynamics.stateCount * K);
  const order = [rewards.welfare, rewards.rescue, rewards.praise, rewards.looks];
  const criterion = { kind: "discounted", discount } as const;
  const starts = [repair, policy].map((probability, mode) =>
    order.slice(0, mode === 0 ? OWN : K - OWN).map((rows, stream) => {
      const reward = perOutcome(dynamics, rows);
      const found = policyValue({ dynamics, reward, policy: { kind: "stationary", probability }, criterion });
      found.value.forEach((worth, state) => {
        value[state * K + mode * OWN + stream] = worth;
      });
      return found.startValue;
    }),
  );
  const q = new Float64Array(dynamics.stateCount * actionCount * K);
  continueStreams(dynamics, { count: K, discount, reward: sideBySide(rewards), value }, q);
  each(0, q, repaired);
  return { repair: starts[0]?.[0] ?? 0, policy: starts[1]?.[0] ?? 0 };
}

/** How far a round may still move a value, relative to the largest. */
const SETTLED = 1e-14;
/** A preference for the reference's act that is smaller than this, relative to the largest value, is none. */
const PREFERRED = 1e-11;

/**
 * On a discounted clock where a policy repeats after some steps: sweeps through the phases, last to first, until a whole round moves
 * nothing. One round shrinks what is left by the discount of all its phases, and a direct solve would be of phases times as many states.
 */
function roundAndRound(asked: Continued, discount: number, each: EachPhase): Returns {
  const { dynamics, phases, policy, reference, rewards } = asked;
  const { stateCount, actionCount } = dynamics;
  const reward = sideBySide(rewards);
  const q = new Float64Array(stateCount * actionCount * K);
  const values = Array.from({ length: phases }, () => new Float64Array(stateCount * K));
  const repaired = Array.from({ length: phases }, () => new Uint8Array(stateCount));
  let scale = 1;
  const backUp = (phase: number): void =>
    continueStreams(dynamics, { count: K, discount, reward, value: values[(phase + 1) % phases] ?? reward }, q);
  /** One round; with `choosing` the repair is chosen anew at each state. Returns by how much the largest change was. */
  const round = (choosing: boolean): number => {
    let moved = 0;
    for (let phase = phases - 1; phase >= 0; phase--) {
      backUp(phase);
      const [value = q, mended = new Uint8Array(0)] = [values[phase], repaired[phase]];
      for (let state = 0; state < stateCount; state++) {
        const row = state * actionCount;
        const at = { first: phase * stateCount * actionCount + row, row, k: 0 };
        if (choosing) {
          mended[state] = played(reference, q, at, actionCount) > played(policy, q, at, actionCount) + PREFERRED * scale ? 1 : 0;
        }
        for (let k = 0; k < K; k++) {
          const worth = played(k < OWN && mended[state] === 1 ? reference : policy, q, { ...at, k }, actionCount);
          moved = Math.max(moved, Math.abs(worth - (value[state * K + k] ?? 0)));
          scale = Math.max(scale, 1 + Math.abs(worth));
          value[state * K + k] = worth;
        }
      }
    }
    return moved;
  };
  for (const choosing of [true, false]) {
    while (round(choosing) > SETTLED * scale) {
      // Every round is nearer by the discount of its phases.
    }
  }
  for (let phase = 0; phase < phases; phase++) {
    backUp(phase);
    each(phase, q, repaired[phase] ?? new Uint8Array(0));
  }
  const startValue = (k: number): number =>
    dynamics.initial.reduce((sum, share, state) => sum + share * (values[0]?.[state * K + k] ?? 0), 0);
  return { repair: startValue(0), policy: startValue(OWN) };
}

/**
 * The best repair κ of a policy: the way of playing the policy's act or the reference's at each state (and time) that serves welfare
 * best on the clock, the policy's own on a tie. Calls `each` with what every act is worth with κ continuing, and with the policy
 * continuing. Phases come last to first on a finite clock, first to last on a discounted one.
 */
export function continueBoth(asked: Continued, each: EachPhase): Returns {
  if (asked.clock.kind === "finite") {
    return backwards(asked, each);
  }
  return (asked.phases === 1 ? discounted : roundAndRound)(asked, asked.clock.discount, each);
}
