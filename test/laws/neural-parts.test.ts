import {
  createRng,
  equipMethod,
  type Family,
  type Method,
  openProblem,
  type ParameterValue,
  type RewardModel,
  type Signal,
} from "@firebreak/core";
import * as methods from "@firebreak/methods";
import * as rewards from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { loadBackend } from "../../apps/runner/src/backend/load-backend.ts";
import { overseen } from "./catalogs.ts";

const backend = await loadBackend({ only: "wasm" });

const isFamily = (thing: unknown): thing is Family<object> => typeof thing === "object" && thing !== null && "with" in thing;
const families = [...Object.values<unknown>(methods), ...Object.values<unknown>(rewards)].filter(isFamily);
const signals = families.filter((family): family is Family<Signal> => "perStep" in family.with());
const models = families.filter((family): family is Family<RewardModel> => "fit" in family.with());

/** What methods are made of that trains nets. */
const neural = families.filter((family) => {
  const part = family.with();
  return "tensors" in part && part.tensors === true;
});

/** Settings with which a part runs and learns nothing. */
const BRIEF: Readonly<Record<string, ParameterValue>> = {
  steps: 40,
  questions: 40,
  checkpoints: 2,
  warmup: 10,
  rollout: 20,
  epochs: 1,
  batch: 4,
  hidden: 3,
  layers: 1,
  "gradient-steps": 4,
};

/** Every method of the catalog with every part that trains nets in every slot that takes it. */
const combinations = methods.methodFamilies(signals, models).flatMap((family) =>
  neural.flatMap((part) =>
    Object.entries(family.parameters)
      .filter(([slot, { admits }]) => !slot.includes(".") && admits(part.name))
      .map(([slot]) => {
        const brief = Object.entries(BRIEF).filter(([key]) => part.parameters[key] !== undefined);
        const settings = Object.fromEntries(brief.map(([key, value]) => [`${slot}.${key}`, value]));
        return { name: `${family.name} with ${slot}=${part.name}`, method: family.with({ [slot]: part.name, ...settings }) };
      }),
  ),
);

const world = overseen.find(({ world: { environment } }) => environment.name === "field") ?? expect.fail("there is a field");

function problemOf(method: Method): ReturnType<typeof openProblem> {
  const criterion = method.needs.criteria.length === 0 ? null : ({ kind: "discounted", discount: 0.8 } as const);
  return openProblem(world, { method, criterion, budget: { kind: "unlimited" } });
}

const lastStep = (method: Method): number =>
  [...equipMethod(method, backend).train(problemOf(method), createRng("brief"))].at(-1)?.step ?? Number.NaN;

describe("every method that takes a part that trains nets", () => {
  it("is on the list: RL, learned rewards and what leans on imitation", () => {
    const names = combinations.map(({ name }) => name);
    expect(names).toContain("learned-reward with learner=dqn");
    expect(names).toContain("learned-reward with learner=ppo");
    expect(names).toContain("regularised-learning with distiller=neural-cloning");
    expect(names).toContain("imitative-amplification with distiller=neural-cloning");
    const blocks = combinations.filter(({ method }) => method.trainBatch !== undefined).map(({ name }) => name);
    expect(blocks).toContain("learned-reward with learner=dqn");
  });

  it.each(combinations)("$name asks for tensors and trains with those that it is given", ({ method }) => {
    expect(method.needs.tensors).toBe(true);
    expect(lastStep(method)).toBeGreaterThanOrEqual(40);
  });

  it.each(combinations.filter(({ method }) => method.trainBatch !== undefined))(
    "$name trains a block of seeds as each alone",
    ({ method }) => {
      const seeds = ["one", "two"];
      const equipped = equipMethod(method, backend);
      const problems = seeds.map(() => problemOf(method));
      const together = [...(equipped.trainBatch?.(problems, seeds.map(createRng)) ?? [])];
      seeds.forEach((seed, at) => {
        const own = problemOf(method);
        const alone = [...equipped.train(own, createRng(seed))];
        expect(together.map((checkpoints) => checkpoints[at]?.step)).toEqual(alone.map(({ step }) => step));
        expect(together.map((checkpoints) => checkpoints[at]?.proxyReward)).toEqual(alone.map(({ proxyReward }) => proxyReward));
        expect(problems[at]?.overseer.ledger()).toEqual(own.overseer.ledger());
      });
    },
  );
});
