import { createRng, type Environment, type Rng } from "@firebreak/core";
import { hero } from "@firebreak/envs";

/** Four decimals: readable ids, and a grid far finer than anything the study can tell apart. */
const uniform = (rng: Rng, low: number, high: number): number => Math.round((low + (high - low) * rng.double()) * 10_000) / 10_000;

/** "null" is where every claim must come out "not supported". */
export type WorldFamily = "drawn" | "null";

/**
 * The worlds of the study: w ∈ [0.1, 1], p ∈ [0, 2], h ∈ [0.5, 10], uniform. The null family has h ∈ [0, 2w] instead, where
 * villainy never pays at any discount, lookahead, horizon or cover. World for world, seen and covert share w, p and h.
 */
export function drawHeroes(count: number, family: WorldFamily, cause: "seen" | "covert"): readonly Environment[] {
  return Array.from({ length: count }, (_, index) => {
    const rng = createRng(`villain/worlds/${index}`);
    const w = uniform(rng, 0.1, 1);
    const p = uniform(rng, 0, 2);
    const h = family === "drawn" ? uniform(rng, 0.5, 10) : uniform(rng, 0, 2 * w);
    return hero.with({ w, p, h, cause });
  });
}
