import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { FirebreakError, nearestOf } from "@firebreak/core";
import { loadConfig, loadModule } from "@firebreak/runner";
import type { Answer, GlobalOptions } from "../answer.ts";
import { ChildFailure } from "../failure.ts";
import { formatTable } from "../table.ts";

interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Benchmark programs: the files of `bench/` beside the configuration. Each exports `measure()`. */
function programsIn(folder: string): ReadonlyMap<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^[a-z-]+\.ts$/.test(name)) : [];
  return new Map(names.sort().map((name) => [name.replace(/\.ts$/, ""), join(folder, name)]));
}

async function measureHere(file: string, cacheFolder: string): Promise<readonly Measurement[]> {
  const { exports } = await loadModule(file, { cacheFolder });
  const measure = exports["measure"];
  if (typeof measure !== "function") {
    throw new FirebreakError("bad-module", `Cannot bench '${file}': it exports no function 'measure'`, { file });
  }
  return (await measure()) as readonly Measurement[]; // the contract of a benchmark program
}

/** One program in a process of its own: what ran before it must not have warmed or fouled the compiler. */
async function measureApart(name: string, options: GlobalOptions): Promise<readonly Measurement[]> {
  const config = options.config === undefined ? [] : ["--config", options.config];
  const started = promisify(execFile)(process.execPath, [process.argv[1] ?? "", "bench", name, "--json", ...config]);
  const { stdout } = await started.catch((error: Error & { readonly code?: unknown; readonly stderr?: string }) => {
    throw typeof error.code === "number" ? new ChildFailure(name, error.code, error.stderr ?? "") : error;
  });
  return JSON.parse(stdout) as readonly Measurement[]; // the document that the child prints
}

/** The benchmark programs, or some of them, one after another. Ratios compare numbers of one run. */
export async function bench(names: readonly string[], options: GlobalOptions): Promise<Answer> {
  const { folder } = await loadConfig(options.config === undefined ? {} : { file: options.config });
  const programs = programsIn(join(folder, "bench"));
  const unknown = names.find((name) => !programs.has(name));
  if (unknown !== undefined) {
    throw new FirebreakError("unknown-id", `Cannot find benchmark '${unknown}': ${nearestOf(unknown, [...programs.keys()])}`);
  }
  const wanted = names.length === 0 ? [...programs.keys()] : names;
  const measured: Measurement[] = [];
  for (const [at, name] of wanted.entries()) {
    if (options.json !== true) {
      process.stderr.write(`${at + 1} of ${wanted.length}: ${name}\n`);
    }
    measured.push(...(names.length === 1 ? await measureHere(programs.get(name) ?? "", folder) : await measureApart(name, options)));
  }
  const table = formatTable(
    ["benchmark", "value", "unit"],
    measured.map(({ name, value, unit }) => [name, value, unit]),
  );
  return { document: measured, text: table };
}
