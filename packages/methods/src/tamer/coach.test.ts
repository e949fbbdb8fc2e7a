import { createRng, type SamplingRows } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { randomWorld } from "../../../core/test/random-world.ts";
import { layWalk } from "../kernels/walk.ts";
import { coached, softPlay } from "./coach.ts";

const { dynamics, sampling, drawOrder } = randomWorld({ states: 3, actions: 2, outcomes: 1 }, "coach");
const walk = layWalk(dynamics, sampling satisfies SamplingRows, drawOrder);

/** A player that has begun, with the first numbers of its table. */
function begin(settings: { alpha: number; lambda: number }, words: readonly number[]) {
  const theta = new Float64Array(walk.legalRow.length);
  const rest = [...words];
  const player = coached(walk, settings, { theta, word: () => rest.shift() ?? 0, rng: createRng("coached") });
  /** Plays in a state, and learns from the next word; whatever is played there, told as the pair. */
  const step = (state: number): number => {
    const pair = player.choose(state);
    player.learn({ state, pair, outcome: 0, next: 0, ended: false });
    return pair;
  };
  return { theta, step };
}

describe("a coached policy", () => {
  it("moves by α f ∇ log π: from an even choice of two, α f / 2 up for what was played and down for what was not", () => {
    const { theta, step } = begin({ alpha: 0.5, lambda: 0 }, [3]);
    const pair = step(1);
    expect([theta[pair], theta[pair === 2 ? 3 : 2]]).toEqual([0.75, -0.75]);
    expect(theta.filter((number) => number !== 0)).toHaveLength(2);
  });

  it("with traces, moves earlier choices by λ of the next word, by the slopes that they had then", () => {
    const { theta, step } = begin({ alpha: 1, lambda: 0.5 }, [2, -4]);
    const first = step(0);
    expect(theta[first]).toBe(1);
    const second = step(2);
    expect(theta[first]).toBe(1 + 0.5 * -4 * 0.5);
    expect(theta[second]).toBe(-4 * 0.5);
  });

  it("plays ∝ exp θ", () => {
    const theta = Float64Array.of(0, 0, Math.log(3), 0, 0, 0);
    expect(softPlay(walk, theta, 1)).toEqual([0.75, 0.25].map((share) => expect.closeTo(share, 15)));
    expect(softPlay(walk, Float64Array.of(800, -800, 0, 0, 0, 0), 0)).toEqual([1, 0]);
  });
});
