import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { loadModule } from "../loader/load-module.ts";
import type { FirebreakConfig } from "./define-config.ts";

const CONFIG_NAME = "firebreak.config.ts";

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
  const { checkedConfig } = await import("./config-shape.ts"); // a command without a configuration loads no zod
  const config = checkedConfig(module.exports.default, file, module.defaultAt);
  return { file: module.path, folder: dirname(module.path), config };
}
