import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import {
  type Block,
  byCodeUnit,
  type Finding,
  FirebreakError,
  fingerprintOf,
  type Plan,
  planStudy,
  rulesHashOf,
  type Study,
  type TrialKey,
  type TrialResult,
} from "@firebreak/core";
import { equip } from "../backend/equip.ts";
import type { LoadedBackend } from "../backend/load-backend.ts";
import { type Executor, openInline } from "../execute/executor.ts";
import { type AuditOutcome, type BlockOutcome, DEFAULT_WORLD_BYTES } from "../execute/session.ts";
import { openFolderStore } from "../store/folder-store.ts";
import { runFolder } from "../store/layout.ts";
import { openMemoryStore, type ResultsStore } from "../store/results-store.ts";
import type { StoredTrial } from "../store/trial-log.ts";
import type { LoadedStudy } from "../study/load-study.ts";
import { describeSession, isSameCode } from "./provenance.ts";
import type { RunEvent, RunOutcome } from "./run-event.ts";
import { openTally, type Tally } from "./tally.ts";
import { checkSame, verifyCode } from "./verify-code.ts";

export interface RunOptions {
  /** Worker threads; 0 runs in this thread. Default: 0 for a study given as a value, else one a processor. */
  readonly workers?: number;
  /** Results go below it, in <study>/<fingerprint>. Null keeps them in memory. Default: "results" in the working folder. */
  readonly resultsFolder?: string | null;
  /** Sets stored results aside and starts again. */
  readonly fresh?: boolean;
  /** Bytes of compiled worlds that one thread keeps. Default: 256 MiB. */
  readonly worldBytes?: number;
  readonly onEvent?: (event: RunEvent) => void;
  /** Stops the run; what is stored stays, and the same call goes on from there. */
  readonly signal?: AbortSignal;
}

/** How a run ended, and what it found. */
export interface StudyRun {
  readonly outcome: RunOutcome;
  /** Of every planned trial that has one, sorted by key. */
  readonly results: readonly TrialResult[];
  readonly findings: readonly Finding[];
}

/** A study that is being run: its plan, and everything that the steps of the run share. */
interface Run {
  readonly plan: Plan;
  readonly fingerprint: string;
  readonly backend: LoadedBackend | null;
  readonly store: ResultsStore;
  readonly executor: Executor;
  readonly options: RunOptions;
  readonly tell: (event: RunEvent) => void;
}

/** Each is a thread with a heap of its own. */
export const MAX_WORKERS: number = 256;

const isLoaded = (given: LoadedStudy | Study): given is LoadedStudy => "module" in given;

async function openExecutor(given: LoadedStudy | Study, study: Study, options: RunOptions): Promise<Executor> {
  const workers = options.workers ?? (isLoaded(given) ? availableParallelism() : 0);
  if (!Number.isInteger(workers) || workers < 0 || workers > MAX_WORKERS) {
    throw new FirebreakError("bad-argument", `Cannot run on ${workers} workers: it must be a whole number, from 0 to ${MAX_WORKERS}`);
  }
  if (workers === 0) {
    return openInline(study, options.worldBytes);
  }
  if (!isLoaded(given)) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot run study '${study.id}' on ${workers} workers: a worker needs its file; load it with loadStudy, or use 0 workers`,
    );
  }
  const { module, values, backend } = given;
  const worldBytes = options.worldBytes ?? DEFAULT_WORLD_BYTES;
  const { openPool } = await import("../execute/pool.ts"); // threads have a library, which nothing else needs
  return openPool({ address: module.address, values, seeds: study.seeds, worldBytes, backend: backend?.name ?? null }, workers);
}

async function openStore(study: Study, fingerprint: string, options: RunOptions): Promise<ResultsStore> {
  if (options.resultsFolder === null) {
    return openMemoryStore();
  }
  const folder = runFolder(resolve(options.resultsFolder ?? "results"), study.id, fingerprint);
  return openFolderStore(folder, { fresh: options.fresh === true });
}

function announce({ plan, fingerprint, backend, store, tell }: Run): void {
  tell({
    kind: "planned",
    study: plan.study.id,
    fingerprint,
    folder: store.folder,
    trialCount: plan.trialCount,
    blockCount: plan.blocks.length,
    refusedCount: plan.refused.length,
  });
  for (const { cell, reason } of plan.refused) {
    tell({ kind: "refused", cell, reason });
  }
  if (backend !== null) {
    tell({ kind: "backend", id: backend.id, why: backend.why });
  }
}

/** The blocks to run: those not stored whole, and, under other code, those with a failed trial. A block is redone whole. */
function remaining({ plan, store }: Run, sameCode: boolean): readonly Block[] {
  const settled = (key: TrialKey): boolean => {
    const status = store.stored.get(key)?.status;
    return status === "done" || (status === "failed" && sameCode);
  };
  return plan.blocks.filter(({ keys }) => !keys.every(settled));
}

/** Checks the code against what is stored, writes down what is about to run, and answers the blocks to run. */
async function begin(run: Run, given: LoadedStudy | Study): Promise<{ blocks: readonly Block[]; tally: Tally } | "cancelled"> {
  const { plan, store, executor, options, fingerprint, tell } = run;
  const { study } = plan;
  const described = await describeSession(
    isLoaded(given) ? given.module.sha256 : "value",
    isLoaded(given) ? dirname(given.module.path) : process.cwd(),
  );
  const session = run.backend === null ? described : { ...described, tensorBackend: run.backend.id };
  const last = store.sessions.at(-1);
  const sameCode = last !== undefined && session.bundle !== "value" && isSameCode(last, session);
  const verified = sameCode ? [] : await verifyCode(plan.blocks, { store, executor }, options.signal);
  if (options.signal?.aborted === true) {
    return "cancelled";
  }
  const blocks = remaining(run, sameCode);
  const running = new Set(blocks.flatMap(({ keys }) => keys));
  const kept = plan.blocks.flatMap(({ keys }) => keys).flatMap((key) => (running.has(key) ? [] : (store.stored.get(key) ?? [])));
  if (kept.length > 0 || store.torn > 0) {
    tell({ kind: "resumed", stored: kept.length, cutBytes: store.torn, verified });
  }
  const { id, title, question, seeds, claims } = study;
  const record = { id, title, question, seeds, claims, fingerprint, trialCount: plan.trialCount };
  await store.begin({ record, rulesHash: rulesHashOf(study), session, unfinished: blocks.length > 0 });
  return { blocks, tally: openTally(kept, plan.trialCount, tell) };
}

/** Runs the blocks; answers the trials that were lost with their workers. */
async function train(run: Run, blocks: readonly Block[], tally: Tally): Promise<readonly StoredTrial[]> {
  const { store, executor, options, tell } = run;
  const lost: StoredTrial[] = [];
  tell({ kind: "started", workers: executor.workers, progress: tally.progress() });
  const keep = async ({ first, trials, milliseconds, lost: isLost }: BlockOutcome): Promise<void> => {
    if (isLost === true) {
      lost.push(...trials);
    } else {
      for (const trial of trials) {
        checkSame(store.stored.get(trial.key), trial, store.folder);
      }
      const fresh = trials.filter(({ key, json }) => store.stored.get(key)?.json !== json);
      await store.append(fresh, { first, trials: trials.length, milliseconds });
    }
    trials.forEach(tally.count);
  };
  await executor.runBlocks(blocks, keep, options.signal);
  return lost;
}

async function audit({ plan, executor, options, tell }: Run): Promise<AuditOutcome> {
  const total = plan.study.audits.length;
  let done = 0;
  const outcomes = await executor.runAudits(total, () => tell({ kind: "auditing", done: ++done, total }), options.signal);
  const refused = outcomes.flatMap((outcome) => outcome.refused);
  for (const { cell, reason } of refused) {
    tell({ kind: "refused", cell, reason });
  }
  return { findings: outcomes.flatMap(({ findings }) => findings), refused };
}

/** What the run came to. Without a tally it was cancelled before it began. */
function conclude(
  run: Run,
  ended: { readonly tally?: Tally; readonly lost: readonly StoredTrial[]; readonly audited?: AuditOutcome },
): StudyRun {
  const { plan, store, fingerprint, tell } = run;
  const { tally, lost, audited } = ended;
  const failures = tally?.failures() ?? [];
  const outcome: RunOutcome = {
    study: plan.study.id,
    fingerprint,
    folder: store.folder,
    status: audited === undefined ? "cancelled" : "complete",
    progress: tally?.progress() ?? { done: 0, failed: 0, stored: 0, total: plan.trialCount },
    failures,
    refused: [...plan.refused, ...(audited?.refused ?? [])],
    findingCount: audited?.findings.length ?? 0,
    exitCode: audited === undefined ? 130 : failures.length > 0 ? 3 : 0,
  };
  tell({ kind: "finished", outcome });
  const trials = [...planned(run), ...lost].sort((x, y) => byCodeUnit(x.key, y.key));
  return {
    outcome,
    results: trials.map(({ json }) => JSON.parse(json) as TrialResult), // what `runBlock` answered
    findings: (audited?.findings ?? []).map((json) => JSON.parse(json) as Finding), // what `runAudit` answered
  };
}

/** What is stored of the trials that this plan has: a longer run may have left others. */
function planned({ plan, store }: Run): readonly StoredTrial[] {
  return plan.blocks.flatMap(({ keys }) => keys).flatMap((key) => store.stored.get(key) ?? []);
}

async function perform(run: Run, given: LoadedStudy | Study): Promise<StudyRun> {
  announce(run);
  const begun = await begin(run, given);
  if (begun === "cancelled") {
    return conclude(run, { lost: [] });
  }
  const { blocks, tally } = begun;
  const lost = await train(run, blocks, tally);
  const audited = run.options.signal?.aborted === true ? undefined : await audit(run);
  if (audited === undefined || run.options.signal?.aborted === true) {
    return conclude(run, { tally, lost });
  }
  await run.store.finish({
    trials: [...planned(run), ...lost],
    findings: audited.findings,
    refused: [...run.plan.refused, ...audited.refused],
  });
  return conclude(run, { tally, lost, audited });
}

/**
 * Runs a study, or goes on with it where an earlier run stopped, and stores what comes out. A trial that fails is a result, not an
 * error.
 *
 * @throws FirebreakError before anything is written: "bad-study", "duplicate-id", "cannot-write", "corrupt-results",
 * "unknown-schema", "foreign-results" and whatever compiling its worlds throws.
 */
export async function runStudy(given: LoadedStudy | Study, options: RunOptions = {}): Promise<StudyRun> {
  const { checkedStudy } = await import("../study/study-shape.ts"); // with zod
  checkedStudy(isLoaded(given) ? given.study : given, isLoaded(given) ? given.module.defaultAt : {});
  const { study, backend } = isLoaded(given) ? given : await equip(given);
  const plan = planStudy(study);
  const fingerprint = fingerprintOf(study);
  const executor = await openExecutor(given, study, options);
  const store = await openStore(study, fingerprint, options);
  try {
    return await perform({ plan, fingerprint, backend, store, executor, options, tell: options.onEvent ?? (() => undefined) }, given);
  } finally {
    await executor.close();
    await store.close();
  }
}
