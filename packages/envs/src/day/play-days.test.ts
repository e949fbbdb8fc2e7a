import { compile, createRng, type Environment, evaluatePolicy, uniformPolicy } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { assistantDay } from "../assistant/assistant-day.ts";
import { composeDay } from "./compose-day.ts";
import { copiesOf, delegated } from "./copies.ts";
import type { Day } from "./day.ts";
import { tabulateDay } from "./play-days.ts";

const words = { title: "A day", source: "Written for the test", workedEpisodes: [] };
const small = (coupling: number): Day => assistantDay({ size: "small", coupling, hands: "each", rounds: 9 });

/** Mean and standard error of both rewards over played days. */
function played(day: Day, policies: Parameters<ReturnType<typeof tabulateDay>["player"]>[0], days: number) {
  const play = tabulateDay(day).player(policies);
  const luck = { world: createRng("world"), choices: createRng("choices") };
  const all = Array.from({ length: days }, () => play(luck));
  return (["observed", "true"] as const).map((channel) => {
    const mean = all.reduce((sum, one) => sum + one[channel], 0) / days;
    const variance = all.reduce((sum, one) => sum + (one[channel] - mean) * (one[channel] - mean), 0) / (days - 1);
    return { mean, error: Math.sqrt(variance / days) };
  });
}

describe.each([0, 0.5, 1])("a day of tables at coupling %s", (coupling) => {
  it("has the exact returns of the enumerated day under uniform play", () => {
    const day = small(coupling);
    const world = compile({ id: "a-day@1", name: "a-day", spec: composeDay(day, words) as Environment["spec"] });
    const criterion = { kind: "finite", horizon: 18 } as const;
    const exact = [world.observedReward, world.trueReward].map((reward) =>
      evaluatePolicy({ dynamics: world.dynamics, reward: reward ?? world.trueReward, policy: uniformPolicy(world.dynamics), criterion }),
    );
    const uniform = tabulateDay(day).worlds.map(({ dynamics }) => uniformPolicy(dynamics));
    played(day, uniform, 20_000).forEach(({ mean, error }, channel) => {
      expect(Math.abs(mean - (exact[channel] ?? 0))).toBeLessThan(4 * error);
      expect(error).toBeLessThan(0.02);
    });
  });

  it("plays copies as the day itself plays them, their plans by the round", () => {
    const day = small(coupling);
    const world = compile({ id: "a-day@1", name: "a-day", spec: composeDay(day, words) as Environment["spec"] });
    const copies = copiesOf(day, ({ trueReward }) => trueReward);
    const behaviour = delegated(day, copies, { reads: true });
    // The exact return of the delegated day, step by step over the distribution of its states.
    const { stateCount, actionCount, rowStart, nextState, probability, initial } = world.dynamics;
    let now: Float64Array = Float64Array.from(initial);
    let exact = 0;
    const play = new Float64Array(actionCount);
    for (let time = 0; time < 18; time++) {
      const next = new Float64Array(stateCount);
      now.forEach((mass, state) => {
        if (mass === 0) {
          return;
        }
        behaviour.play({ state: world.rich(state as Parameters<typeof world.rich>[0]), label: world.labels[state] ?? "", time }, play);
        for (let pair = state * actionCount; pair < (state + 1) * actionCount; pair++) {
          for (let z = rowStart[pair] ?? 0; z < (rowStart[pair + 1] ?? 0); z++) {
            const weight = mass * (play[pair % actionCount] ?? 0) * (probability[z] ?? 0);
            exact += weight * (world.trueReward[z] ?? 0);
            next[nextState[z] ?? 0] = (next[nextState[z] ?? 0] ?? 0) + weight;
          }
        }
      });
      now = next;
    }
    const [, truth] = played(
      day,
      copies.map(({ policy }) => policy),
      20_000,
    );
    expect(Math.abs((truth?.mean ?? Number.NaN) - exact)).toBeLessThan(4 * (truth?.error ?? 0) + 1e-9);
  });
});

it("refuses a day of one pair of hands", () => {
  expect(() => tabulateDay({ ...small(0.5), hands: "one" })).toThrow("with one pair of hands");
});
