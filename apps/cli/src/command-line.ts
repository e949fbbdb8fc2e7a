import type { Answer } from "./answer.ts";
import { describeFailure, EXIT } from "./failure.ts";
import { buildProgram } from "./program.ts";

function write(stream: NodeJS.WriteStream, text: string): void {
  stream.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** A reader who has seen enough (`firebreak list | head`) is no fault of ours; a full disk is told, and is none of ours either. */
function mindStandardOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") {
      process.exit();
    }
    write(process.stderr, `error: Cannot write to standard output: ${error.message}`);
    process.exit(EXIT.badInput);
  });
}

/** Runs the command on its arguments and answers the exit code. With `--json`, standard output gets one document and nothing else. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  mindStandardOutput();
  const json = argv.includes("--json");
  const answers: Answer[] = [];
  try {
    await buildProgram((answer) => answers.push(answer)).parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
  } catch (error) {
    const failure = describeFailure(error);
    if (failure === null) {
      return 0;
    }
    write(process.stderr, failure.line);
    if (json) {
      write(process.stdout, JSON.stringify(failure.document));
    }
    return failure.exitCode;
  }
  const [answer] = answers;
  if (answer !== undefined) {
    write(process.stdout, json ? JSON.stringify(answer.document) : answer.text);
  }
  return answer?.exitCode ?? 0;
}
