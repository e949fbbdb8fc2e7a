import { describe, expect, test } from "vitest";
import { compile } from "./compile.ts";
import { defineEnvironment, type EnvironmentSpec } from "./environment.ts";
import { rowOfOutcome } from "./tabular-mdp.ts";

type Weather = { readonly place: "home" | "field" | "end"; readonly wet: boolean };

const walk: EnvironmentSpec<Weather, "go" | "stay"> = {
  title: "A walk in the rain",
  source: "this test",
  actions: ["stay", "go"],
  start: (chance) => ({ place: "home", wet: chance(0.25, "wet already") }),
  step: (state, action, chance) => {
    const wet = state.wet || chance(0.5, "rain");
    return action === "stay" ? { place: state.place, wet } : { place: state.place === "home" ? "field" : "end", wet };
  },
  isTerminal: ({ place }) => place === "end",
  label: ({ place, wet }) => `${place}${wet ? ", wet" : ""}`,
  rewards: { true: ({ next }) => (next.place === "end" ? 1 : 0) - (next.wet ? 0.5 : 0) },
  views: { overseer: ({ place }) => place },
  evaluation: { kind: "discounted", discount: 0.9 },
  traits: { deterministic: false, episodic: true },
  workedEpisodes: [],
};

const world = (change: Partial<EnvironmentSpec<Weather, "go" | "stay">> = {}): ReturnType<typeof compile> =>
  compile(defineEnvironment({ name: "walk", version: 1, ...walk, ...change }).with());

describe("compile", () => {
  test("enumerates the start and every outcome, merging branches that meet", () => {
    const { dynamics, labels } = world();
    expect(labels).toEqual(["home", "home, wet", "field", "field, wet", "end", "end, wet"]);
    expect([...dynamics.initial]).toEqual([0.75, 0.25, 0, 0, 0, 0]);
    // "home, wet" stays wet whatever the draw: one outcome, no draw asked.
    expect([...dynamics.rowStart]).toEqual([0, 2, 4, 5, 6, 8, 10, 11, 12, 12, 12, 12, 12]);
    expect([...dynamics.nextState]).toEqual([0, 1, 2, 3, 1, 3, 2, 3, 4, 5, 3, 5]);
    expect([...dynamics.probability]).toEqual([0.5, 0.5, 0.5, 0.5, 1, 1, 0.5, 0.5, 0.5, 0.5, 1, 1]);
    expect([...dynamics.terminal]).toEqual([0, 0, 0, 0, 1, 1]);
    expect(dynamics.maxOutcomes).toBe(2);
  });

  test("aligns rewards with outcomes", () => {
    const { dynamics, trueReward, labels } = world();
    const rows = rowOfOutcome(dynamics);
    trueReward.forEach((reward, z) => {
      const next = labels[dynamics.nextState[z] ?? -1] ?? "";
      expect(reward).toBe((next.startsWith("end") ? 1 : 0) - (next.endsWith("wet") ? 0.5 : 0));
      expect(rows[z]).toBeLessThan(dynamics.stateCount * dynamics.actionCount);
    });
  });

  test("groups states by what the overseer sees of them", () => {
    expect([...world().overseerView]).toEqual([0, 0, 1, 1, 2, 2]);
    expect([...world().agentView]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("orders sampling rows by falling probability and ends their sums at exactly 1", () => {
    const { dynamics, sampling } = world({
      step: (state, _, chance) => ({ place: chance(0.3, "end") ? "end" : state.place, wet: state.wet }),
    });
    for (let row = 0; row + 1 < dynamics.rowStart.length; row++) {
      const order = Array.from(
        sampling.outcome.subarray(dynamics.rowStart[row], dynamics.rowStart[row + 1]),
        (z) => dynamics.probability[z] ?? 0,
      );
      expect(order).toEqual([...order].sort((x, y) => y - x));
      if (order.length > 0) {
        expect(sampling.cumulative[(dynamics.rowStart[row + 1] ?? 0) - 1]).toBe(1);
      }
    }
  });

  test.each<[string, Partial<EnvironmentSpec<Weather, "go" | "stay">>, string, RegExp]>([
    [
      "a reward that is not a number",
      { rewards: { true: () => Number.NaN } },
      "bad-reward",
      /true reward of 'stay' from 'home' to 'home' is NaN/,
    ],
    [
      "a judgement that is not a number",
      { judgement: { value: () => Number.POSITIVE_INFINITY } },
      "bad-reward",
      /value of state 'home' is Infinity/,
    ],
    [
      "a reward whose sums would overflow",
      { rewards: { true: () => -1e308 } },
      "bad-reward",
      /true reward of 'stay' from 'home' to 'home' is -1e\+308, and must be a finite number of at most 1e70 in size/,
    ],
    ["a label that a terminal would obey", { label: () => "\u001b[2J" }, "bad-specification", /holds a control character/],
    [
      "probabilities that sum to 0.9",
      { start: (chance) => chance.pick([[{ place: "home", wet: false }, 0.9]], "start") },
      "bad-probability",
      /the start of 'walk@1': cannot draw 'start'.*sum to 0\.9/,
    ],
    ["a state without a legal action", { legal: () => [] }, "bad-specification", /at state 'home' no action is legal/],
    ["a legal action that is none of its actions", { legal: () => ["fly" as "go"] }, "bad-specification", /'fly'.*known are 'stay', 'go'/],
  ])("refuses %s", (_, change, code, message) => {
    expect(() => world(change)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });

  test("refuses a world that never stops meeting new states, naming the last one", () => {
    const counter = defineEnvironment<number, "count">({
      name: "counter",
      version: 1,
      title: "A counter",
      source: "this test",
      actions: ["count"],
      start: () => 0,
      step: (count) => count + 1,
      label: String,
      rewards: { true: () => 0 },
      evaluation: { kind: "average" },
      traits: { deterministic: true, episodic: false },
      workedEpisodes: [],
    });
    expect(() => compile(counter.with(), { maxStates: 100 })).toThrow(
      expect.objectContaining({ code: "too-many-states", message: expect.stringMatching(/'counter@1'.*more than 100 states.*'99'/) }),
    );
  });
});
