import { equipStudy, needsTensors, type Study } from "@firebreak/core";
import type { LoadedBackend } from "./load-backend.ts";

/** The study with a backend in its neural methods. One without any is left as it is, and nothing is loaded. */
export async function equip(study: Study, only?: string): Promise<{ readonly study: Study; readonly backend: LoadedBackend | null }> {
  if (!needsTensors(study)) {
    return { study, backend: null };
  }
  const { loadBackend } = await import("./load-backend.ts");
  const backend = await loadBackend(only === undefined ? {} : { only });
  return { study: equipStudy(study, backend), backend };
}
