import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { FirebreakError } from "@firebreak/core";
import type { RunEvent } from "@firebreak/runner";

/** Every event of a run, one JSON document a line. */
export interface EventLog {
  write(event: RunEvent): void;
  close(): Promise<void>;
}

/** Opens the file that `--log` names; writes nothing without it. @throws FirebreakError "cannot-write". */
export async function openEventLog(path: string | undefined): Promise<EventLog> {
  if (path === undefined) {
    return { write: () => undefined, close: async () => undefined };
  }
  const file: FileHandle = await open(resolve(path), "w").catch((error: Error) => {
    throw new FirebreakError("cannot-write", `Cannot write the log '${path}': ${error.message}`, { file: resolve(path) });
  });
  const stream = file.createWriteStream();
  return {
    write(event) {
      stream.write(`${JSON.stringify(event)}\n`);
    },
    close: () => new Promise((resolveClosed) => stream.end(() => resolveClosed())),
  };
}
