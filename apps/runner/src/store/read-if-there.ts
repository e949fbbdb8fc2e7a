import { readFile } from "node:fs/promises";
import { FirebreakError } from "@firebreak/core";

/** A file's bytes; none where there is no such file. @throws FirebreakError "corrupt-results" for one that is there and cannot be read. */
export async function readIfThere(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") {
      return Buffer.alloc(0);
    }
    throw new FirebreakError("corrupt-results", `Cannot read '${file}': ${error.message}`, { file });
  });
}
