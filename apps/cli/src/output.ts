import { writeSync } from "node:fs";
import { FirebreakError } from "@firebreak/core";

/** Writes one text to standard output; kept once it is handed over. */
export type Print = (text: string) => Promise<void>;

const CLOSED = "EPIPE";

/**
 * Standard output is for the answer alone: what a study or a world prints, here or in a worker, goes to standard error from now
 * on. A reader who has seen enough (`firebreak list | head`) is no fault of ours; a full disk is told.
 */
export function reserveOutput(): Print {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write; // the same overloads
  for (const stream of [stdout, stderr]) {
    // The write's own callback tells.
    stream.on("error", () => undefined);
  }
  return (text) =>
    new Promise((done, failed) => {
      write(text.endsWith("\n") ? text : `${text}\n`, (error?: NodeJS.ErrnoException | null) =>
        error && error.code !== CLOSED
          ? failed(new FirebreakError("cannot-write", `Cannot write to standard output: ${error.message}`))
          : done(),
      );
    });
}

/** Writes to a file descriptor at once, for when the process is about to end: as much of it as it takes. */
export function writeNow(descriptor: 1 | 2, text: string): void {
  try {
    writeSync(descriptor, `${text}\n`);
  } catch {
    // Nobody reads it, and there is nowhere else to say so.
  }
}
