import { describe, expect, test } from "vitest";
import { createRng, restoreRng } from "./rng.ts";

describe("createRng", () => {
  test("draws the numbers that Baagøe's alea draws for a seed", () => {
    // seedrandom's own test of alea: prng = alea("hello."); the first three 32-bit draws and the first double after them.
    const rng = createRng("hello.");
    expect([rng.next(), rng.next()]).toEqual([0.4783254903741181, 0.8297006865032017]);
  });

  test("goes on after a save as if nothing had happened", () => {
    const rng = createRng("seed");
    rng.normal();
    const saved = restoreRng(JSON.parse(JSON.stringify(rng.save())));
    expect([saved.next(), saved.double(), saved.below(10)]).toEqual([rng.next(), rng.double(), rng.below(10)]);
  });

  test("forks by purpose and not by what was drawn before", () => {
    const fresh = createRng("seed").fork("world");
    const used = createRng("seed");
    used.next();
    used.fork("exploration").next();
    const late = used.fork("world");
    expect([late.next(), late.next()]).toEqual([fresh.next(), fresh.next()]);
    expect(createRng("seed").fork("world").next()).not.toBe(createRng("seed").fork("exploration").next());
  });

  test("draws normal numbers of mean 0 and variance 1", () => {
    const rng = createRng("normal");
    const draws = Array.from({ length: 20_000 }, () => rng.normal());
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / draws.length;
    // Standard errors are 0.007 and 0.01: five of them.
    expect(Math.abs(mean)).toBeLessThan(0.035);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  test("refuses a bound that is not a whole number in range", () => {
    expect(() => createRng("seed").below(0)).toThrow(RangeError);
    expect(() => createRng("seed").below(1.5)).toThrow(RangeError);
  });
});
