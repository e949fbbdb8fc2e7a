import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's own folder: a process started there imports the built code by its name. */
const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

export const SMALL_STUDY: string = fileURLToPath(new URL("small-study.ts", import.meta.url));

/** What a process answered: the value, or the FirebreakError that was thrown. */
type Answer = { readonly value: unknown } | { readonly error: Told };

export interface Told {
  readonly code?: string;
  readonly message: string;
  readonly place?: { readonly file?: string; readonly line?: number; readonly column?: number; readonly what?: string };
}

export interface Running {
  readonly process: ChildProcess;
  /** What it answered; null where it was killed. */
  readonly answer: Promise<Answer | null>;
}

/**
 * Starts a process of its own that evaluates `body`, an async function's body, against the built runner. In it: everything the
 * runner exports as `runner`, and `given`. Lines written to its standard error are passed to `onLine`.
 */
export function start(
  body: string,
  given: unknown = null,
  options: { readonly cwd?: string; readonly onLine?: (line: string) => void } = {},
): Running {
  const code = `
    import * as runner from "@firebreak/runner";
    const given = JSON.parse(process.argv[1]);
    process.chdir(given.cwd);
    const evaluate = async ({ given }) => { ${body} };
    const answer = await evaluate(given).then(
      (value) => ({ value: value ?? null }),
      (error) => ({ error: { code: error.code, message: error.message, place: error.place, stack: error.stack } }),
    );
    process.stdout.write(JSON.stringify(answer));`;
  const cwd = options.cwd ?? mkdtempSync(join(tmpdir(), "firebreak-cwd-"));
  const process = spawn(globalThis.process.execPath, ["--input-type=module", "-e", code, JSON.stringify({ given, cwd })], {
    cwd: PACKAGE,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  process.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  process.stderr.on("data", (chunk: Buffer) => {
    const lines = (errors + chunk.toString()).split("\n");
    errors = lines.pop() ?? "";
    for (const line of lines) {
      options.onLine?.(line);
    }
  });
  const answer = new Promise<Answer | null>((resolve, reject) => {
    process.on("close", (status, signal) => {
      if (signal !== null) {
        resolve(null);
      } else if (status !== 0) {
        reject(new Error(`The process ended with ${status}: ${errors}`));
      } else {
        resolve(JSON.parse(output) as Answer); // written by the code above
      }
    });
  });
  return { process, answer };
}

/** The value that `body` answers. @throws Error where it threw. */
export async function answerOf<T>(body: string, given: unknown = null, cwd?: string): Promise<T> {
  const answer = await start(body, given, cwd === undefined ? {} : { cwd }).answer;
  if (answer === null || "error" in answer) {
    throw new Error(`The process told an error: ${JSON.stringify(answer)}`);
  }
  return answer.value as T; // the caller wrote the body
}

/** The error that `body` throws. @throws Error where it threw none. */
export async function errorOf(body: string, given: unknown = null, cwd?: string): Promise<Told> {
  const answer = await start(body, given, cwd === undefined ? {} : { cwd }).answer;
  if (answer === null || "value" in answer) {
    throw new Error(`The process told no error: ${JSON.stringify(answer)}`);
  }
  return answer.error;
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "firebreak-test-"));
}

/** Runs a study file and answers its outcome. `given`: file, workers, folder, and whatever else `runStudy` and `loadStudy` take. */
export const RUN = `
  const { file, load, ...options } = given;
  const loaded = await runner.loadStudy(file, load ?? {});
  const events = [];
  const onEvent = (event) => {
    events.push(event);
    process.stderr.write(event.kind + "\\n");
  };
  const { outcome } = await runner.runStudy(loaded, { ...options, onEvent });
  return { outcome, events };`;
