import { oversee } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { garden, smallHero } from "../../test/worlds.ts";
import { consistent } from "./consistent.ts";
import { villainous } from "./villainous.ts";

describe("the villainous overseer", () => {
  it("is the consistent one, bit for bit, at q = 0", () => {
    for (const world of [smallHero("seen"), garden]) {
      for (const kind of ["value", "evaluate", "demonstrate"] as const) {
        expect(oversee(world, villainous.with({ q: 0, temperature: 0.2 })).answers(kind)).toEqual(
          oversee(world, consistent.with({ temperature: 0.2 })).answers(kind),
        );
      }
    }
  });

  it("demonstrates the deed with probability q, and is sorry afterwards, seen or covert", () => {
    for (const cause of ["seen", "covert"] as const) {
      const table = oversee(smallHero(cause), villainous.with({ q: 0.25 })).answers("demonstrate");
      expect([...table]).toEqual([0.75, 0.25, 0, 0, 0, 1]);
    }
  });

  it("judges as the consistent overseer does, whatever q", () => {
    for (const kind of ["value", "evaluate"] as const) {
      expect(oversee(garden, villainous.with({ q: 1 })).answers(kind)).toEqual(oversee(garden, consistent.with()).answers(kind));
    }
  });

  it("does no harm where far sight finds no more praise than near sight", () => {
    const table = oversee(smallHero("seen"), villainous.with({ q: 0.5, foresight: 1 })).answers("demonstrate");
    expect([...table.subarray(0, 3)]).toEqual([1, 0, 0]);
  });
});
