import { describe, expect, it } from "vitest";
import { compile } from "../../compile.ts";
import { rowOfOutcome } from "../../tabular-mdp.ts";
import { crossing, field } from "../worlds.ts";
import { pathSums } from "./paths.ts";

describe("sums over paths", () => {
  for (const world of [field, crossing].map((environment) => compile(environment))) {
    it(`are those of every path written out, in ${world.id}`, () => {
      const { dynamics, trueReward } = world;
      const rows = rowOfOutcome(dynamics);
      const [discount, most] = [0.7, 4];
      let paths: { end: number; sum: number }[] = [{ end: 0, sum: 0 }];
      for (const sums of pathSums(dynamics, trueReward, { start: 0, discount, most })) {
        const weight = [1, 0.7, 0.7 * 0.7, 0.7 * 0.7 * 0.7][sums.length - 1] ?? Number.NaN;
        paths = paths.flatMap(({ end, sum }) =>
          [...rows.keys()]
            .filter((z) => Math.floor((rows[z] ?? 0) / dynamics.actionCount) === end)
            .map((z) => ({ end: dynamics.nextState[z] ?? 0, sum: sum + weight * (trueReward[z] ?? 0) })),
        );
        for (let end = 0; end < dynamics.stateCount; end++) {
          const found = paths.filter((path) => path.end === end).map(({ sum }) => sum);
          if (found.length === 0) {
            expect(sums.least[end]).toBeNaN();
            continue;
          }
          expect(sums.least[end]).toBeCloseTo(Math.min(...found), 12);
          expect(sums.greatest[end]).toBeCloseTo(Math.max(...found), 12);
          const path = sums.path(end, "greatest");
          expect(path).toHaveLength(sums.length);
          expect(dynamics.nextState[path.at(-1) ?? -1]).toBe(end);
        }
      }
    });
  }
});
