import { describe, expect, test } from "vitest";
import { defineEnvironments, type EnvironmentSpec } from "./environment.ts";
import { defineFamily, number } from "./family.ts";
import { fingerprintOf, rulesHashOf } from "./fingerprint.ts";
import type { Method, MethodNeeds } from "./method.ts";
import type { OverseerModel } from "./overseer.ts";
import { blocksOf, indexStudy, planStudy, resolveBlock } from "./plan-study.ts";
import { uniformPolicy } from "./policy.ts";
import type { Study, Sweep } from "./study.ts";

const door = (observed: boolean): EnvironmentSpec<"shut" | "open", "push"> => ({
  title: "A door",
  source: "this test",
  actions: ["push"],
  start: () => "shut",
  step: () => "open",
  label: (state) => state,
  rewards: { true: () => 0, ...(observed ? { observed: () => 1 } : {}) },
  evaluation: { kind: "average" },
  traits: { deterministic: true, episodic: false },
  workedEpisodes: [],
});
const doors = defineEnvironments({
  name: "door",
  version: 1,
  title: "A door",
  parameters: { height: number({ default: 2 }) },
  make: ({ height }) => door(height > 2),
});

const mute: OverseerModel = {
  id: "mute@1",
  title: "Answers value only",
  answers: () => ["value"],
  build: () => ({ id: "mute@1", value: () => 0, evaluate: () => 0, demonstrate: () => undefined, compare: () => 0 }),
};

const method = (id: string, needs: Partial<MethodNeeds>, tables: Readonly<Record<string, number>> = {}): Method => ({
  id,
  title: id,
  needs: { world: "model", asks: [], criteria: ["discounted"], sampled: false, ...needs },
  blockSize: 10,
  tables: () => tables,
  *train({ dynamics }) {
    yield { step: 0, policy: uniformPolicy(dynamics) };
  },
});

const sweep = (change: Partial<Sweep> = {}): Sweep => ({
  id: "only",
  environments: [doors.with()],
  overseers: [mute],
  methods: [method("plan@1", {})],
  criteria: [{ kind: "discounted", discount: 0.5 }],
  ...change,
});
const study = (change: Partial<Study> = {}): Study => ({
  id: "doors",
  title: "Doors",
  question: "Do doors open?",
  sweeps: [sweep()],
  seeds: 25,
  budget: { kind: "unlimited" },
  measures: [],
  audits: [],
  claims: [],
  ...change,
});

describe("planStudy", () => {
  test("plans one trial of an exact method, blocks of seeds of a sampled one, and no criterion where nothing is optimised", () => {
    const plan = planStudy(
      study({
        sweeps: [sweep({ methods: [method("plan@1", {}), method("learn@1", { sampled: true }), method("copy@1", { criteria: [] })] })],
      }),
    );
    expect(plan.blocks.map(({ seeds }) => seeds.length)).toEqual([1, 10, 10, 5, 1]);
    expect(plan.trialCount).toBe(27);
    expect(plan.blocks[0]?.keys).toEqual(["door@1|mute@1|plan@1|discounted-0.5|-"]);
    expect(plan.blocks[3]?.keys[4]).toBe("door@1|mute@1|learn@1|discounted-0.5|24");
    expect(plan.blocks[4]?.keys).toEqual(["door@1|mute@1|copy@1|-|-"]);
  });

  test("runs a trial that two sweeps share once", () => {
    const twice = study({ sweeps: [sweep(), sweep({ id: "again", environments: [doors.with({ height: 2 })] })] });
    expect(planStudy(twice).trialCount).toBe(1);
  });

  test.each<[string, Method, string]>([
    ["another criterion", method("walk@1", { criteria: ["finite"] }), "it optimises the criteria finite, not discounted"],
    [
      "a question that the overseer does not answer",
      method("rate@1", { asks: ["evaluate"] }),
      "it asks the overseer to evaluate, and 'mute@1' cannot",
    ],
    ["a reward channel that the world lacks", method("broad@1", { observed: true }), "this world has none"],
    [
      "more questions than the budget",
      method("table@1", {}, { value: 11 }),
      "its questions before it starts (11 of kind 'value') cost 11, and the budget is 10",
    ],
    [
      "more than the budget with all kinds together",
      method("tables@1", {}, { value: 6, evaluate: 5 }),
      "(6 of kind 'value', 5 of kind 'evaluate') cost 11, and the budget is 10",
    ],
  ])("refuses a method that needs %s, with the reason", (_, needy, reason) => {
    const { refused, blocks } = planStudy(study({ sweeps: [sweep({ methods: [needy] })], budget: { kind: "cost", limit: 10 } }));
    expect(blocks).toEqual([]);
    expect(refused).toEqual([{ cell: `door@1|mute@1|${needy.id}|discounted-0.5`, reason: expect.stringContaining(reason) }]);
  });

  test("refuses a horizon of more steps than a policy can hold, not when it is run", () => {
    const timed = study({
      sweeps: [sweep({ methods: [method("long@1", { criteria: ["finite"] })], criteria: [{ kind: "finite", horizon: 1e12 }] })],
    });
    expect(planStudy(timed).refused[0]?.reason).toMatch(
      /^it plans finite-1000000000000, and a policy that depends on time has at most \d+ steps there$/,
    );
  });

  test("is refused where a sweep has no criteria for a method that optimises one, or a price is of no kind of question", () => {
    expect(() => planStudy(study({ sweeps: [sweep({ criteria: [] })] }))).toThrow(/has no criteria, and its method '.*' optimises one/);
    const price = { evaluations: 0.1 } as Record<string, number>;
    expect(() => planStudy(study({ budget: { kind: "cost", limit: 3, price } }))).toThrow(
      "Cannot keep a budget with a price of 'evaluations': the nearest are 'evaluate'",
    );
  });

  test("plans what the account will allow: three questions at 0.1 fit into a budget of 0.3", () => {
    const methods = [method("table@1", {}, { value: 3 })];
    const { refused } = planStudy(study({ sweeps: [sweep({ methods })], budget: { kind: "cost", limit: 0.3, price: { value: 0.1 } } }));
    expect(refused).toEqual([]);
  });

  test("lets the same cells through where the world, the overseer and the budget give what they need", () => {
    const fitting = [method("broad@1", { observed: true }), method("table@1", {}, { value: 10 })];
    const plan = planStudy(
      study({ sweeps: [sweep({ methods: fitting, environments: [doors.with({ height: 3 })] })], budget: { kind: "cost", limit: 10 } }),
    );
    expect(plan.refused).toEqual([]);
    expect(plan.trialCount).toBe(2);
  });

  test("refuses a world that hides some of its state from the agent", () => {
    const foggy = defineFamily({
      name: "fog",
      version: 1,
      title: "Fog",
      parameters: {},
      make: (_, id) => ({ ...doors.with(), id, spec: { ...doors.with().spec, views: { agent: () => "fog" } } }),
    });
    expect(planStudy(study({ sweeps: [sweep({ environments: [foggy.with()] })] })).refused[0]?.reason).toMatch(/hides some of it/);
  });

  test("refuses two parts with one id, in an axis and across sweeps", () => {
    const other = { ...doors.with(), spec: { ...doors.with().spec, title: "Another door" } };
    const refusal = expect.objectContaining({
      code: "duplicate-id",
      message: expect.stringMatching(/two environments with the id 'door@1'/),
    });
    expect(() => planStudy(study({ sweeps: [sweep({ environments: [doors.with(), doors.with()] })] }))).toThrow(refusal);
    expect(() => planStudy(study({ sweeps: [sweep(), sweep({ id: "again", environments: [other] })] }))).toThrow(refusal);
    expect(() => planStudy(study({ sweeps: [sweep(), sweep()] }))).toThrow(/two of its sweeps have the id 'only'/);
  });
});

describe("resolveBlock", () => {
  const plan = planStudy(study({ sweeps: [sweep({ methods: [method("plan@1", {}), method("learn@1", { sampled: true })] })] }));

  test("finds the block of every key that was planned", () => {
    const index = indexStudy(plan.study);
    for (const block of plan.blocks) {
      for (const key of block.keys) {
        expect(resolveBlock(index, key).keys).toEqual(block.keys);
      }
    }
  });

  test("names the part of a key that the study does not have", () => {
    const index = indexStudy(plan.study);
    expect(() => resolveBlock(index, "door@1|mute@1|plam@1|discounted-0.5|-")).toThrow(/no method 'plam@1'; the nearest are 'plan@1'/);
    expect(() => resolveBlock(index, "door@1|mute@1|learn@1|discounted-0.5|25")).toThrow(/seeds 0 to 24/);
  });

  test("cuts blocks at the same seeds however many seeds there are", () => {
    const cell = plan.blocks[1]?.cell;
    const short = cell === undefined ? [] : blocksOf(cell, 10);
    const long = cell === undefined ? [] : blocksOf(cell, 60);
    expect(long.slice(0, short.length).map(({ keys }) => keys)).toEqual(short.map(({ keys }) => keys));
  });
});

describe("fingerprintOf", () => {
  test("moves with what is asked and not with how many seeds ask it or how it will be decided", () => {
    const base = fingerprintOf(study());
    expect(fingerprintOf(study({ seeds: 60 }))).toBe(base);
    const claims = [{ id: "C1", position: "They do", rule: { margin: 0.1 } }];
    expect(fingerprintOf(study({ claims }))).toBe(base);
    expect(rulesHashOf(study({ claims }))).not.toBe(rulesHashOf(study()));
    expect(fingerprintOf(study({ budget: { kind: "cost", limit: 5 } }))).not.toBe(base);
    expect(fingerprintOf(study({ sweeps: [sweep({ criteria: [{ kind: "average" }] })] }))).not.toBe(base);
  });
});
