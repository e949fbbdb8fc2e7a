import { readFileSync } from "node:fs";
import { checkEnvironment, environmentLaws } from "@firebreak/core/testing";
import { describe, expect, it } from "vitest";
import { environments, missedBy } from "./catalogs.ts";

describe("every world of the catalog", () => {
  for (const environment of environments) {
    it(`${environment.id} keeps the laws of worlds`, () => {
      expect(checkEnvironment(environment).filter(({ pass }) => !pass)).toEqual([]);
    });
  }
});

describe("every law of worlds that the catalog can break", () => {
  // Chance decides nothing in the first two worlds: the fault of paired luck is caught in core's own tests.
  for (const law of environmentLaws.filter(({ id }) => id !== "paired-luck" && id !== "overseer-view")) {
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
