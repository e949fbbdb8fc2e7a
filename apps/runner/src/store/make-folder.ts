import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, one by one: `mkdir -p` of Node calls a read-only disk "no such file", and never returns below
 * /proc. Answers the topmost folder that was made, or undefined. @throws NodeJS.ErrnoException
 */
export async function makeFolders(folder: string): Promise<string | undefined> {
  const error = await mkdir(folder).then(
    () => null,
    (thrown: NodeJS.ErrnoException) => thrown,
  );
  if (error === null) {
    return folder;
  }
  if (error.code === "EEXIST" && (await stat(folder)).isDirectory()) {
    return undefined;
  }
  if (error.code !== "ENOENT" || dirname(folder) === folder) {
    throw error;
  }
  const made = await makeFolders(dirname(folder));
  await mkdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    // Another process may have been faster.
    if (thrown.code !== "EEXIST") {
      throw thrown;
    }
  });
  return made ?? folder;
}
