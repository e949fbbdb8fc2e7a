import { type Block, criterionId, FirebreakError, type TrialKey } from "@firebreak/core";
import type { Executor } from "../execute/executor.ts";
import type { ResultsStore } from "../store/results-store.ts";
import type { StoredTrial } from "../store/trial-log.ts";

/** @throws FirebreakError "foreign-results" where a trial that is stored came out differently. */
export function checkSame(stored: StoredTrial | undefined, now: StoredTrial, folder: string | null): void {
  if (stored?.status === "done" && stored.json !== now.json) {
    throw new FirebreakError(
      "foreign-results",
      `Cannot go on with the results in '${folder ?? "memory"}': under the code of now, trial '${now.key}' comes out differently from what is stored; --fresh sets the stored results aside and starts again`,
      folder === null ? { what: now.key } : { file: folder, what: now.key },
    );
  }
}

/**
 * What a change of code can move on its own: a method under a criterion in a kind of world (its family, whatever its parameters). An exact
 * trial costs little, so each overseer is looked at too; the seeds of a sampled one cost a training each.
 */
function kindOf({ cell: { method, overseer, criterion, environment }, seeds }: Block): string {
  const isExact = seeds.every((seed) => seed === null);
  return JSON.stringify([method.id, isExact ? overseer.id : "-", criterion === null ? "-" : criterionId(criterion), environment.name]);
}

/** Of each kind, the first block in plan order that is stored whole and done. */
function samplesOf(blocks: readonly Block[], store: ResultsStore): readonly Block[] {
  const samples = new Map<string, Block>();
  for (const block of blocks) {
    const kind = kindOf(block);
    if (!samples.has(kind) && block.keys.every((key) => store.stored.get(key)?.status === "done")) {
      samples.set(kind, block);
    }
  }
  return [...samples.values()];
}

/**
 * Runs one stored block of each kind again and compares the bytes: whether the code of now is the program that stored them.
 * @throws FirebreakError "foreign-results" naming the trial. Answers the keys that came out the same.
 */
export async function verifyCode(
  blocks: readonly Block[],
  parts: { readonly store: ResultsStore; readonly executor: Executor },
  signal?: AbortSignal,
): Promise<readonly TrialKey[]> {
  const { store, executor } = parts;
  const verified: TrialKey[] = [];
  await executor.runBlocks(
    samplesOf(blocks, store),
    async ({ trials }) => {
      for (const trial of trials) {
        checkSame(store.stored.get(trial.key), trial, store.folder);
        verified.push(trial.key);
      }
    },
    signal,
  );
  return verified.sort();
}
