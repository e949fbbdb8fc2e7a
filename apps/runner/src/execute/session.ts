import {
  canonicalJson,
  createWorldCache,
  FirebreakError,
  indexStudy,
  resolveBlock,
  runAudit,
  runBlock,
  type Study,
  type TrialKey,
} from "@firebreak/core";
import type { StoredTrial } from "../store/trial-log.ts";

/** Bytes of compiled worlds that one thread keeps. */
export const DEFAULT_WORLD_BYTES: number = 256 * 1024 * 1024;

/** One block's outcome. The JSON of its trials travels between threads, never their values. */
export interface BlockOutcome {
  readonly first: TrialKey;
  readonly trials: readonly StoredTrial[];
  readonly milliseconds: number;
  /** The block's worker died of it: its trials failed here and now. They are not stored, and the next run tries them again. */
  readonly lost?: true;
}

/** One audit's outcome: its findings as canonical JSON, and the detectors that did not apply. */
export interface AuditOutcome {
  readonly findings: readonly string[];
  readonly refused: readonly { readonly cell: string; readonly reason: string }[];
}

/** A study opened in one thread: its parts by id and its compiled worlds. */
export interface Session {
  /** Runs the block that the key belongs to. */
  runBlock(key: TrialKey): BlockOutcome;
  /** Runs the study's audit of that index. */
  runAudit(index: number): AuditOutcome;
}

function audit(study: Study, index: number, cache: ReturnType<typeof createWorldCache>): AuditOutcome {
  const plan = study.audits[index];
  if (plan === undefined) {
    throw new Error(`Study '${study.id}' has no audit ${index}`);
  }
  const subject = `${plan.environment.id}|${plan.overseer.id}|${plan.signal.id}`;
  try {
    const { findings, refused } = runAudit(plan, cache);
    return {
      findings: findings.map(canonicalJson),
      refused: refused.map(({ detector, reason }) => ({ cell: `audit ${detector}|${subject}`, reason })),
    };
  } catch (error) {
    // A detector of a third party that throws is told like one that does not apply: it may not lose a night's trials.
    const reason = error instanceof FirebreakError ? error.message : `it failed: ${String(error)}`;
    return { findings: [], refused: [{ cell: `audit|${subject}`, reason }] };
  }
}

export function openSession(study: Study, worldBytes: number = DEFAULT_WORLD_BYTES): Session {
  const index = indexStudy(study);
  const cache = createWorldCache(worldBytes);
  return {
    runBlock(key) {
      const started = performance.now();
      const block = resolveBlock(index, key);
      const trials = runBlock(study, block, cache).map((result) => ({
        key: result.key,
        status: result.status,
        json: canonicalJson(result),
      }));
      return { first: block.keys[0] ?? key, trials, milliseconds: performance.now() - started };
    },
    runAudit: (at) => audit(study, at, cache),
  };
}
