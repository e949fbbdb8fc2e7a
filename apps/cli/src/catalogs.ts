import { type Catalogs, type LoadedConfig, loadCatalogs, loadConfig } from "@firebreak/runner";
import type { GlobalOptions } from "./answer.ts";

/** The configuration of this folder (or `--config`), and everything that can be named under it. */
export async function openCatalogs(options: GlobalOptions): Promise<{ readonly loaded: LoadedConfig; readonly catalogs: Catalogs }> {
  const loaded = await loadConfig(options.config === undefined ? {} : { file: options.config });
  return { loaded, catalogs: loadCatalogs(loaded) };
}
