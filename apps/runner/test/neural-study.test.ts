import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent, StudyRun } from "@firebreak/runner";
import { describe, expect, it } from "vitest";
import { answerOf, newFolder, RUN } from "./in-process.ts";

const NEURAL = `import { imitation, neuralCloning } from "@firebreak/methods";
import { hero } from "@firebreak/envs";
import { consistent } from "@firebreak/rewards";
const distiller = neuralCloning.with({ steps: 200, checkpoints: 2, "gradient-steps": 10, block: 2 });
export default {
  id: "nets",
  title: "Nets",
  question: "What comes out?",
  sweeps: [{ id: "all", environments: [hero.with()], overseers: [consistent.with()], methods: [imitation({ distiller })], criteria: [] }],
  seeds: 3,
  budget: { kind: "unlimited" },
  measures: [],
  audits: [],
  claims: [],
};
`;

const file = join(newFolder(), "nets.ts");
writeFileSync(file, NEURAL);

/** Runs the study on a backend; what `RUN` answers, and the bytes of its results. */
async function run(
  backend: string,
  workers: number,
): Promise<{ readonly events: readonly RunEvent[]; readonly bytes: string; readonly outcome: StudyRun["outcome"] }> {
  const resultsFolder = newFolder();
  const body = `process.env.FIREBREAK_BACKEND = ${JSON.stringify(backend)};\n${RUN}`;
  const { outcome, events } = await answerOf<{ outcome: StudyRun["outcome"]; events: readonly RunEvent[] }>(body, {
    file,
    workers,
    resultsFolder,
  });
  return { outcome, events, bytes: readFileSync(join(outcome.folder ?? "", "results.jsonl"), "utf8") };
}

describe("a study with neural methods", () => {
  it("gives the same bytes in this thread and in workers, tells its backend once and writes it into its provenance", async () => {
    const [here, there] = [await run("wasm", 0), await run("wasm", 2)];
    expect(there.bytes).toBe(here.bytes);
    expect(here.outcome).toMatchObject({ exitCode: 0, progress: { done: 3 } });
    expect(here.events.filter(({ kind }) => kind === "backend")).toEqual([{ kind: "backend", id: "wasm@4.22.0", why: "it was asked for" }]);
    const provenance = readFileSync(join(here.outcome.folder ?? "", "provenance.jsonl"), "utf8");
    expect(JSON.parse(provenance)).toMatchObject({ tensorBackend: "wasm@4.22.0" });
  });

  it("is another study on another backend: results of the two are not mixed", async () => {
    const [wasm, cpu] = [await run("wasm", 0), await run("cpu", 0)];
    expect(cpu.outcome.fingerprint).not.toBe(wasm.outcome.fingerprint);
    expect(cpu.outcome.progress.done).toBe(3);
  });

  it("is refused before anything is written where its backend does not load", async () => {
    const told = await run("wams", 0).catch(String);
    expect(told).toContain("Cannot compute tensors on 'wams': it must be 'wasm'");
  });
});

describe("a study without neural methods", () => {
  it("loads no TensorFlow.js", async () => {
    const small = new URL("small-study.ts", import.meta.url).pathname;
    const loaded = await answerOf<readonly string[]>(
      `process.env.FIREBREAK_BACKEND = "none";
       const { outcome } = await (async () => { ${RUN} })();
       const { createRequire } = await import("node:module");
       return [...Object.keys(createRequire(given.file).cache), String(outcome.exitCode), String(globalThis._tfengine)];`,
      { file: small, workers: 0, resultsFolder: null },
    );
    expect(loaded.filter((path) => path.includes("tensorflow"))).toEqual([]);
    expect(loaded.slice(-2)).toEqual(["0", "undefined"]);
  });
});
