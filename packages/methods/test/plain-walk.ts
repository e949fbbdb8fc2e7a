import { createRng, type Rng } from "@firebreak/core";
import type { LabelledWorld } from "../../core/test/random-world.ts";

/** One step of a plain walk, as an agent that learns sees it. */
interface PlainStep {
  readonly s: number;
  /** s·A + a. */
  readonly row: number;
  readonly z: number;
  readonly next: number;
  /** The world ended. */
  readonly ended: boolean;
  /** The world ended or the episode was cut. */
  readonly over: boolean;
}

/** A learner written from its paper's formulas. It draws its own numbers from the stream "exploration". */
export interface PlainAgent {
  /** Called where an episode begins. */
  begin?(s: number): void;
  choose(s: number, time: number): number;
  learn(step: PlainStep): void;
}

/** The rows of the legal actions of a state, in draw order. */
export function legalRows({ dynamics, drawOrder }: LabelledWorld, s: number): readonly number[] {
  return [...drawOrder]
    .map((a) => s * dynamics.actionCount + a)
    .filter((row) => (dynamics.rowStart[row] ?? 0) < (dynamics.rowStart[row + 1] ?? 0));
}

/** Walks a world step by step on lists, with the streams that kernels have. */
export function walkPlainly(
  world: LabelledWorld,
  run: { readonly seed: string; readonly steps: number; readonly episode: number },
  agentOf: (exploration: Rng) => PlainAgent,
): void {
  const { dynamics, sampling } = world;
  const luck = createRng(run.seed).fork("world");
  const starts = createRng(run.seed).fork("world").fork("start");
  const agent = agentOf(createRng(run.seed).fork("exploration"));
  const drawn = (cumulative: Float64Array, first: number, rng: Rng): number => {
    const u = rng.next();
    return first + [...cumulative.subarray(first)].findIndex((sum) => u < sum);
  };
  let [s, time] = [-1, 0];
  for (let step = 0; step < run.steps; step++) {
    if (s < 0) {
      [s, time] = [sampling.start[drawn(sampling.startCumulative, 0, starts)] ?? -1, 0];
      if (legalRows(world, s).length === 0) {
        s = -1;
        continue;
      }
      agent.begin?.(s);
    }
    const row = agent.choose(s, time);
    const first = dynamics.rowStart[row] ?? 0;
    const z = dynamics.maxOutcomes === 1 ? first : (sampling.outcome[drawn(sampling.cumulative, first, luck)] ?? -1);
    const next = dynamics.nextState[z] ?? -1;
    const ended = legalRows(world, next).length === 0;
    time++;
    const over = ended || time === run.episode;
    agent.learn({ s, row, z, next, ended, over });
    s = over ? -1 : next;
  }
}

/** Counts by key, from 1. */
export function counter(): (key: number) => number {
  const counts = new Map<number, number>();
  return (key) => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key) ?? 0;
  };
}

/** Entry n of a schedule, or its last. */
export const at = (schedule: Float64Array, n: number): number => schedule[Math.min(n, schedule.length - 1)] ?? 0;

/** An ε-greedy choice by a value of rows, from one number. */
export function greedily(rows: readonly number[], value: (row: number) => number, { epsilon, u }: { epsilon: number; u: number }): number {
  if (u < epsilon) {
    return rows[Math.floor((u / epsilon) * rows.length)] ?? -1;
  }
  const top = Math.max(...rows.map(value));
  const best = rows.filter((row) => value(row) === top);
  return best[Math.floor(((u - epsilon) / (1 - epsilon)) * best.length)] ?? -1;
}

/** n^(−1/2) up to a length, by square roots: another formula than the product's. */
export const rootSchedule = (scale: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, n) => scale / Math.sqrt(Math.max(1, n)));
