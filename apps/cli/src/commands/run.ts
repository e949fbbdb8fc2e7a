import { FirebreakError } from "@firebreak/core";
import { MAX_WORKERS, type RunOutcome, replayTrial, runStudy } from "@firebreak/runner";
import type { Answer, GlobalOptions } from "../answer.ts";
import { numberFlag } from "../arguments.ts";
import { openEventLog } from "../event-log.ts";
import { EXIT } from "../failure.ts";
import { openProgress } from "../progress.ts";
import { type ShownPolicy, showPolicy } from "../shown-policy.ts";
import { tellResult } from "../shown-result.ts";
import { type OpenedStudy, openStudy, type StudyOptions } from "../study.ts";
import { openReport, type Reported, writeStudyReport } from "../study-report.ts";
import { formatFields } from "../table.ts";
import { tellVerdicts } from "../verdict-table.ts";

interface RunOptions extends GlobalOptions, StudyOptions {
  readonly workers?: string;
  readonly only?: string;
  readonly inline?: true;
  readonly fresh?: true;
  readonly log?: string;
}

/** Aborts at the first Ctrl-C, so that what is computed is stored; the second one ends at once. */
function abortOnInterrupt(): { readonly signal: AbortSignal; endAtOnce(): void; release(): void } {
  const controller = new AbortController();
  let everythingStored = false;
  const onInterrupt = (): void => {
    if (controller.signal.aborted || everythingStored) {
      process.exit(EXIT.interrupted);
    }
    process.stderr.write("\nStopping; what is done is kept. Press Ctrl-C again to stop at once.\n");
    controller.abort();
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  return {
    signal: controller.signal,
    endAtOnce() {
      everythingStored = true;
    },
    release() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onInterrupt);
    },
  };
}

/** One trial in this thread, where a debugger can follow, and whether it is the same as what is stored. Nothing is written. */
async function runOne({ loaded, resultsFolder }: OpenedStudy, key: string): Promise<Answer> {
  // A run extended by --seeds holds seeds that the study's file does not name.
  const seed = Number(key.slice(key.lastIndexOf("|") + 1));
  const seeds = Number.isInteger(seed) ? Math.max(loaded.study.seeds, seed + 1) : loaded.study.seeds;
  const { result, stored, acted } = await replayTrial({ ...loaded.study, seeds }, key, { resultsFolder });
  const compared = { same: "the same bytes as stored", different: "NOT what is stored", absent: "nothing is stored of it" }[stored];
  const policy: ShownPolicy = acted === null ? { absent: "the trial failed" } : showPolicy(acted, null);
  return {
    document: { ...result, stored },
    text: `${tellResult(result, policy)}\n\n${compared}`,
    exitCode: result.status === "failed" ? EXIT.trialsFailed : stored === "different" ? EXIT.checkFailed : EXIT.done,
  };
}

function tell(outcome: RunOutcome, reported: Reported | null): string {
  const { progress, refused, failures } = outcome;
  const verdicts = reported === null ? "" : `${tellVerdicts(reported.verdicts, reported.results)}\n\n`;
  const notes = [
    ...(outcome.status === "cancelled" ? ["Stopped before the end: the same command goes on from here."] : []),
    ...(refused.length === 0 ? [] : [`${refused.length} cells or audits do not apply; the report lists them with their reasons.`]),
    ...failures.slice(0, 5).map(({ key, reason }) => `failed: ${key}: ${reason.message}`),
    ...(failures.length > 5 ? [`… and ${failures.length - 5} more failed trials`] : []),
  ];
  const fields = formatFields([
    ["study", outcome.study],
    ["fingerprint", outcome.fingerprint.slice(0, 12)],
    ["trials", `${progress.done} done, ${progress.failed} failed, ${progress.stored} of them stored before`],
    ["results", outcome.folder],
    ...(reported === null ? [] : [["report", reported.files[0] ?? null] as const]),
  ]);
  return `${verdicts}${notes.length === 0 ? "" : `${notes.join("\n")}\n\n`}${fields}`;
}

/** Runs a study or goes on with one, decides its claims, and writes its report. */
export async function run([name = ""]: readonly string[], options: RunOptions): Promise<Answer> {
  if ((options.only === undefined) !== (options.inline === undefined)) {
    throw new FirebreakError(
      "bad-argument",
      "Cannot use one of --only and --inline without the other: one trial runs in this thread, a study in workers",
    );
  }
  const workers = numberFlag("--workers", options.workers, { whole: true, min: 0, max: MAX_WORKERS });
  const opened = await openStudy(name, options);
  if (options.only !== undefined) {
    return runOne(opened, options.only);
  }
  // A report that does not decide every claim is found now, not after a night's trials.
  const report = await openReport(opened);
  const json = options.json === true;
  const progress = await openProgress(process.stderr, { silent: json });
  const log = await openEventLog(options.log);
  const interrupt = abortOnInterrupt();
  try {
    const { outcome } = await runStudy(opened.loaded, {
      resultsFolder: opened.resultsFolder,
      signal: interrupt.signal,
      onEvent: (event) => {
        progress.onEvent(event);
        log.write(event);
      },
      ...(workers === undefined ? {} : { workers }),
      ...(options.fresh === undefined ? {} : { fresh: true }),
    });
    interrupt.endAtOnce();
    const reported = outcome.status === "complete" ? await writeStudyReport(opened, report) : null;
    const { study, fingerprint, folder, progress: counts, refused } = outcome;
    return {
      document: {
        study,
        fingerprint,
        trials: counts.total,
        done: counts.done,
        failed: counts.failed,
        stored: counts.stored,
        folder,
        claims: reported?.verdicts ?? [],
        refused,
        status: outcome.status,
        ...(reported === null ? {} : { report: reported.files[0] ?? null, files: reported.files }),
      },
      text: tell(outcome, reported),
      exitCode: outcome.exitCode,
    };
  } finally {
    interrupt.release();
    progress.close();
    await log.close();
  }
}
