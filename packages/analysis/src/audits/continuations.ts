import { type MeasuringCriterion, policyIteration, policyValue, type TabularMdp } from "@firebreak/core";
import { continueStreams, mixStreams, type PlayedAt } from "../kernels/continue-streams.ts";
import { phaseSettler } from "../kernels/settle-phase.ts";
import type { PlayTable } from "./conduct.ts";
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

/** What the continuations are of. */
export interface Continued {
  readonly dynamics: TabularMdp;
  readonly clock: Exclude<MeasuringCriterion, { readonly kind: "average" }>;
  readonly phases: number;
  readonly policy: PlayTable;
  readonly reference: PlayTable;
  readonly rewards: Rewards;
}

/**
 * Told phase by phase: `q` has length S·A·K, and means something in the rows that the policy or the reference plays; `repaired` has length S, 1 where
 * the repair plays the reference. Both are used again: copy what is kept.
 */
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

/** What both play at a phase. */
function playsAt({ policy, reference, dynamics }: Continued, phase: number): readonly [PlayedAt, PlayedAt] {
  const rows = dynamics.stateCount * dynamics.actionCount;
  const at = ({ probability, phases }: PlayTable): PlayedAt => ({ probability, first: (phase % phases) * rows });
  return [at(policy), at(reference)];
}

/** The repair's streams from whoever acts, then the policy's own: the K values of one state. */
function settle(
  value: Float64Array,
  state: number,
  { kept, acting }: { readonly kept: Float64Array; readonly acting: Float64Array },
): void {
  for (let k = 0; k < K; k++) {
    value[state * K + k] = (k < OWN ? acting : kept)[k] ?? 0;
  }
}

/** Backwards through the steps: at each the repair takes the reference where that is better for welfare, and keeps the policy on a tie. */
function backwards(asked: Continued, each: EachPhase): Returns {
  const { dynamics, phases, rewards } = asked;
  const { stateCount, actionCount } = dynamics;
  const reward = sideBySide(rewards);
  const q = new Float64Array(stateCount * actionCount * K);
  const value = new Float64Array(stateCount * K);
  const repaired = new Uint8Array(stateCount);
  const [kept, mended] = [new Float64Array(K), new Float64Array(K)];
  let scale = 1;
  for (let phase = phases - 1; phase >= 0; phase--) {
    const plays = playsAt(asked, phase);
    continueStreams(dynamics, { streams: { count: K, discount: 1, reward, value }, plays }, q);
    for (let state = 0; state < stateCount; state++) {
      const row = state * actionCount;
      mixStreams(q, { play: plays[0], row, actionCount }, kept);
      mixStreams(q, { play: plays[1], row, actionCount }, mended);
      const [own = 0, other = 0] = [kept[0], mended[0]];
      scale = Math.max(scale, 1 + Math.abs(own), 1 + Math.abs(other));
      repaired[state] = other > own + 1e-12 * scale ? 1 : 0;
      settle(value, state, { kept, acting: repaired[state] === 1 ? mended : kept });
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
  const { dynamics, rewards } = asked;
  const { actionCount } = dynamics;
  const [policy, reference] = [asked.policy.probability, asked.reference.probability];
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
  const streams = { count: K, discount, reward: sideBySide(rewards), value };
  continueStreams(dynamics, { streams, plays: playsAt(asked, 0) }, q);
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
  const { dynamics, phases, rewards } = asked;
  const { stateCount, actionCount } = dynamics;
  const reward = sideBySide(rewards);
  const q = new Float64Array(stateCount * actionCount * K);
  const values = Array.from({ length: phases }, () => new Float64Array(stateCount * K));
  const steps = values.map((value, phase) => ({
    streams: { count: K, discount, reward, value: values[(phase + 1) % phases] ?? value },
    plays: playsAt(asked, phase),
    value,
    choice: new Uint8Array(stateCount),
  }));
  const settlePhase = phaseSettler(dynamics, { count: K, own: OWN, preferred: PREFERRED });
  const course = { moved: 0, scale: 1 };
  /** One round, last phase to first; with `choosing` the repair is chosen anew at each state. Returns the largest change. */
  const round = (choosing: boolean): number => {
    course.moved = 0;
    for (let phase = phases - 1; phase >= 0; phase--) {
      settlePhase(steps[phase] as (typeof steps)[number], choosing, course); // one a phase
    }
    return course.moved;
  };
  for (const choosing of [true, false]) {
    while (round(choosing) > SETTLED * course.scale) {
      // Every round is nearer by the discount of its phases.
    }
  }
  for (const [phase, step] of steps.entries()) {
    continueStreams(dynamics, step, q);
    each(phase, q, step.choice);
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
