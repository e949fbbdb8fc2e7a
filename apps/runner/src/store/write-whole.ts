import { open, rename, rm } from "node:fs/promises";

/** The ending of a file that is being written. */
export const PART = ".part";

/** Replaces a file as a whole: readers see the old content or the new, also after a power cut. Nothing is left where it fails. */
export async function writeWhole(file: string, content: string | Iterable<string | Uint8Array>): Promise<void> {
  const beside = `${file}.${process.pid}${PART}`;
  try {
    const handle = await open(beside, "w");
    try {
      for (const piece of typeof content === "string" ? [content] : content) {
        await handle.appendFile(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
