import { basename, dirname } from "node:path";
import { fingerprintOf, type Study } from "@firebreak/core";
import type { LoadedConfig } from "../config/load-config.ts";
import { layoutOf } from "../store/layout.ts";
import { readStudyRecord } from "../store/study-record.ts";
import { listStudyFiles, studyNameOf } from "./find-study.ts";
import { loadStudy } from "./load-study.ts";
import type { StudyValues } from "./make-study.ts";

/** The values in a canonical id: "villain@1?worlds=5" has worlds = 5. */
function valuesIn(id: string): StudyValues {
  const query = id.includes("?") ? id.slice(id.indexOf("?") + 1) : "";
  return Object.fromEntries(
    query
      .split("&")
      .filter((pair) => pair.includes("="))
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

/**
 * The study that a run's folder holds results of, from the study files of the configuration: one with the same fingerprint. Null where
 * there is none: its file was changed or is elsewhere, or its values are not in its id and are not the defaults.
 */
export async function findOrigin(runFolder: string, config: LoadedConfig): Promise<Study | null> {
  const record = await readStudyRecord(layoutOf(runFolder).study);
  if (record === null) {
    return null;
  }
  for (const { file } of await listStudyFiles(config)) {
    const set = valuesIn(record.id);
    const loaded = await loadStudy(file, { cacheFolder: config.folder, set, seeds: record.seeds }).catch(() => null);
    if (loaded !== null && studyNameOf(loaded.module.exports.default) === basename(dirname(runFolder))) {
      if (fingerprintOf(loaded.study) === record.fingerprint) {
        return loaded.study;
      }
    }
  }
  return null;
}
