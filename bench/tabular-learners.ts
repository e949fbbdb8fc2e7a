import { type Criterion, compile, createRng, type Rng } from "@firebreak/core";
import { boatRace } from "@firebreak/envs";
import { actorCritic, expectedSarsa, fixedHorizonQLearning, type Learner, type LearningTask } from "@firebreak/methods";

const STEPS = 2_000_000;
const DISCOUNT = 0.9;
const LAYERS = 10;
const EPSILON = 0.2;
const ROUNDS = 5;

/**
 * The yardsticks: each algorithm as one would write it for the boat race and nothing else, inlined: a table of successors, four actions,
 * constant step sizes, one number a step for exploration and ties. No counts, no budget, no checkpoints, no answers that fail to come.
 */
type Inlined = (next: Int32Array, reward: Float64Array, rng: Rng) => void;

/** The best of four values from `at`, `stride` apart, drawn among ties, or any of the four. */
function choose(q: Float64Array, at: number, stride: number, u: number): number {
  if (u < EPSILON) {
    return Math.floor((u / EPSILON) * 4);
  }
  let best = q[at] as number; // in range, here and below: as in kernels
  let ties = 1;
  let pick = 0;
  for (let action = 1; action < 4; action++) {
    const value = q[at + action * stride] as number;
    if (value > best) {
      best = value;
      pick = action;
      ties = 1;
    } else if (value === best) {
      ties++;
    }
  }
  for (let rank = ties === 1 ? 0 : Math.floor(((u - EPSILON) / (1 - EPSILON)) * ties); rank > 0; ) {
    pick++;
    rank -= q[at + pick * stride] === best ? 1 : 0;
  }
  return pick;
}

const inlinedExpectedSarsa: Inlined = (next, reward, rng) => {
  const q = new Float64Array(32);
  let state = 0;
  for (let step = 1; step <= STEPS; step++) {
    const row = state * 4 + choose(q, state * 4, 1, rng.next());
    const to = next[row] as number;
    let best = q[to * 4] as number;
    let sum = best;
    for (let other = to * 4 + 1; other < to * 4 + 4; other++) {
      const value = q[other] as number;
      sum += value;
      best = Math.max(best, value);
    }
    const ahead = (1 - EPSILON) * best + (EPSILON * sum) / 4;
    q[row] = (q[row] as number) + 0.1 * ((reward[row] as number) + DISCOUNT * ahead - (q[row] as number));
    state = step % 100 === 0 ? 0 : to;
  }
};

const inlinedFixedHorizon: Inlined = (next, reward, rng) => {
  const q = new Float64Array(32 * LAYERS);
  let state = 0;
  for (let step = 1; step <= STEPS; step++) {
    const row = state * 4 + choose(q, state * 4 * LAYERS + LAYERS - 1, LAYERS, rng.next());
    const to = next[row] as number;
    const base = row * LAYERS;
    for (let h = LAYERS - 1; h >= 0; h--) {
      let ahead = h === 0 ? 0 : Number.NEGATIVE_INFINITY;
      for (let other = to * 4; h > 0 && other < to * 4 + 4; other++) {
        const value = q[other * LAYERS + h - 1] as number;
        ahead = Math.max(ahead, value);
      }
      q[base + h] = (q[base + h] as number) + 0.1 * ((reward[row] as number) + DISCOUNT * ahead - (q[base + h] as number));
    }
    state = step % 100 === 0 ? 0 : to;
  }
};

const inlinedActorCritic: Inlined = (next, reward, rng) => {
  const logit = new Float64Array(32);
  const value = new Float64Array(8);
  const play = new Float64Array(4);
  let state = 0;
  for (let step = 1; step <= STEPS; step++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let row = state * 4; row < state * 4 + 4; row++) {
      best = Math.max(best, logit[row] as number);
    }
    let sum = 0;
    for (let action = 0; action < 4; action++) {
      play[action] = Math.exp((logit[state * 4 + action] as number) - best);
      sum += play[action] as number;
    }
    let left = rng.next() * sum;
    let chosen = 3;
    for (let action = 0; action < 4; action++) {
      left -= play[action] as number;
      if (left < 0) {
        chosen = action;
        break;
      }
    }
    const row = state * 4 + chosen;
    const to = next[row] as number;
    const surprise = (reward[row] as number) + DISCOUNT * (value[to] as number) - (value[state] as number);
    value[state] = (value[state] as number) + 0.1 * surprise;
    for (let action = 0; action < 4; action++) {
      const push = (action === chosen ? 1 : 0) - (play[action] as number) / sum;
      logit[state * 4 + action] = (logit[state * 4 + action] as number) + 0.2 * surprise * push;
    }
    state = step % 100 === 0 ? 0 : to;
  }
};

const discounted: Criterion = { kind: "discounted", discount: DISCOUNT };
const constant = { steps: STEPS, "step-size": "constant" } as const;
const CASES: readonly { readonly name: string; readonly learner: Learner; readonly criterion: Criterion; readonly inlined: Inlined }[] = [
  {
    name: "expected-sarsa",
    learner: expectedSarsa.with({ ...constant, epsilon: EPSILON, "epsilon-decay": 0 }),
    criterion: discounted,
    inlined: inlinedExpectedSarsa,
  },
  {
    name: `fixed-horizon-q-learning, ${LAYERS} tables`,
    learner: fixedHorizonQLearning.with(constant),
    criterion: { kind: "lookahead", steps: LAYERS, discount: DISCOUNT },
    inlined: inlinedFixedHorizon,
  },
  { name: "actor-critic", learner: actorCritic.with(constant), criterion: discounted, inlined: inlinedActorCritic },
];

/** Millions of updates a second of a run. */
function speed(run: () => void): number {
  const before = performance.now();
  run();
  return STEPS / 1000 / (performance.now() - before);
}

/** Of each learner and of its inlined loop: the best of several alternating rounds, and their ratio. */
export function measure(): readonly { readonly name: string; readonly value: number; readonly unit: string }[] {
  const { dynamics, sampling, drawOrder, observedReward, trueReward } = compile(boatRace.with());
  const reward = observedReward ?? trueReward;
  const meter = { affordable: () => Number.POSITIVE_INFINITY, pay: () => undefined };
  return CASES.flatMap(({ name, learner, criterion, inlined }) => {
    const task: LearningTask = { dynamics, sampling, drawOrder, criterion, reward, meter };
    let [plain, product] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      plain = Math.max(
        plain,
        speed(() => inlined(dynamics.nextState, reward, createRng("bench"))),
      );
      product = Math.max(
        product,
        speed(() => void [...learner.learn(task, createRng("bench"))]),
      );
    }
    return [
      { name, value: product, unit: "million updates a second" },
      { name: `${name} inlined by hand`, value: plain, unit: "million updates a second" },
      { name: `${name} / inlined by hand`, value: product / plain, unit: "ratio" },
    ];
  });
}
