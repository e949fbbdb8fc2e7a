import { type OverseerSubject, overseerLaws } from "@firebreak/core/testing";
import { describe, it } from "vitest";
import { expectAll, expectCaught, overseers, worlds } from "./catalogs.ts";

const subjects: readonly OverseerSubject[] = overseers.flatMap((model) => worlds.map((world) => ({ model, world })));

describe("every overseer, in every world", () => {
  for (const law of overseerLaws) {
    it(`keeps the law '${law.id}': ${law.title}`, () => {
      expectAll([law], subjects);
    });

    it(`'${law.id}' catches its seeded fault: ${law.fault.title}`, () => {
      expectCaught(law, subjects);
    });
  }
});
