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

/** Runs everything in this thread, one block after another; others get their turn in between. */
export function openInline(study: Study, worldBytes?: number): Executor {
  const session = openSession(study, worldBytes);
  return {
    workers: 0,
    async runBlocks(blocks, store, signal) {
      for (const { keys } of blocks) {
        if (signal?.aborted === true) {
          return;
        }
        await store(session.runBlock(keys[0] ?? ""));
        await setImmediate();
      }
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
