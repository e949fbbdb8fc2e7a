import { rename, rm, writeFile } from "node:fs/promises";
import { FirebreakError } from "@firebreak/core";
import { makeFolders } from "../store/make-folder.ts";

/** A file is there whole or not at all. @throws FirebreakError "cannot-write". */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<string> {
  const part = `${file}.${process.pid}.part`;
  try {
    await writeFile(part, content);
    await rename(part, file);
  } catch (error) {
    const { message } = error as Error; // node throws Errors
    // Below a file there is nothing to remove, and what stopped the writing is what to tell.
    await rm(part, { force: true }).catch(() => undefined);
    throw new FirebreakError("cannot-write", `Cannot write '${file}': ${message.replaceAll(part, file)}`, { file });
  }
  return file;
}

/** @throws FirebreakError "cannot-write". */
export async function makeFolder(folder: string): Promise<void> {
  await makeFolders(folder).catch((error: Error) => {
    throw new FirebreakError("cannot-write", `Cannot make the folder '${folder}': ${error.message}`, { file: folder });
  });
}
