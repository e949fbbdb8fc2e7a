import { describe, expect, it } from "vitest";
import { pairedDifferences } from "./paired-differences.ts";
import { byWorld, type Scored, worldMeans } from "./strata.ts";

const trial = (world: string, seed: number | null, score: number): Scored => ({ stratum: "hero", world, seed, score });

describe("pairedDifferences", () => {
  it("pairs equal seeds in equal worlds, whatever their order", () => {
    const x = [trial("a", 0, 5), trial("a", 1, 7), trial("b", 0, 1)];
    const y = [trial("b", 0, 4), trial("a", 1, 2), trial("a", 0, 3)];
    expect(pairedDifferences(x, y)).toEqual({
      differences: [trial("a", 0, 2), trial("a", 1, 5), trial("b", 0, -3)],
      unpaired: { x: [], y: [] },
    });
  });

  it("pairs an exact trial with every seed, on either side", () => {
    const exact = [trial("a", null, 10)];
    const learned = [trial("a", 0, 9), trial("a", 1, 8)];
    expect(pairedDifferences(exact, learned).differences).toEqual([trial("a", 0, 1), trial("a", 1, 2)]);
    expect(pairedDifferences(learned, exact).differences).toEqual([trial("a", 0, -1), trial("a", 1, -2)]);
  });

  it("pairs two exact trials once: thirty copies would be a false n", () => {
    const { differences } = pairedDifferences([trial("a", null, 3)], [trial("a", null, 1)]);
    expect(differences).toEqual([trial("a", null, 2)]);
  });

  it("names the trials without a partner", () => {
    const { differences, unpaired } = pairedDifferences([trial("a", 0, 1), trial("b", null, 1)], [trial("a", 1, 1), trial("c", 0, 1)]);
    expect(differences).toEqual([]);
    expect(unpaired).toEqual({ x: ["hero|a|0", "hero|b|-"], y: ["hero|a|1", "hero|c|0"] });
  });

  it("refuses an arm that has a trial twice", () => {
    expect(() => pairedDifferences([trial("a", 0, 1), trial("a", 0, 1)], [])).toThrow(/two of the first arm are 'hero\|a\|0'/);
  });

  it("leaves one unit a world for a test", () => {
    const { differences } = pairedDifferences(
      [trial("a", null, 10), trial("b", null, 4)],
      [trial("a", 0, 9), trial("a", 1, 6), trial("b", 0, 0)],
    );
    expect(worldMeans(byWorld(differences))).toEqual([{ stratum: "hero", units: [2.5, 4] }]);
  });
});
