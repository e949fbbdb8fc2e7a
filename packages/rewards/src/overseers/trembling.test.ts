import { oversee } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { garden, smallHero } from "../../test/worlds.ts";
import { consistent } from "./consistent.ts";
import { trembling } from "./trembling.ts";

describe("the trembling overseer", () => {
  it("is the consistent one, bit for bit, with a steady hand", () => {
    for (const world of [smallHero("seen"), garden]) {
      for (const kind of ["value", "evaluate", "demonstrate"] as const) {
        expect(oversee(world, trembling.with({ slip: 0, temperature: 0.2 })).answers(kind)).toEqual(
          oversee(world, consistent.with({ temperature: 0.2 })).answers(kind),
        );
      }
    }
  });

  it("slips to any legal action alike, and to none that is not legal", () => {
    const table = oversee(smallHero("seen"), trembling.with({ slip: 0.1 })).answers("demonstrate");
    // In calm: work .9 + .1/2, cause .1/2. In a threat only defeat is legal.
    expect([...table]).toEqual([0.95, 0.05, 0, 0, 0, 1].map((share) => expect.closeTo(share, 15)));
    const still = oversee(garden, trembling.with({ slip: 1 })).answers("demonstrate");
    for (const [state, ends] of garden.dynamics.terminal.entries()) {
      const share = ends === 1 ? 0 : 1 / garden.actions.length;
      expect([...still.subarray(state * garden.actions.length, (state + 1) * garden.actions.length)]).toEqual(
        garden.actions.map(() => share),
      );
    }
  });

  it("judges as the consistent overseer does, however much she trembles", () => {
    for (const kind of ["value", "evaluate"] as const) {
      expect(oversee(garden, trembling.with({ slip: 1 })).answers(kind)).toEqual(oversee(garden, consistent.with()).answers(kind));
    }
  });
});
