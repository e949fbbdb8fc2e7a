import { setMaxListeners } from "node:events";
import { axesOf, type Block, canonicalJson } from "@firebreak/core";
import { Piscina } from "piscina";
import type { Executor } from "./executor.ts";
import type { AuditOutcome, BlockOutcome } from "./session.ts";
import type { StudyAddress, WorkerTask } from "./worker.ts";

/** A task should take about this long: long enough that messages do not count, short enough that little is lost by a crash. */
const TASK_MILLISECONDS = 50;
const MAX_BLOCKS_PER_TASK = 256;
/** Tasks under way for each worker: one that runs, one that waits for it. */
const TASKS_PER_WORKER = 2;

/** Takes blocks off a list, as many at a time as its estimates say fit into one task. */
function openQueue(blocks: readonly Block[]): { take(): readonly Block[]; learn(outcomes: readonly BlockOutcome[]): void } {
  const estimates = new Map<string, number>();
  const costOf = (block: Block): number => estimates.get(block.cell.method.id) ?? TASK_MILLISECONDS;
  const methodOf = new Map(blocks.map(({ keys, cell }) => [keys[0] ?? "", cell.method.id]));
  let next = 0;
  return {
    take() {
      const first = next;
      for (let cost = 0; next < blocks.length && cost < TASK_MILLISECONDS && next - first < MAX_BLOCKS_PER_TASK; next++) {
        const block = blocks[next];
        cost += block === undefined ? 0 : costOf(block);
      }
      return blocks.slice(first, next);
    },
    learn(outcomes) {
      for (const { first, milliseconds } of outcomes) {
        const method = methodOf.get(first) ?? "";
        estimates.set(method, 0.5 * (estimates.get(method) ?? milliseconds) + 0.5 * milliseconds);
      }
    },
  };
}

/** A worker that is gone, out of memory or killed; anything else that a task throws is a bug. */
function isLostWorker(error: unknown): boolean {
  return (
    error instanceof Error &&
    ("code" in error ? String(error.code).startsWith("ERR_WORKER") : /worker (thread )?(exited|terminated)/i.test(error.message))
  );
}

/** The trials of a block whose worker is gone. */
function lost(block: Block): BlockOutcome {
  const reason = { code: "worker-lost", message: "its worker is gone: out of memory, or killed" };
  const trials = block.keys.map((key, at) => {
    const axes = axesOf(block.cell, block.seeds[at] ?? null);
    return { key, status: "failed", json: canonicalJson({ schema: "trial@1", key, axes, status: "failed", reason }) } as const;
  });
  return { first: block.keys[0] ?? "", trials, milliseconds: 0, lost: true };
}

type Pool = Piscina<WorkerTask, readonly BlockOutcome[] | AuditOutcome>;

/** Threads are started by the first task: a run that finds everything stored needs none. */
function openThreads(workers: number): { pool(): Pool; close(): Promise<void> } {
  let pool: Pool | undefined;
  const start = (): Pool => {
    const started: Pool = new Piscina({
      filename: import.meta.resolve("@firebreak/runner/worker"),
      minThreads: workers,
      maxThreads: workers,
    });
    // A thread that dies between tasks has answered all of them.
    started.on("error", () => undefined);
    return started;
  };
  return {
    pool() {
      pool ??= start();
      return pool;
    },
    async close() {
      await pool?.destroy();
    },
  };
}

/** Runs a task; where its worker dies of it, runs its blocks one by one to find the one that it died of. */
async function runTask(pool: Pool, of: StudyAddress, blocks: readonly Block[]): Promise<readonly BlockOutcome[]> {
  try {
    const keys = blocks.map(({ keys }) => keys[0] ?? "");
    return (await pool.run({ kind: "blocks", of, keys })) as readonly BlockOutcome[]; // a task of blocks is answered so
  } catch (error) {
    if (!isLostWorker(error)) {
      throw error;
    }
    const [only, ...others] = blocks;
    return only !== undefined && others.length === 0
      ? [lost(only)]
      : (await Promise.all(blocks.map((block) => runTask(pool, of, [block])))).flat();
  }
}

/** Runs blocks in worker threads, many small blocks to a task. */
export function openPool(of: StudyAddress, workers: number): Executor {
  const threads = openThreads(workers);
  return {
    workers,
    async runBlocks(blocks, store, signal) {
      const queue = openQueue(blocks);
      let stopped = signal?.aborted === true;
      const stop = (): void => {
        stopped = true;
        void threads.close();
      };
      const lane = async (): Promise<void> => {
        for (let taken = queue.take(); taken.length > 0 && !stopped; taken = queue.take()) {
          const outcomes = await runTask(threads.pool(), of, taken);
          queue.learn(outcomes);
          await Promise.all(outcomes.map(store));
        }
      };
      signal?.addEventListener("abort", stop, { once: true });
      const failures: unknown[] = [];
      const lanes = Array.from({ length: workers * TASKS_PER_WORKER }, () =>
        lane().catch((error: unknown) => {
          // What a task says of its own end, once its threads were stopped, is no news.
          failures.push(...(stopped ? [] : [error]));
          stop();
        }),
      );
      await Promise.all(lanes);
      signal?.removeEventListener("abort", stop);
      if (failures.length > 0) {
        throw failures[0];
      }
    },
    async runAudits(count, done, signal) {
      // Every task in flight listens for the stop: that is no leak.
      if (signal !== undefined) {
        setMaxListeners(count + 10, signal);
      }
      const run = async (index: number): Promise<AuditOutcome> => {
        const outcome = (await threads.pool().run({ kind: "audit", of, index }, { signal: signal ?? null })) as AuditOutcome; // a task of an audit is answered so
        done(index);
        return outcome;
      };
      try {
        return await Promise.all(Array.from({ length: count }, (_, index) => run(index)));
      } catch (error) {
        if (signal?.aborted === true) {
          return [];
        }
        throw error;
      }
    },
    close: threads.close,
  };
}
