import { type CompiledEnvironment, compile, createRng, type Rng } from "@firebreak/core";
import { boatRace } from "@firebreak/envs";
import { type LearningTask, qLearning } from "@firebreak/methods";

const STEPS = 4_000_000;
const DISCOUNT = 0.9;
const ROUNDS = 5;

/**
 * The yardstick: Q-learning as one would write it for this one world and nothing else, everything inlined: a table of successors,
 * four actions, a constant step size, exploration and ties drawn from one number a step. No counts, no budget, no checkpoints.
 */
function inlined(next: Int32Array, reward: Float64Array, q: Float64Array, rng: Rng): void {
  const epsilon = 0.2;
  let state = 0;
  let time = 0;
  for (let step = 0; step < STEPS; step++) {
    const u = rng.next();
    const base = state * 4;
    let row = base;
    if (u < epsilon) {
      row = base + Math.floor((u / epsilon) * 4);
    } else {
      let best = q[base] as number; // in range: as in kernels
      let ties = 1;
      for (let other = base + 1; other < base + 4; other++) {
        const value = q[other] as number; // in range
        if (value > best) {
          best = value;
          row = other;
          ties = 1;
        } else if (value === best) {
          ties++;
        }
      }
      let rank = ties === 1 ? 0 : Math.floor(((u - epsilon) / (1 - epsilon)) * ties);
      while (rank > 0) {
        row++;
        rank -= q[row] === best ? 1 : 0;
      }
    }
    const to = next[row] as number; // in range
    const first = to * 4;
    let ahead = q[first] as number; // in range
    for (let other = first + 1; other < first + 4; other++) {
      const value = q[other] as number; // in range
      if (value > ahead) {
        ahead = value;
      }
    }
    q[row] = (q[row] as number) + 0.1 * ((reward[row] as number) + DISCOUNT * ahead - (q[row] as number)); // in range
    time++;
    state = to;
    if (time === 100) {
      state = 0;
      time = 0;
    }
  }
}

function taskOf(world: CompiledEnvironment): LearningTask {
  const { dynamics, sampling, drawOrder, observedReward = world.trueReward } = world;
  const meter = { affordable: () => Number.POSITIVE_INFINITY, pay: () => undefined };
  return { dynamics, sampling, drawOrder, criterion: { kind: "discounted", discount: DISCOUNT }, reward: observedReward, meter };
}

/** Millions of updates a second of the public learner and of the inlined loop, the best of several alternating rounds, and their ratio. */
export function measure(): readonly { readonly name: string; readonly value: number; readonly unit: string }[] {
  const world = compile(boatRace.with());
  const task = taskOf(world);
  const learner = qLearning.with({ steps: STEPS, "step-size": "constant" });
  let [plain, product] = [0, 0];
  const speed = (run: () => void): number => {
    const before = performance.now();
    run();
    return STEPS / 1000 / (performance.now() - before);
  };
  for (let round = 0; round < ROUNDS; round++) {
    plain = Math.max(
      plain,
      speed(() => inlined(world.dynamics.nextState, task.reward, new Float64Array(32), createRng("bench"))),
    );
    product = Math.max(
      product,
      speed(() => void [...learner.learn(task, createRng("bench"))]),
    );
  }
  return [
    { name: "q-learning", value: product, unit: "million updates a second" },
    { name: "q-learning inlined by hand", value: plain, unit: "million updates a second" },
    { name: "q-learning / inlined by hand", value: product / plain, unit: "ratio" },
  ];
}
