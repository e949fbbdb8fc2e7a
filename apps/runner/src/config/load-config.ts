import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as z from "zod";
import { loadModule } from "../loader/load-module.ts";
import type { FirebreakConfig } from "./define-config.ts";
import { aFamily, aFunction, aText, checkShape } from "./shape.ts";

const CONFIG_NAME = "firebreak.config.ts";

const families = z.array(aFamily).optional();

const configSchema = z.strictObject({
  environments: families,
  overseers: families,
  signals: families,
  models: families,
  methods: families,
  detectors: z.array(z.looseObject({ id: aText, title: z.string(), refuses: aFunction, inspect: aFunction })).optional(),
  figures: z.array(z.looseObject({ id: aText, title: z.string(), select: aFunction, draw: aFunction, describe: aFunction })).optional(),
  studies: z.array(aText).optional(),
});

/** A configuration and where it stands. */
export interface LoadedConfig {
  /** Absolute; null where there is none: then only what is built in is in use. */
  readonly file: string | null;
  /** What its globs and the results are relative to. */
  readonly folder: string;
  readonly config: FirebreakConfig;
}

/** The configuration file of a folder: there, or in the nearest folder above; null where there is none. */
export function findConfig(startFolder: string): string | null {
  const folder = resolve(startFolder);
  const file = join(folder, CONFIG_NAME);
  if (existsSync(file)) {
    return file;
  }
  return dirname(folder) === folder ? null : findConfig(dirname(folder));
}

/**
 * Loads the configuration of a folder, or the one given. Without any: nothing but the built-in parts.
 * @throws FirebreakError "bad-module" or "bad-configuration", with the field and its value.
 */
export async function loadConfig(options: { readonly file?: string; readonly startFolder?: string } = {}): Promise<LoadedConfig> {
  const startFolder = resolve(options.startFolder ?? ".");
  const file = options.file === undefined ? findConfig(startFolder) : resolve(startFolder, options.file);
  if (file === null) {
    return { file: null, folder: startFolder, config: {} };
  }
  const module = await loadModule(file, { cacheFolder: dirname(file) });
  const config = module.exports.default;
  checkShape(configSchema, config, { code: "bad-configuration", act: `Cannot use the configuration '${file}'`, place: module.defaultAt });
  return { file: module.path, folder: dirname(module.path), config: config as FirebreakConfig }; // checked one line above
}
