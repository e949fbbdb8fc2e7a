import { type OverseerSubject, overseerLaws } from "@firebreak/core/testing";
import { describe, expect, it } from "vitest";
import { failuresOf, missedBy, overseers, worlds } from "./catalogs.ts";

const subjects: readonly OverseerSubject[] = overseers.flatMap((model) => worlds.map((world) => ({ model, world })));

describe("every overseer, in every world", () => {
  for (const law of overseerLaws) {
    it(`keeps the law '${law.id}': ${law.title}`, () => {
      expect(failuresOf(law, subjects)).toEqual([]);
    });

    it(`'${law.id}' catches its seeded fault: ${law.fault.title}`, () => {
      expect(missedBy(law, subjects)).toEqual([]);
    });
  }
});
