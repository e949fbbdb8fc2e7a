import { readFileSync } from "node:fs";
import { checkEnvironment, environmentLaws } from "@firebreak/core/testing";
import { fireBrigade } from "@firebreak/envs";
import { describe, expect, it } from "vitest";
import { environments, missedBy } from "./catalogs.ts";

/** Variants that keep the laws of worlds on their own account; the laws of methods have no need of them. */
const variants = [fireBrigade.with({ start: "any" }), fireBrigade.with({ value: "fires-and-deliveries", c: 0, fire: 0.5 })];

describe("every world of the catalog", () => {
  for (const environment of [...environments, ...variants]) {
    it(`${environment.id} keeps the laws of worlds`, () => {
      expect(checkEnvironment(environment).filter(({ pass }) => !pass)).toEqual([]);
    });
  }
});

describe("every law of worlds that the catalog can break", () => {
  for (const law of environmentLaws.filter(({ id }) => id !== "overseer-view")) {
    it(`'${law.id}' catches its seeded fault: ${law.fault.title}`, () => {
      expect(missedBy(law, environments)).toEqual([]);
    });
  }
});

describe("the guide that `firebreak check` points at", () => {
  it("has a section for each law of worlds", () => {
    const guide = readFileSync(new URL("../../docs/guide/laws.md", import.meta.url), "utf8");
    expect([...guide.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(environmentLaws.map(({ id }) => id));
  });
});
