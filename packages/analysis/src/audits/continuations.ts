import { type MeasuringCriterion, type Policy, policyIteration, policyValue, statesOf, type TabularMdp } from "@firebreak/core";
import { continueStreams, mixStreams, type PlayedAt, type PlayedIn } from "../kernels/continue-streams.ts";
import { reachNext } from "../kernels/reach-next.ts";
import { phaseSettler } from "../kernels/settle-phase.ts";
import { ownPlay, phasePlay } from "./conduct.ts";
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
  readonly policy: Policy;
  readonly reference: Policy;
  readonly rewards: Rewards;
}

/** What is told of a phase, of the states that can be met in it. Its arrays are used again: copy what is kept. */
export interface ToldPhase extends PlayedIn {
  readonly phase: number;
  /** Length S·A·K. Means something in the rows that the policy or the reference plays. */
  readonly q: Float64Array;
  /** Length S: 1 where the repair plays the reference. */
  readonly repaired: Uint8Array;
}

export type EachPhase = (told: ToldPhase) => void;

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

/** What both play at each phase, in all states. */
function playsOf({ policy, reference, dynamics, phases }: Continued): (phase: number) => readonly [PlayedAt, PlayedAt] {
  const rows = dynamics.stateCount * dynamics.actionCount;
  const at = (played: Policy): ((phase: number) => PlayedAt) => {
    const { probability, phases: own } = ownPlay(dynamics, played, phases);
    return (phase) => ({ probability, first: (phase % own) * rows });
  };
  const [mine, hers] = [at(policy), at(reference)];
  return (phase) => [mine(phase), hers(phase)];
}

/** The states that can be met at each step by the acts of either, ascending, with what both play in them. */
function metAt({ dynamics, policy, reference, phases }: Continued): (phase: number) => PlayedIn {
  const [mine, hers] = [phasePlay(dynamics, policy), phasePlay(dynamics, reference)];
  const mark = new Uint8Array(dynamics.stateCount);
  const met: Int32Array[] = [Int32Array.from(statesOf(dynamics).filter((state) => (dynamics.initial[state] ?? 0) > 0))];
  const at = (phase: number): PlayedIn => {
    const states = met[phase] ?? new Int32Array(0);
    return { states, plays: [mine(phase, states), hers(phase, states)] };
  };
  while (met.length < phases) {
    met.push(reachNext(dynamics, at(met.length - 1), mark));
  }
  return at;
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

/**
 * Backwards through the steps: at each the repair takes the reference where that is better for welfare, and keeps the policy on a tie. Only through
 * the states that can be met at the step, which in a long episode are a small part of all.
 */
function backwards(asked: Continued, each: EachPhase): Returns {
  const { dynamics, phases, rewards } = asked;
  const { stateCount, actionCount } = dynamics;
  const reward = sideBySide(rewards);
  const q = new Float64Array(stateCount * actionCount * K);
  const value = new Float64Array(stateCount * K);
  const repaired = new Uint8Array(stateCount);
  const [kept, mended] = [new Float64Array(K), new Float64Array(K)];
  const at = metAt(asked);
  let scale = 1;
  for (let phase = phases - 1; phase >= 0; phase--) {
    const played = at(phase);
    const { states, plays } = played;
    continueStreams(dynamics, { streams: { count: K, discount: 1, reward, value }, ...played }, q);
    for (const state of states) {
      const row = state * actionCount;
      mixStreams(q, { play: plays[0], row, actionCount }, kept);
      mixStreams(q, { play: plays[1], row, actionCount }, mended);
      const [own = 0, other = 0] = [kept[0], mended[0]];
      scale = Math.max(scale, 1 + Math.abs(own), 1 + Math.abs(other));
      repaired[state] = other > own + 1e-12 * scale ? 1 : 0;
      settle(value, state, { kept, acting: repaired[state] === 1 ? mended : kept });
    }
    each({ phase, ...played, q, repaired });
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
  const plays = playsOf(asked)(0);
  const [policy, reference] = [plays[0].probability, plays[1].probability];
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
  const states = Int32Array.from(statesOf(dynamics));
  continueStreams(dynamics, { streams, states, plays }, q);
  each({ phase: 0, states, plays, q, repaired });
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
  const playsAt = playsOf(asked);
  const states = Int32Array.from(statesOf(dynamics));
  const steps = values.map((value, phase) => ({
    streams: { count: K, discount, reward, value: values[(phase + 1) % phases] ?? value },
    states,
    plays: playsAt(phase),
    value,
    choice: new Uint8Array(stateCount),
  }));
  const settlePhase = phaseSettler(dynamics, PREFERRED);
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
    each({ phase, states, plays: step.plays, q, repaired: step.choice });
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
