import { existsSync, readFileSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { FirebreakError } from "@firebreak/core";

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in the kernel's own count, where it tells: another process may get the same number later. */
  readonly began: string | null;
}

/** State and start of a process from /proc; null where there is no such process, undefined where there is no /proc. */
function processFacts(pid: number): { readonly state: string; readonly began: string } | null | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return { state: fields[0] ?? "", began: fields[19] ?? "" };
  } catch {
    return existsSync("/proc/self/stat") ? null : undefined;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) {
    return true;
  }
  const facts = processFacts(holder.pid);
  if (facts !== undefined) {
    return facts !== null && facts.state !== "Z" && (holder.began === null || facts.began === holder.began);
  }
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // kill throws system errors only
  }
}

const isHolder = (value: unknown): value is Holder => typeof value === "object" && value !== null && "pid" in value && "host" in value;

/** Who holds a lock; null where there is none any more. @throws FirebreakError "cannot-write" where it is nothing that we write. */
async function readHolder(file: string): Promise<Holder | null> {
  try {
    const holder: unknown = JSON.parse(await readFile(file, "utf8"));
    if (isHolder(holder)) {
      return holder;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return null;
    }
  }
  throw new FirebreakError(
    "cannot-write",
    `Cannot write results beside '${file}': that lock does not say who holds it; delete it if nobody is writing them`,
    { file },
  );
}

/** Makes `file` ours if there is none. */
async function tryTake(file: string): Promise<boolean> {
  const mine: Holder = { pid: process.pid, host: hostname(), began: processFacts(process.pid)?.began ?? null };
  const beside = `${file}.${crypto.randomUUID()}`;
  await writeFile(beside, JSON.stringify(mine));
  try {
    await link(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
}

/** Moves a dead process's lock out of the way; if another process was faster and it is hers by now, puts it back. */
async function breakLock(file: string, dead: Holder | null): Promise<void> {
  const away = `${file}.${crypto.randomUUID()}`;
  await rename(file, away).catch(() => undefined);
  const moved = await readHolder(away).catch(() => null);
  if (moved !== null && JSON.stringify(moved) !== JSON.stringify(dead)) {
    await link(away, file).catch(() => undefined);
  }
  await rm(away, { force: true });
}

/**
 * Takes a lock file, and answers how to let it go. The lock of a process that is no more is taken over.
 * @throws FirebreakError "cannot-write" naming the process that holds it.
 */
export async function takeLock(file: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await tryTake(file)) {
      return () => rm(file, { force: true });
    }
    const holder = await readHolder(file);
    if (holder !== null && isAlive(holder)) {
      throw new FirebreakError(
        "cannot-write",
        `Cannot write results beside '${file}': process ${holder.pid} on ${holder.host} is writing them (if it is not, delete that file)`,
        { file },
      );
    }
    await breakLock(file, holder);
  }
  throw new FirebreakError("cannot-write", `Cannot write results beside '${file}': other processes keep taking that lock`, { file });
}
