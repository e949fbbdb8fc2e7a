import { FirebreakError } from "@firebreak/core";
import type { Answer } from "./answer.ts";
import { describeError, describeFailure, EXIT, type Failure } from "./failure.ts";
import { type Print, writeNow } from "./output.ts";
import { buildProgram } from "./program.ts";

export { reserveOutput } from "./output.ts";

/** What a failure leaves behind: its line on standard error and, with `--json`, its document on standard output. */
function tellNow({ line, document, exitCode }: Failure, json: boolean): number {
  writeNow(2, line);
  if (json) {
    writeNow(1, JSON.stringify(document));
  }
  return exitCode;
}

const ENDED_EARLY =
  "Cannot answer: the process ended before the command did; a file that it loaded calls process.exit, or awaits what never comes";

const INTERRUPTED: Failure = {
  exitCode: EXIT.interrupted,
  line: "Interrupted.",
  document: { error: { code: "interrupted", message: "the command was interrupted" } },
};

/** Tells what happened where loaded code throws after it was loaded, or ends the process itself, until it is released. */
function guardEnd(json: boolean): { release(): void } {
  const onThrown = (error: unknown): void => {
    release();
    process.exit(tellNow(describeError(error), json));
  };
  const onExit = (code: number): void => {
    release();
    process.exitCode = tellNow(
      code === EXIT.interrupted ? INTERRUPTED : describeError(new FirebreakError("bad-module", ENDED_EARLY)),
      json,
    );
  };
  const release = (): void => {
    process.off("uncaughtException", onThrown).off("unhandledRejection", onThrown).off("exit", onExit);
  };
  process.on("uncaughtException", onThrown).on("unhandledRejection", onThrown).on("exit", onExit);
  return { release };
}

/** What the command answers, or how it fails; null for help and the version, which are printed. */
async function answer(argv: readonly string[], print: Print): Promise<Answer | Failure | null> {
  const answers: Answer[] = [];
  const printed: string[] = [];
  try {
    const program = buildProgram({ give: (given) => answers.push(given), show: print, print: (text) => printed.push(text) });
    await program.parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
    return answers[0] ?? null;
  } catch (error) {
    const failure = describeFailure(error);
    if (failure === null) {
      const help = printed.join("");
      await print(argv.includes("--json") ? JSON.stringify({ help }) : help);
    }
    return failure;
  }
}

async function run(argv: readonly string[], print: Print): Promise<number> {
  const json = argv.includes("--json");
  const answered = await answer(argv, print);
  if (answered === null) {
    return EXIT.done;
  }
  if ("line" in answered) {
    process.stderr.write(`${answered.line}\n`);
  }
  if (json) {
    await print(JSON.stringify(answered.document));
  } else if ("text" in answered) {
    await print(answered.text);
  }
  return answered.exitCode ?? EXIT.done;
}

/**
 * Runs the command on its arguments and answers the exit code. With `--json`, standard output gets one document and nothing else.
 * A process that runs several reserves its output once.
 */
export async function runCommandLine(argv: readonly string[], print: Print): Promise<number> {
  const guard = guardEnd(argv.includes("--json"));
  try {
    return await run(argv, print);
  } catch (error) {
    return tellNow(describeError(error), false);
  } finally {
    guard.release();
  }
}
