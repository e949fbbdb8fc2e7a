import { resolve } from "node:path";
import { emptyStudyGlobs, findStudyFile, type LoadedConfig, type LoadedStudy, loadConfig, loadStudy } from "@firebreak/runner";
import type { GlobalOptions } from "./answer.ts";
import { numberFlag, readSettings } from "./arguments.ts";
import { warn } from "./warn.ts";

/** What names one run of a study. */
export interface StudyOptions {
  readonly seeds?: string;
  readonly set?: readonly string[];
  readonly results?: string;
}

/** A study, its file, and the folder below which its results are kept. */
export interface OpenedStudy {
  readonly loaded: LoadedStudy;
  /** What `run` takes. */
  readonly name: string;
  readonly file: string;
  /** Absolute. */
  readonly resultsFolder: string;
  readonly cacheFolder: string;
}

/** A glob that matches nothing is told, not passed over: a misspelt folder would only look empty. */
export async function warnOfEmptyGlobs(config: LoadedConfig): Promise<void> {
  for (const glob of await emptyStudyGlobs(config)) {
    warn(`'${glob}' among the \`studies\` of ${config.file ?? "the configuration"} matches no file`);
  }
}

/** Finds a study by name or file and loads it with its parameters and seeds. Results are kept beside the configuration. */
export async function openStudy(name: string, options: GlobalOptions & StudyOptions): Promise<OpenedStudy> {
  const seeds = numberFlag("--seeds", options.seeds, { whole: true, min: 1 });
  const set = Object.fromEntries(readSettings(options.set));
  const config = await loadConfig(options.config === undefined ? {} : { file: options.config });
  await warnOfEmptyGlobs(config);
  const { file } = await findStudyFile(config, name);
  const loaded = await loadStudy(file, { cacheFolder: config.folder, set, ...(seeds === undefined ? {} : { seeds }) });
  const resultsFolder = options.results === undefined ? resolve(config.folder, "results") : resolve(options.results);
  return { loaded, name, file, resultsFolder, cacheFolder: config.folder };
}
