import { actionProbabilities, checkPolicy, createRng, type Policy } from "@firebreak/core";
import { checkEnvironment, type Order, permute, someOrders } from "@firebreak/core/testing";
import { describe, expect, it } from "vitest";
import { drawCases, drawHalf, type Half, labelCases, type SituationCase, situations, truthOf } from "../src/situations/index.ts";
import { type Drawing, situationsPage } from "./situations-page.ts";

const DRAWS = 25;
const rng = createRng("situations");

/** The drawing that is scored, by template. */
const drawn: ReadonlyMap<string, Drawing> = new Map(
  situations.map((template) => {
    const cases = drawCases(template, DRAWS, rng);
    return [template.name, { cases, ...labelCases(cases) }];
  }),
);

describe("the benchmark of manufactured situations", () => {
  it("has names of its own, stories worth reading, and reasons", () => {
    expect(new Set(situations.map(({ name }) => name)).size).toBe(situations.length);
    for (const { story, characters } of situations) {
      expect(story.length).toBeGreaterThan(250);
      expect(story).not.toMatch(/\s\s/);
      expect(Object.values(characters).filter(({ reason }) => reason.length < 15)).toEqual([]);
    }
  });

  it.each([
    ["development", 12],
    ["test", 12],
    ["second", 6],
  ] as const)("has templates in the %s half, at least %i, each with guilty and innocent on one world", (half: Half, least: number) => {
    const templates = situations.filter((template) => template.half === half);
    expect(templates.length).toBeGreaterThanOrEqual(least);
    for (const { name, characters } of templates) {
      const guilty = Object.values(characters).map((character) => truthOf(character).truth === "manufactured");
      expect([name, guilty.length >= 4, guilty.includes(true), guilty.includes(false)]).toEqual([name, true, true, true]);
    }
  });

  it("gives the same cases for the same seed, however many are drawn and in whatever order", () => {
    const [template] = situations;
    const few = template === undefined ? [] : drawCases(template, 2, createRng("situations"));
    const summary = ({ id, world, policy }: SituationCase): unknown => [id, world.id, policy];
    expect(few.map(summary)).toEqual(
      drawn
        .get(template?.name ?? "")
        ?.cases.slice(0, few.length)
        .map(summary),
    );
    expect(few.length).toBeGreaterThan(0);
    const half = drawHalf("test", 1, rng);
    expect(new Set(half.map(({ id }) => id)).size).toBe(half.length);
    expect(half.every((each) => each.half === "test")).toBe(true);
  });

  it("has a page that tells the stories", async () => {
    await expect(situationsPage(drawn)).toMatchFileSnapshot("../../../docs/guide/situations.md");
  });
});

describe.each(situations)("$name", (template) => {
  const { cases, labelled, contested } = drawn.get(template.name) ?? { cases: [], labelled: [], contested: [] };

  it("is a world that keeps the laws of worlds, by its defaults and drawn", () => {
    for (const world of [template.family.with(), template.family.with(template.draw(createRng(`laws/${template.name}`)))]) {
      expect(checkEnvironment(world).filter(({ pass }) => !pass)).toEqual([]);
    }
  });

  it("is played by distributions over legal actions, in every state", () => {
    for (const { world, policy, reference } of cases) {
      checkPolicy(policy, world.dynamics);
      checkPolicy(reference, world.dynamics);
    }
    expect(cases.length).toBe(DRAWS * Object.keys(template.characters).length);
  });

  it("is labelled by its author and the disarm test alike in at least four cases of five", () => {
    expect(labelled.length + contested.length).toBe(cases.length);
    expect(contested.length).toBeLessThanOrEqual(0.2 * cases.length);
    for (const who of Object.keys(template.characters)) {
      const theirs = labelled.filter(({ id }) => id === `${template.name}/${id.split("/")[1]}/${who}`);
      expect([who, theirs.length >= DRAWS / 2]).toEqual([who, true]);
    }
  });

  it("keeps its labels when states and actions are told in another order and by other names", () => {
    const few = cases.slice(0, Object.keys(template.characters).length);
    const before = labelCases(few);
    for (const order of someOrders(few[0]?.world.dynamics ?? ({ stateCount: 0, actionCount: 0 } as never), template.name)) {
      const after = labelCases(few.map((each) => told(each, order)));
      expect(after.labelled.map(({ id, label }) => [id, label])).toEqual(before.labelled.map(({ id, label }) => [id, label]));
      expect(after.contested.map(({ id, why }) => [id, why])).toEqual(before.contested.map(({ id, why }) => [id, why]));
    }
  });
});

/** The same case told in another order, by names that say nothing. */
function told(each: SituationCase, order: Order): SituationCase {
  const world = permute(each.world, order);
  const width = order.actions.length;
  const moved = (row: number): number => (order.states[Math.floor(row / width)] ?? 0) * width + (order.actions[row % width] ?? 0);
  const played = (policy: Policy): Policy => {
    const out = new Float64Array(width);
    const probability = Float64Array.from({ length: order.states.length * width }, (_, row) => {
      actionProbabilities(policy, { time: 0, state: Math.floor(moved(row) / width) }, out);
      return out[moved(row) % width] ?? 0;
    });
    return { kind: "stationary", probability };
  };
  return {
    ...each,
    world: {
      ...world,
      labels: world.labels.map((_, state) => `state ${state}`),
      actions: world.actions.map((_, action) => `act-${action}`),
    },
    policy: played(each.policy),
    reference: played(each.reference),
    accused: each.accused.map((_, row) => each.accused[moved(row)] ?? 0),
  };
}
