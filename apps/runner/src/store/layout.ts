import { join } from "node:path";

/**
 * results/<name of the study>/<first 12 of the fingerprint>: one run, extended by more seeds, set aside by `fresh`. The values of a
 * study's parameters are in its fingerprint, and "?" and "&" are no characters for the name of a folder.
 */
export function runFolder(resultsFolder: string, studyId: string, fingerprint: string): string {
  return join(resultsFolder, studyId.replace(/[@?].*$/, ""), fingerprint.slice(0, 12));
}

/** The files of a run's folder. The lock stands beside the folder, so that a folder can be set aside whole. */
export interface Layout {
  /** Rows in order of completion: what a run resumes from. */
  readonly log: string;
  /** Rows sorted by key, written at the end. */
  readonly results: string;
  readonly findings: string;
  readonly study: string;
  readonly refused: string;
  readonly provenance: string;
  readonly timings: string;
  readonly lock: string;
}

export function layoutOf(folder: string): Layout {
  return {
    log: join(folder, "log.jsonl"),
    results: join(folder, "results.jsonl"),
    findings: join(folder, "findings.jsonl"),
    study: join(folder, "study.json"),
    refused: join(folder, "refused.json"),
    provenance: join(folder, "provenance.jsonl"),
    timings: join(folder, "timings.jsonl"),
    lock: `${folder}.lock`,
  };
}
