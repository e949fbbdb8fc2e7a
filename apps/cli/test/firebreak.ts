import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));
/** The root of this checkout. */
export const ROOT: string = fileURLToPath(new URL("../../..", import.meta.url));

/** A folder without a configuration, in it or above it: bundling one costs more than most commands. For what leaves nothing behind. */
export const EMPTY: string = mkdtempSync(join(tmpdir(), "firebreak-empty-"));
afterAll(() => rmSync(EMPTY, { recursive: true }));

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command, in an empty folder where none is named. */
type Run = (args: readonly string[], options?: { readonly cwd?: string }) => Promise<Ended>;

/** Runs the built command as a child process. */
export const firebreak: Run = (args, { cwd = EMPTY } = {}) =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { cwd, maxBuffer: 64_000_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });

/** Commands with `--json`, as the documents that they print. Fails where standard output is not exactly one JSON document. */
export function documentsOf(run: Run): <T>(...called: Parameters<Run>) => Promise<T> {
  return async <T>(...[args, options]: Parameters<Run>): Promise<T> => {
    const ended = await run([...args, "--json"], options);
    if (ended.stdout.trim().split("\n").length !== 1) {
      throw new Error(`Not one document (exit ${ended.code}): ${ended.stdout}\n${ended.stderr}`);
    }
    return JSON.parse(ended.stdout) as T; // the caller says what the contract promises
  };
}

/** The document that a command prints with `--json`, run as a child process. */
export const firebreakJson: ReturnType<typeof documentsOf> = documentsOf(firebreak);

/** An empty folder outside the repository. Whoever asks removes it. */
export const folderUntilTheEnd = (): string => mkdtempSync(join(tmpdir(), "firebreak-test-"));

/** A folder outside the repository with these files in it, gone when the test ends. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = folderUntilTheEnd();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
