import { describe, expect, it } from "vitest";
import { type CompiledEnvironment, compile } from "../compile.ts";
import { rowOfOutcome } from "../tabular-mdp.ts";
import { permute, someOrders, unpermuteOutcomes, unpermuteRows, unpermuteStates } from "./permute.ts";
import { crossing, field } from "./worlds.ts";

/** All there is to a world, told by label and name only. */
function told(world: CompiledEnvironment): Record<string, unknown> {
  const { dynamics, labels, actions } = world;
  const facts: Record<string, unknown> = {};
  for (const [z, row] of rowOfOutcome(dynamics).entries()) {
    const [state, action, next] = [Math.floor(row / actions.length), row % actions.length, dynamics.nextState[z] ?? 0];
    facts[`${labels[state]} ${actions[action]} ${labels[next]}`] = [
      dynamics.probability[z],
      world.trueReward[z],
      world.observedReward?.[z],
      world.judgement.evaluate?.[z],
    ];
  }
  labels.forEach((label, state) => {
    const alike = labels.filter((_, other) => world.overseerView[other] === world.overseerView[state]).sort();
    facts[label] = [dynamics.initial[state], dynamics.terminal[state], world.judgement.value?.[state], alike, world.rich(state as never)];
  });
  return facts;
}

/** What a uniform number draws after each action, by label and name. */
function draws(world: CompiledEnvironment): Record<string, string> {
  const { dynamics, sampling, labels, actions } = world;
  const drawn: Record<string, string> = {};
  for (let row = 0; row + 1 < dynamics.rowStart.length; row++) {
    const [first, end] = [dynamics.rowStart[row] ?? 0, dynamics.rowStart[row + 1] ?? 0];
    drawn[`${labels[Math.floor(row / actions.length)]} ${actions[row % actions.length]}`] = Array.from(
      sampling.outcome.subarray(first, end),
      (z, offset) => `${labels[dynamics.nextState[z] ?? 0]} ${sampling.cumulative[first + offset]}`,
    ).join("; ");
  }
  return drawn;
}

describe("a world told in another order", () => {
  for (const world of [field, crossing].map((environment) => compile(environment))) {
    const orders = someOrders(world.dynamics, "test");

    it(`${world.id} is the same world`, () => {
      for (const order of orders) {
        const other = permute(world, order);
        expect(other.labels).not.toEqual(world.labels);
        expect(told(other)).toEqual(told(world));
        expect(draws(other)).toEqual(draws(world));
        expect(Array.from(other.drawOrder, (action) => other.actions[action])).toEqual(
          Array.from(world.drawOrder, (action) => world.actions[action]),
        );
      }
    });

    it(`${world.id} keeps rows ascending, and its tables come back`, () => {
      for (const order of orders) {
        const { dynamics, judgement } = permute(world, order);
        for (let row = 0; row + 1 < dynamics.rowStart.length; row++) {
          const reached = [...dynamics.nextState.subarray(dynamics.rowStart[row], dynamics.rowStart[row + 1])];
          expect(reached).toEqual([...reached].sort((x, y) => x - y));
        }
        expect(unpermuteStates(judgement.value ?? new Float64Array(), order)).toEqual(world.judgement.value);
        expect(unpermuteOutcomes(judgement.evaluate ?? new Float64Array(), world.dynamics, order)).toEqual(world.judgement.evaluate);
        const rows = Float64Array.from({ length: world.labels.length * world.actions.length }, (_, row) => row);
        const there = Float64Array.from(rows, (_, now) => {
          const state = order.states[Math.floor(now / world.actions.length)] ?? 0;
          return state * world.actions.length + (order.actions[now % world.actions.length] ?? 0);
        });
        expect(unpermuteRows(there, order)).toEqual(rows);
      }
    });
  }
});
