import { compile, rememberRescues } from "@firebreak/core";
import { type OverseerSubject, overseerLaws } from "@firebreak/core/testing";
import { hero } from "@firebreak/envs";
import { describe, expect, it } from "vitest";
import { failuresOf, missedBy, overseers, thinned, worlds } from "./catalogs.ts";

/** Who gets used to rescues answers only where the state counts them. */
const counting = [{ levels: 2 }, { levels: 2, forget: 0.5 }].map((rule) => compile(rememberRescues(hero.with(), rule)));

const subjects: readonly OverseerSubject[] = thinned(
  overseers.flatMap((model) => [...worlds, ...counting].map((world) => ({ model, world }))),
  ({ world }) => world,
);

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
