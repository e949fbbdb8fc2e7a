import { legalIn, type Rng, sampledChance } from "@firebreak/core";
import { assistant } from "@firebreak/envs";
import type { Totals } from "./hand-written-day.ts";

/** Uniform play in the whole day by the world's own functions: both rewards of so many rounds of four turns. */
export function simulatedDay(luck: Rng, choices: Rng, rounds: number): Totals {
  const day = assistant.with({ size: "whole" });
  const { spec } = day;
  const chance = sampledChance(luck);
  let state = spec.start(chance);
  let [observed, truth] = [0, 0];
  for (let step = 0; step < 4 * rounds; step++) {
    const legal = legalIn(day, state);
    const action = legal[choices.below(legal.length)] ?? "";
    const next = spec.step(state, action, chance);
    const transition = { state, action, next };
    observed += spec.rewards.observed?.(transition) ?? 0;
    truth += spec.rewards.true(transition);
    state = next;
  }
  return { steps: 4 * rounds, observed, true: truth };
}
