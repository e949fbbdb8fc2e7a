import { existsSync } from "node:fs";
import type { StudyReport } from "@firebreak/analysis";
import { FirebreakError, type Study } from "@firebreak/core";
import { equip } from "../backend/equip.ts";
import type { LoadedBackend } from "../backend/load-backend.ts";
import { type LoadedModule, type LoaderOptions, loadModule } from "../loader/load-module.ts";
import { makeStudy, type StudyValues } from "./make-study.ts";

/** A study from a file, with what workers need to make it again. */
export interface LoadedStudy {
  readonly study: Study;
  readonly module: LoadedModule;
  /** What `--set` gave; a worker makes the same study from them. */
  readonly values: StudyValues;
  /** What computes the tensors of its neural methods; null where it has none. */
  readonly backend: LoadedBackend | null;
}

/**
 * Loads a study file, and a backend where it trains neural nets: its default export is a Study, or a Family of studies that `values` chooses from.
 * @throws FirebreakError "bad-module", "bad-study" and others, with the author's file, line and column.
 */
export async function loadStudy(
  file: string,
  options: LoaderOptions & { readonly set?: StudyValues; readonly seeds?: number } = {},
): Promise<LoadedStudy> {
  const module = await loadModule(file, options);
  const values = options.set ?? {};
  const { checkedStudy } = await import("./study-shape.ts");
  const made = checkedStudy(makeStudy(module.exports.default, values), module.defaultAt);
  const equipped = await equip(options.seeds === undefined ? made : { ...made, seeds: options.seeds });
  return { ...equipped, module, values };
}

/** `villain.report.ts` beside `villain.ts`. */
export function reportFileOf(studyFile: string): string {
  return studyFile.replace(/(\.[cm]?[jt]s)$/, ".report$1");
}

/**
 * Loads what stands beside a study: how its claims are decided, and its figures.
 * @throws FirebreakError "bad-module" where there is none, "bad-study" where its default export is no report.
 */
export async function loadReport(studyFile: string, options: LoaderOptions = {}): Promise<StudyReport> {
  const file = reportFileOf(studyFile);
  if (!existsSync(file)) {
    throw new FirebreakError("bad-module", `Cannot report on '${studyFile}': there is no '${file}' beside it`, { file });
  }
  const module = await loadModule(file, options);
  const { checkedReport } = await import("./report-shape.ts");
  return checkedReport(module.exports.default, file, module.defaultAt);
}
