import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadStudy, runStudy } from "@firebreak/runner";

const TRIALS = 4000;
const WORKERS = 2;

/** Trials that cost next to nothing by themselves, so that what is left is the cost of planning, workers, messages and the disk. */
const STUDY = `import { uniformPlay } from "@firebreak/methods";
import { hero } from "@firebreak/envs";
import { consistent } from "@firebreak/rewards";
export default {
  id: "bench", title: "Bench", question: "What does a trial cost beside its own work?",
  sweeps: [{ id: "all", environments: Array.from({ length: ${TRIALS} }, (_, index) => hero.with({ h: index })),
    overseers: [consistent.with()], methods: [uniformPlay()], criteria: [] }],
  seeds: 1, budget: { kind: "unlimited" }, measures: [], audits: [], claims: [],
};
`;

async function workMilliseconds(resultsFolder: string): Promise<number> {
  const [run = ""] = (await readdir(join(resultsFolder, "bench"))).filter((name) => /^[0-9a-f]{12}$/.test(name));
  const lines = (await readFile(join(resultsFolder, "bench", run, "timings.jsonl"), "utf8")).trim().split("\n");
  return lines.reduce((sum, line) => sum + (JSON.parse(line) as { milliseconds: number }).milliseconds, 0); // a row of timings.jsonl
}

/** Milliseconds a trial of two workers' time that is not the trial's own work; the start of the workers is in it. */
export async function measure(): Promise<readonly { readonly name: string; readonly value: number; readonly unit: string }[]> {
  const folder = await mkdtemp(join(tmpdir(), "firebreak-bench-"));
  try {
    await writeFile(join(folder, "study.ts"), STUDY);
    const loaded = await loadStudy(join(folder, "study.ts"), { cacheFolder: folder });
    const started = performance.now();
    await runStudy(loaded, { workers: WORKERS, resultsFolder: folder });
    const wall = performance.now() - started;
    const own = await workMilliseconds(folder);
    return [
      { name: "pool and store, wall time", value: wall / TRIALS, unit: "ms a trial" },
      { name: "pool and store, beside the trial's own work", value: (wall * WORKERS - own) / WORKERS / TRIALS, unit: "ms a trial" },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
