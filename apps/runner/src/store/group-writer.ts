import type { FileHandle } from "node:fs/promises";

/** Appends texts to one file; each promise is kept once its text is written, and on the disk where the writer syncs. */
export interface GroupWriter {
  append(text: string): Promise<void>;
  /** Waits for what is under way and closes the file. */
  close(): Promise<void>;
}

interface Waiting {
  readonly text: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Group commit: whatever gathers during one write and sync goes into the next, so slow disks get fewer, larger ones. */
export function openGroupWriter(file: FileHandle, options: { readonly sync: boolean }): GroupWriter {
  let waiting: Waiting[] = [];
  let draining: Promise<void> | undefined;
  let broken: { readonly error: unknown } | undefined;
  const commit = async (group: readonly Waiting[]): Promise<void> => {
    try {
      // After a failed write the file may end in half a line: nothing may follow it.
      if (broken !== undefined) {
        throw broken.error;
      }
      await file.appendFile(group.map(({ text }) => text).join(""));
      if (options.sync) {
        await file.datasync();
      }
      for (const { done } of group) {
        done();
      }
    } catch (error) {
      broken ??= { error };
      for (const { failed } of group) {
        failed(error);
      }
    }
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await commit(group);
    }
    draining = undefined;
  };
  return {
    append: (text) =>
      new Promise((done, failed) => {
        waiting.push({ text, done, failed });
        draining ??= drain();
      }),
    async close() {
      await draining;
      await file.close();
    },
  };
}
