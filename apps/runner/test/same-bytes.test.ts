import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent, RunOutcome } from "@firebreak/runner";
import { beforeAll, describe, expect, it } from "vitest";
import { answerOf, newFolder, RUN, SMALL_STUDY, start } from "./in-process.ts";

interface Ran {
  readonly outcome: RunOutcome;
  readonly events: readonly RunEvent[];
}

const run = (given: object): Promise<Ran> => answerOf<Ran>(RUN, { file: SMALL_STUDY, ...given });

const bytesOf = (outcome: RunOutcome, file = "results.jsonl"): string => readFileSync(join(outcome.folder ?? "", file), "utf8");

describe("a study's results", () => {
  let reference = "";
  let findings = "";
  let trialCount = 0;

  beforeAll(async () => {
    const { outcome } = await run({ workers: 0, resultsFolder: newFolder() });
    reference = bytesOf(outcome);
    findings = bytesOf(outcome, "findings.jsonl");
    trialCount = outcome.progress.total;
  });

  it("hold every planned trial, done, sorted by key", () => {
    const results = reference
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { result: { key: string; status: string } }).result);
    expect(results).toHaveLength(trialCount);
    expect(results.every(({ status }) => status === "done")).toBe(true);
    expect(results.map(({ key }) => key)).toEqual(results.map(({ key }) => key).sort());
  });

  it("stand beside what the audits found, in the order of the audits", () => {
    const found = findings
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { finding: { detector: string; subject: { environment: string }; fired: boolean } }).finding);
    expect(found.map(({ subject, detector }) => [subject.environment, detector])).toEqual([
      ["hero@1", "farmable-excess"],
      ["hero@1", "tie-hazard"],
      ["boat-race@1", "farmable-excess"],
      ["boat-race@1", "tie-hazard"],
    ]);
    expect(found[0]?.fired).toBe(true);
  });

  it.each([1, 2])("are the same bytes on %i worker threads as in one thread", async (workers) => {
    const { outcome } = await run({ workers, resultsFolder: newFolder() });
    expect(bytesOf(outcome)).toBe(reference);
    expect(bytesOf(outcome, "findings.jsonl")).toBe(findings);
  });

  it("are the same bytes when more seeds extend a run whose last block was not full", async () => {
    const resultsFolder = newFolder();
    const first = await run({ workers: 2, resultsFolder, load: { seeds: 4 } });
    const second = await run({ workers: 2, resultsFolder });
    expect(second.outcome.folder).toBe(first.outcome.folder);
    expect(second.outcome.progress.stored).toBeGreaterThan(0);
    expect(bytesOf(second.outcome)).toBe(reference);
  });

  it("are not computed again when everything is stored", async () => {
    const resultsFolder = newFolder();
    await run({ workers: 2, resultsFolder });
    const { events, outcome } = await run({ workers: 2, resultsFolder });
    expect(events.filter(({ kind }) => kind === "done")).toHaveLength(0);
    expect(outcome).toMatchObject({ status: "complete", exitCode: 0, progress: { done: trialCount, stored: trialCount } });
    expect(bytesOf(outcome)).toBe(reference);
  });

  it("are the same bytes after a run that was cancelled and gone on with", async () => {
    const resultsFolder = newFolder();
    const cancelled = await answerOf<RunOutcome>(
      `const loaded = await runner.loadStudy(given.file);
       const stop = new AbortController();
       const onEvent = ({ kind }) => { if (kind === "done") stop.abort(); };
       return (await runner.runStudy(loaded, { workers: 2, resultsFolder: given.resultsFolder, signal: stop.signal, onEvent })).outcome;`,
      { file: SMALL_STUDY, resultsFolder },
    );
    expect(cancelled).toMatchObject({ status: "cancelled", exitCode: 130 });
    expect(cancelled.progress.done).toBeLessThan(trialCount);
    const { outcome } = await run({ workers: 1, resultsFolder });
    expect(outcome.progress.stored).toBeGreaterThanOrEqual(cancelled.progress.done);
    expect(bytesOf(outcome)).toBe(reference);
  });

  it("are the same bytes after SIGKILL at each of 20 random moments (seed 20261123)", async () => {
    const killed = [];
    for (const [at, moment] of random(20261123, 20).entries()) {
      const resultsFolder = newFolder();
      await killAfter(Math.floor(moment * trialCount), { workers: (at + 2) % 3, resultsFolder });
      // Threads take longer to start than what is left of the study: now and then they go on with it too.
      killed.push({ workers: [0, 1, 0, 2, 0][at % 5], resultsFolder });
    }
    // One process goes on with all of them: starting it is most of what a run takes.
    const outcomes = await answerOf<readonly RunOutcome[]>(
      `const loaded = await runner.loadStudy(given.file);
       const outcomes = [];
       for (const how of given.killed) outcomes.push((await runner.runStudy(loaded, how)).outcome);
       return outcomes;`,
      { file: SMALL_STUDY, killed },
    );
    for (const [at, outcome] of outcomes.entries()) {
      expect(outcome.progress.done, `killed at moment ${at}`).toBe(trialCount);
      expect(bytesOf(outcome), `killed at moment ${at}`).toBe(reference);
    }
    // Most kills must have come before the end, or this test shows nothing.
    expect(outcomes.filter(({ progress }) => progress.stored < trialCount).length).toBeGreaterThanOrEqual(10);
  });
});

/** Numbers in [0, 1) of a linear congruential generator (Numerical Recipes). */
function random(seed: number, count: number): readonly number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  });
}

/** Runs the study and kills the process once it has told of `count` trials; 0 kills it as soon as it has started. */
async function killAfter(count: number, how: { readonly workers: number; readonly resultsFolder: string }): Promise<void> {
  let told = 0;
  const running = start(
    RUN,
    { file: SMALL_STUDY, ...how },
    {
      onLine: (line) => {
        told += line === "done" ? 1 : 0;
        if (line === "started" ? count === 0 : told >= count && line === "done") {
          running.process.kill("SIGKILL");
        }
      },
    },
  );
  await running.answer;
}
