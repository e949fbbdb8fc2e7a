import { type AnswerChannel, CLEAR, createRng, openLine } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { randomWorld } from "../../../core/test/random-world.ts";
import { emptyTable } from "../learners/settings.ts";
import { runDemonstrations } from "./demonstrations.ts";
import { runExpectedSarsa } from "./expected-sarsa.ts";
import { type QTable, runQLearning } from "./q-learning.ts";
import { runSarsa } from "./sarsa.ts";
import { runSoftQLearning } from "./soft-q-learning.ts";
import { runStackedQLearning } from "./stacked-q-learning.ts";
import { runTimedQLearning } from "./timed-q-learning.ts";
import { noTraces, runTraces } from "./traces.ts";
import { forkLuck, layWalk, newTrail, type RewardedWalk } from "./walk.ts";

const world = randomWorld({ states: 6, actions: 3, outcomes: 2 }, "line");
const walk = layWalk(world.dynamics, world.sampling, world.drawOrder);
const STEPS = 30_000;
/** Discount 0 (or one step left) and step size 1/n: the value of a pair is the mean of what was heard of it. Entry 0 is not read. */
const pace = {
  discount: 0,
  episode: 20,
  alpha: Float64Array.from({ length: STEPS + 1 }, (_, n) => 1 / Math.max(1, n)),
  epsilon: Float64Array.of(1, 1),
};
type Kernel = (world: RewardedWalk, own: typeof pace, table: QTable, run: Parameters<typeof runSarsa>[3]) => void;
const kernels: Readonly<Record<string, Kernel>> = {
  "q-learning": runQLearning,
  sarsa: runSarsa,
  "timed-q-learning": runTimedQLearning,
  "expected-sarsa": runExpectedSarsa,
  "q-lambda": (at, own, table, run) =>
    runTraces(at, { ...own, lambda: 0.8, replacing: true, watkins: true }, { ...table, traces: noTraces(table.q.length) }, run),
  "fixed-horizon-q-learning": (at, own, table, run) =>
    runStackedQLearning(at, { ...own, layers: 1, within: Number.POSITIVE_INFINITY, later: "best" }, table, run),
  "soft-q-learning": (at, own, table, run) =>
    runSoftQLearning(at, { ...own, temperature: 1, prior: new Float64Array(table.q.length).fill(1 / 3) }, table, run),
};

interface Learned {
  readonly table: QTable;
  /** The value of each pair for its next reward alone. */
  readonly now: Float64Array;
  readonly outcomes: Float64Array;
}

function learn(name: string, channel: AnswerChannel, silent?: Uint8Array): Learned {
  const line = openLine(channel, { answers: 1, silent }, createRng("line"));
  const layers = name === "timed-q-learning" ? pace.episode : 1;
  const table = emptyTable(walk, layers, { "step-size": "adaptive", line });
  const trail = newTrail(walk);
  kernels[name]?.({ walk, reward: world.reward, line }, pace, table, { trail, luck: forkLuck(createRng("line")), steps: STEPS });
  return { table, now: table.q.filter((_, at) => at % layers === 0), outcomes: trail.outcomes };
}

/** The mean reward of each pair over the outcomes that were met and spoken of. */
function meansOf(outcomes: Float64Array, silent: Uint8Array): number[] {
  return [...walk.legalRow].map((row) => {
    let [sum, count] = [0, 0];
    for (let z = world.dynamics.rowStart[row] ?? 0; z < (world.dynamics.rowStart[row + 1] ?? 0); z++) {
      const heard = silent[z] === 1 ? 0 : (outcomes[z] ?? 0);
      sum += heard * (world.reward[z] ?? 0);
      count += heard;
    }
    return count === 0 ? 0 : sum / count;
  });
}

describe("learning through an answer channel", () => {
  const none = new Uint8Array(world.reward.length);

  for (const name of Object.keys(kernels)) {
    // At most 18 pairs, hundreds of tries each: the mean error of a pair is within 4.5·σ/√tries, false alarm below 1.3e-4 for the lot.
    it(`averages errors away: ${name}`, () => {
      const { table, now, outcomes } = learn(name, { ...CLEAR, deviation: 2 });
      const means = meansOf(outcomes, none);
      means.forEach((mean, pair) => {
        const off = Math.abs((now[pair] ?? 0) - mean);
        expect(off).toBeLessThan((2 * 4.5) / Math.sqrt(table.tries[pair] ?? 0));
        expect(off).toBeGreaterThan(0);
      });
    });

    it(`learns nothing from a step whose reward does not come, and is right about the others: ${name}`, () => {
      const { table } = learn(name, { ...CLEAR, absent: 0.75 });
      const taught = table.tries.reduce((sum, count) => sum + count, 0);
      expect(Math.abs(taught / STEPS - 0.25)).toBeLessThan(4.5 * Math.sqrt((0.25 * 0.75) / STEPS));
      const silent = none.slice();
      silent[0] = 1; // one outcome of the first pair, and all of the last
      silent.fill(1, world.dynamics.rowStart[walk.legalRow.at(-1) ?? 0]);
      const deaf = learn(name, { ...CLEAR, deviation: 1e-12 }, silent);
      meansOf(deaf.outcomes, silent).forEach((mean, pair) => {
        expect(deaf.now[pair]).toBeCloseTo(mean, 9);
      });
      expect(deaf.table.tries.at(-1)).toBe(0);
    });
  }

  it("changes no walk: what is met is the same with errors as without, where exploration is all", () => {
    expect(learn("q-learning", { ...CLEAR, deviation: 2, absent: 0.5 }).outcomes).toEqual(learn("q-learning", CLEAR).outcomes);
  });

  it("counts no demonstration that does not come, and asks for it all the same", () => {
    const demonstrate = new Float64Array(world.dynamics.stateCount * world.dynamics.actionCount);
    for (let state = 0; state < world.dynamics.stateCount; state++) {
      demonstrate[walk.legalRow[walk.legalStart[state] ?? 0] ?? 0] = 1;
    }
    const counts = { shown: new Float64Array(demonstrate.length), asked: new Float64Array(world.dynamics.stateCount) };
    const luck = { ...forkLuck(createRng("line")), demonstration: createRng("line").fork("demonstration") };
    const line = openLine({ ...CLEAR, absent: 0.5 }, { answers: 1, silent: Uint8Array.of(1, 0, 0, 0, 0, 0) }, createRng("line"));
    runDemonstrations({ walk, demonstrate, line }, { episode: 10, own: 0 }, counts, { trail: newTrail(walk), luck, steps: STEPS });
    const shown = counts.shown.reduce((sum, count) => sum + count, 0);
    const answerable = STEPS - (counts.asked[0] ?? 0);
    expect(counts.asked.reduce((sum, count) => sum + count, 0)).toBe(STEPS);
    expect(counts.asked[0]).toBeGreaterThan(100);
    expect(Math.abs(shown / answerable - 0.5)).toBeLessThan(4.5 * Math.sqrt(0.25 / answerable));
    expect(counts.shown.subarray(0, world.dynamics.actionCount).every((count) => count === 0)).toBe(true);
    expect([...counts.shown].every((count, row) => count === 0 || demonstrate[row] === 1)).toBe(true);
  });
});
