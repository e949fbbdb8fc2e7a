import { setImmediate } from "node:timers/promises";
import type { Block, Study } from "@firebreak/core";
import { type AuditOutcome, type BlockOutcome, openSession } from "./session.ts";

/** Runs blocks and audits somewhere: in this thread, or in workers. */
export interface Executor {
  readonly workers: number;
  /** Runs every block; `store` is called in order of completion and awaited. Stops between blocks when the signal is given. */
  runBlocks(blocks: readonly Block[], store: (outcome: BlockOutcome) => Promise<void>, signal?: AbortSignal): Promise<void>;
  /** Runs the first `count` audits; answers in their order. */
  runAudits(count: number, done: (index: number) => void, signal?: AbortSignal): Promise<readonly AuditOutcome[]>;
  close(): Promise<void>;
}

/** How long this thread computes before it waits for the disk and lets others have their turn. */
const TURN_MILLISECONDS = 50;

/** Runs everything in this thread, one block after another; others get their turn in between. */
export function openInline(study: Study, worldBytes?: number): Executor {
  const session = openSession(study, worldBytes);
  return {
    workers: 0,
    async runBlocks(blocks, store, signal) {
      let storing: Promise<void>[] = [];
      let since = performance.now();
      for (const { keys } of blocks) {
        storing.push(store(session.runBlock(keys[0] ?? "")));
        if (performance.now() - since > TURN_MILLISECONDS) {
          await Promise.all(storing);
          await setImmediate();
          storing = [];
          since = performance.now();
          if (signal?.aborted === true) {
            return;
          }
        }
      }
      await Promise.all(storing);
    },
    async runAudits(count, done, signal) {
      const outcomes: AuditOutcome[] = [];
      for (let index = 0; index < count && signal?.aborted !== true; index++) {
        outcomes.push(session.runAudit(index));
        done(index);
        await setImmediate();
      }
      return outcomes;
    },
    close: async () => undefined,
  };
}
