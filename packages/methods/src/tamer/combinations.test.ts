import { compile, createRng, defineEnvironment } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { forkLuck, layWalk, newTrail, type Walk } from "../kernels/walk.ts";
import { COMBINATIONS, type Combination, guideOf } from "./combinations.ts";
import { type Guide, guidedPlayer } from "./guided-play.ts";
import { openPlay } from "./play.ts";

/** Three rooms in a row, the last of them the end. */
const { dynamics, sampling, drawOrder } = compile(
  defineEnvironment({
    name: "rooms",
    version: 1,
    title: "Rooms",
    source: "Written for this test",
    actions: ["on", "stay"],
    start: () => 0,
    step: (room, action) => (action === "on" ? room + 1 : room),
    isTerminal: (room) => room === 2,
    label: String,
    rewards: { true: () => 0 },
    evaluation: { kind: "finite", horizon: 5 },
    traits: { deterministic: true, episodic: true },
    workedEpisodes: [],
  }).with(),
);
const walk: Walk = layWalk(dynamics, sampling, drawOrder);
/** Pairs: on in 0, stay in 0, on in 1, stay in 1. The extra options of the rooms are 4, 5 and 6. */
const H = Float64Array.of(1, -1, 3, 2);
const PACE = { alpha: 0.5, initial: 0, discount: 0.9, beta: 2, decay: 0.5 };
const guide = (combination: Combination, pace: Partial<typeof PACE> = {}): Guide => guideOf(combination, walk, H, { ...PACE, ...pace });
const ON = { state: 0, pair: 0, outcome: 0, next: 1, ended: false };
const OFF = { state: 1, pair: 2, outcome: 2, next: 2, ended: true };

describe("the eight combinations, β = 2", () => {
  it("1 shaping pays βĤ for a step, 8 potential β(γφ(s') − φ(s)) with φ = max Ĥ and 0 at the end, the others nothing", () => {
    const paid = Object.fromEntries(COMBINATIONS.map((combination) => [combination, [ON, OFF].map(guide(combination).bonus)]));
    const nothing = [0, 0];
    expect(paid).toEqual({
      shaping: [2, 6],
      feature: nothing,
      initialise: nothing,
      augmentation: nothing,
      "extra-action": nothing,
      biasing: nothing,
      control: nothing,
      potential: [2 * (0.9 * 3 - 1), 2 * (0 - 3)].map((r) => expect.closeTo(r, 12)),
    });
  });

  it("3 initialise starts from βĤ, 4 augmentation is worth βĤ more, 6 biasing only prefers it, and the others start at 0", () => {
    const started = COMBINATIONS.map((combination) => {
      const { worth, preference } = guide(combination);
      return [combination, worth(2), preference(2)];
    });
    expect(started.filter(([, worth, preference]) => worth !== 0 || preference !== 0)).toEqual([
      ["initialise", 6, 6],
      ["augmentation", 6, 6],
      ["biasing", 0, 6],
    ]);
    expect(guide("biasing", { initial: -7 }).preference(1)).toBe(-9);
  });

  it("2 feature: an error of 1 on a pair of Ĥ = 3 moves its own entry by α and the weight of Ĥ by 3α, for all pairs", () => {
    const { worth, correct } = guide("feature");
    correct(2, 1);
    expect([0, 1, 2, 3].map(worth)).toEqual([1.5, -1.5, 0.5 + 4.5, 3]);
  });

  it("all others correct the option played alone", () => {
    for (const combination of COMBINATIONS.filter((each) => each !== "feature")) {
      const { worth, correct } = guide(combination);
      const before = [0, 1, 2, 3, 4].map(worth);
      correct(2, 1);
      expect([0, 1, 2, 3, 4].map(worth).map((now, option) => now - (before[option] ?? 0))).toEqual([0, 0, 0.5, 0, 0]);
    }
  });

  it("β falls as each episode but the first begins, and what was given by it falls along", () => {
    const annealed = guide("augmentation");
    annealed.begin();
    expect([annealed.weight, annealed.worth(2)]).toEqual([2, 6]);
    annealed.begin();
    expect([annealed.weight, annealed.worth(2)]).toEqual([1, 3]);
  });

  it("5 extra-action and 7 control play what Ĥ has highest: the one as an option that is learned about, the other instead of choosing", () => {
    for (const [combination, counted] of [
      ["extra-action", 4],
      ["control", 0],
    ] as const) {
      const tries = new Int32Array(7);
      const luck = { ...forkLuck(createRng("guided")), advice: createRng("advice") };
      const guided = guide(combination, { beta: 1, decay: 1 });
      if (combination === "extra-action") {
        guided.correct(4, 10); // so that it is what is preferred in room 0
      }
      const player = guidedPlayer(
        { walk, reward: new Float64Array(4).fill(-1) },
        { discount: 0.9, epsilon: 0 },
        { guide: guided, tries, luck },
      );
      openPlay(walk, 10, { player, trail: newTrail(walk), luck })(1);
      expect([...tries].map((count, option) => count * option).reduce((x, y) => x + y)).toBe(counted);
      expect(tries[counted]).toBe(1);
    }
  });
});
