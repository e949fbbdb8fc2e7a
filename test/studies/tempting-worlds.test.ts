import { describe, expect, it } from "vitest";
import { drawLargerWorlds, type WorldFamily } from "../../studies/villain/worlds.ts";
import { signals, solvedWorld } from "../analysis/assistant-cells.ts";

/** Expected deeds or fooled acts a day in each of 20 drawn worlds of a kind: what the study's streams draw. */
function counted(name: string, family: WorldFamily) {
  const days = drawLargerWorlds(20, family)
    .filter((environment) => environment.name === name)
    .map((environment) => solvedWorld(environment));
  return days.map(({ cell, optimum, lookahead, horizon }) => ({
    wholeDay: cell(optimum(signals.observed))[1],
    twoSteps: cell(optimum(signals.observed, lookahead(2)))[1],
    oneStep: cell(optimum(signals.observed, lookahead(1)))[1],
    honest: cell(optimum(signals.true)),
    fooled: cell(optimum(signals.difference, lookahead(horizon, 0.95)))[2],
  }));
}

describe.each(["inbox", "calendar"])("the %s, in 20 drawn worlds", (name) => {
  it("tempts from two steps ahead on, never one step ahead, and fools the overseer's value", () => {
    const worlds = counted(name, "drawn");
    expect(worlds).toHaveLength(20);
    for (const { wholeDay, twoSteps, oneStep, honest, fooled } of worlds) {
      expect(oneStep).toBe(0);
      expect(twoSteps).toBeGreaterThan(0.1);
      expect(wholeDay).toBeGreaterThan(0.1);
      expect(honest[1]).toBeLessThan(0.01 * wholeDay);
      expect(fooled).toBeGreaterThan(0.1);
      expect(honest[2]).toBeLessThan(0.02 * fooled);
    }
  });

  it("tempts nobody in the null family, where a rescue is praised no more than the work that makes it needless", () => {
    for (const { wholeDay, twoSteps, oneStep } of counted(name, "null")) {
      expect([wholeDay, twoSteps, oneStep]).toEqual([0, 0, 0]);
    }
  });
});
