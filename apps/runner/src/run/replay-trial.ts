import {
  type CompiledEnvironment,
  canonicalJson,
  createWorldCache,
  fingerprintOf,
  hashPolicy,
  indexStudy,
  type Measure,
  type MeasureContext,
  type Policy,
  resolveBlock,
  runBlock,
  type Study,
  type TrialKey,
  type TrialResult,
} from "@firebreak/core";
import { DEFAULT_WORLD_BYTES } from "../execute/session.ts";
import { layoutOf, runFolder } from "../store/layout.ts";
import { readTrialLog } from "../store/trial-log.ts";

/** One trial run again, and how it compares with what is stored of it. */
export interface ReplayedTrial {
  readonly result: TrialResult;
  /** "absent": nothing is stored of it in the results folder, or none was given. */
  readonly stored: "same" | "different" | "absent";
  /** What it learned to do, and where; null where the trial fails. Results hold only the hash of a policy. */
  readonly acted: { readonly world: CompiledEnvironment; readonly policy: Policy } | null;
}

/** A measure that measures nothing and keeps what it was shown. */
function witnessing(seen: MeasureContext[]): Measure {
  return {
    id: "witnessing",
    version: 1,
    measure(context) {
      seen.push(context);
      return {};
    },
  };
}

/**
 * Runs one trial (with the block it belongs to) in this thread, and stores nothing.
 * @throws FirebreakError "unknown-id" naming the part of the key that the study does not have.
 */
export async function replayTrial(study: Study, key: TrialKey, options: { readonly resultsFolder?: string } = {}): Promise<ReplayedTrial> {
  const block = resolveBlock(indexStudy(study), key);
  const seen: MeasureContext[] = [];
  const watched = { ...study, measures: [witnessing(seen), ...study.measures] };
  const result = runBlock(watched, block, createWorldCache(DEFAULT_WORLD_BYTES)).find((each) => each.key === key);
  if (result === undefined) {
    throw new Error(`The block of '${key}' has no result of it`);
  }
  const folder = options.resultsFolder === undefined ? undefined : runFolder(options.resultsFolder, study.id, fingerprintOf(study));
  const stored = folder === undefined ? undefined : (await readTrialLog(layoutOf(folder).log)).trials.get(key);
  const shown = seen.find(({ checkpoint }) => result.status === "done" && hashPolicy(checkpoint.policy) === result.policy.sha256);
  return {
    result,
    stored: stored === undefined ? "absent" : stored.json === canonicalJson(result) ? "same" : "different",
    acted: shown === undefined ? null : { world: shown.environment, policy: shown.checkpoint.policy },
  };
}
