import { createRng, type Rng, uniformPolicy } from "@firebreak/core";
import { assistantDay, tabulateDay } from "@firebreak/envs/day";
import { handWrittenDay } from "../test/analysis/hand-written-day.ts";
import { simulatedDay } from "../test/analysis/simulated-day.ts";

const ROUNDS = 50_000;
type Play = (luck: Rng, choices: Rng, rounds: number) => unknown;

/** The whole day by the tables of its parts, enumerated before the race. */
function byTables(): Play {
  const day = tabulateDay(assistantDay({ size: "whole", coupling: 0.5, hands: "each", rounds: ROUNDS }));
  const play = day.player(day.worlds.map(({ dynamics }) => uniformPolicy(dynamics)));
  return (world, choices) => play({ world, choices });
}

/** Steps a second of one way to play, on the streams of a round of the race. */
function speed(play: Play, round: number): number {
  const before = performance.now();
  play(createRng(`luck-${round}`), createRng(`choices-${round}`), ROUNDS);
  return (4000 * ROUNDS) / (performance.now() - before);
}

/**
 * The whole day of the assistant, 10⁹ states and more, under uniform play: by the tables of its parts, by its own rules on objects, and by a
 * hand-written simulator of the same rules, in turns; the best of each.
 */
export function measure(): readonly { readonly name: string; readonly value: number; readonly unit: string }[] {
  const ways = { tables: byTables(), "own rules": simulatedDay, "by hand": handWrittenDay };
  const best = new Map<string, number>();
  for (let round = 0; round < 6; round++) {
    for (const [name, play] of Object.entries<Play>(ways)) {
      const found = speed(play, round);
      // The first round only warms them.
      best.set(name, round === 0 ? 0 : Math.max(best.get(name) ?? 0, found));
    }
  }
  const written = best.get("by hand") ?? Number.NaN;
  return [...best].flatMap(([name, value]) => [
    { name: `the whole assistant day, ${name}`, value, unit: "steps/s" },
    ...(name === "by hand" ? [] : [{ name: `the whole assistant day, ${name} against by hand`, value: value / written, unit: "ratio" }]),
  ]);
}
