import { byCodeUnit, createRng } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { cpuTensors } from "../../../core/test/cpu-tensors.ts";
import { permuted, randomWorld } from "../../../core/test/random-world.ts";
import { expertProblem } from "../../test/expert-problem.ts";
import { layWalk } from "../kernels/walk.ts";
import { type NetModel, type NetModelSettings, netModel } from "./net-model.ts";

const { tensors } = await cpuTensors();
const world = randomWorld({ states: 6, actions: 3, outcomes: 2 }, "trainer");
const walk = layWalk(world.dynamics, world.sampling, world.drawOrder);
const LINEAR: NetModelSettings = { hidden: [], learningRate: 0.01, encoding: "state", batch: 64, trainEvery: 1 };

const open = (settings: Partial<NetModelSettings> = {}): NetModel =>
  netModel(expertProblem(world, { tensors }), walk, { ...LINEAR, ...settings }, createRng("Ĥ"));

describe("a neural model of the trainer", () => {
  it("comes to the least of Σ w(h − Ĥ)², pair by pair the weighted mean, where a net can say anything of a pair", () => {
    const model = open();
    const [one, other] = [2, walk.legalRow.length - 1];
    for (const [pair, target, weight] of [
      [one, 3, 1],
      [one, -1, 0.5],
      [other, -2, 0.25],
      [other, 2, 0.75],
    ] as const) {
      model.learn(pair, target, weight);
    }
    for (let step = 0; step < 3000; step++) {
      model.settle?.(0);
    }
    model.settle?.();
    // Batches of 64 out of 4 samples: the last bear an error of about 0.1.
    expect(Math.abs((model.estimate[one] ?? Number.NaN) - 2.5 / 1.5)).toBeLessThan(0.3);
    expect(Math.abs((model.estimate[other] ?? Number.NaN) - 1)).toBeLessThan(0.3);
    model.dispose();
  });

  it("takes one step at once on what it hears, and one on its buffer every so many steps of the lesson", () => {
    const model = open({ hidden: [4], trainEvery: 3 });
    const told = (state?: number): readonly number[] => {
      model.settle?.(state);
      model.settle?.();
      return [...model.estimate];
    };
    const fresh = told();
    expect(told(0)).toEqual(fresh); // nothing was heard
    model.learn(1, 5, 1);
    const heard = told(0);
    expect(heard).not.toEqual(fresh);
    expect(heard[1]).toBeGreaterThan(fresh[1] ?? Number.NaN);
    const rehearsed = told(0); // the third step
    expect(rehearsed).not.toEqual(heard);
    expect(told(0)).toEqual(rehearsed);
    model.dispose();
  });

  it("brings up to date what is asked for only: the pairs of a state, or all of them", () => {
    const model = open();
    model.settle?.();
    const before = model.estimate.slice();
    model.learn(0, 9, 1);
    const state = 4;
    model.settle?.(state);
    const [first = 0, end = 0] = [walk.legalStart[state], walk.legalStart[state + 1]];
    const moved = [...model.estimate.keys()].filter((pair) => model.estimate[pair] !== before[pair]);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.every((pair) => pair >= first && pair < end)).toBe(true);
    model.settle?.();
    expect(model.estimate[0]).not.toBe(before[0]);
    model.dispose();
  });

  it("says the same of a pair however states and actions are numbered, and keeps no tensor when it is disposed of", () => {
    const kept = tensors.memory().numTensors;
    const told = (of: typeof world): Record<string, number | undefined> => {
      const laid = layWalk(of.dynamics, of.sampling, of.drawOrder);
      const model = netModel(expertProblem(of, { tensors }), laid, { ...LINEAR, hidden: [4] }, createRng("Ĥ"));
      const nameOf = (row: number): string =>
        `${of.labels[Math.floor(row / of.dynamics.actionCount)]} ${of.names[row % of.dynamics.actionCount]}`;
      const names = Array.from(laid.legalRow, nameOf);
      const heard = [...names.keys()].sort((x, y) => byCodeUnit(names[x] ?? "", names[y] ?? ""));
      for (const pair of heard) {
        model.learn(pair, names[pair]?.length ?? 0, 0.5);
        model.settle?.(0);
      }
      model.settle?.();
      model.dispose();
      return Object.fromEntries(names.map((name, pair) => [name, model.estimate[pair]]));
    };
    expect(told(permuted(world, [3, 0, 5, 1, 4, 2], [2, 0, 1]))).toEqual(told(world));
    expect(tensors.memory().numTensors).toBe(kept);
  });
});
