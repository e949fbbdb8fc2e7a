import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { documentsOf, EMPTY, type Ended, type firebreak, type firebreakJson } from "./firebreak.ts";

const CHILD = fileURLToPath(new URL("one-process.mjs", import.meta.url));

/** What the child has said since the last mark, by stream. */
interface Said {
  stdout: string;
  stderr: string;
}

/** A process that runs commands. */
interface Child {
  /** Sends it a command. Fails where it ends before the command does. */
  run(args: readonly string[], cwd: string): Promise<Ended>;
  /** Fails where it did not live until now, or has said something after its last command. */
  end(): Promise<void>;
}

/** What stands before the mark, a line of a NUL, which no command prints, and the exit code; and after it. */
function cut(text: string): { readonly before: string; readonly code: number; readonly after: string } | null {
  const [before = "", marked = ""] = text.split("\0");
  const end = marked.indexOf("\n");
  return end < 0 ? null : { before, code: Number(marked.slice(0, end)), after: marked.slice(end + 1) };
}

/** Starts the built command as a process that takes one command after another; the caller ends it. */
export function startChild(): Child {
  const child = fork(CHILD, { cwd: EMPTY, execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const said: Said = { stdout: "", stderr: "" };
  const heard = new EventTarget();
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
      heard.dispatchEvent(new Event("data"));
    });
  }
  const closed = once(child, "close").then(([code, signal]) => String(code ?? signal));
  return {
    run: (args, cwd) =>
      new Promise((resolve, reject) => {
        const listen = (): void => {
          const [out, err] = [cut(said.stdout), cut(said.stderr)];
          if (out !== null && err !== null) {
            heard.removeEventListener("data", listen);
            // What is said too late is left, and fails the next command or the file.
            Object.assign(said, { stdout: out.after, stderr: err.after });
            resolve({ code: out.code, stdout: out.before, stderr: err.before });
          }
        };
        heard.addEventListener("data", listen);
        void closed.then((exit) =>
          reject(new Error(`The process ended (${exit}) before '${args.join(" ")}' did: ${said.stdout}${said.stderr}`)),
        );
        child.send({ args, cwd }, () => undefined); // as below
      }),
    end: async () => {
      child.send("end", () => undefined); // where it is gone, `closed` tells, with its output
      const exit = await closed;
      if (`${exit}${said.stdout}${said.stderr}` !== "0") {
        throw new Error(`The process ended (${exit}) with more to say than its commands: ${said.stdout}${said.stderr}`);
      }
    },
  };
}

/**
 * The built command as one process for a test file, one command after another: a start costs more than most refusals. For what leaves
 * nothing behind: no worker, signal, terminal, standard input, and no code of a study that ends the process or changes what others share.
 */
export function inOneProcess(): { readonly firebreak: typeof firebreak; readonly firebreakJson: typeof firebreakJson } {
  let child: Child | undefined;
  let last: Promise<unknown> = Promise.resolve();
  afterAll(() => child?.end());
  const run: typeof firebreak = (args, { cwd = EMPTY } = {}) => {
    child ??= startChild();
    const sent = child.run;
    const ended = last.then(() => sent(args, cwd));
    last = ended.catch(() => undefined); // whoever waits for it is told
    return ended;
  };
  return { firebreak: run, firebreakJson: documentsOf(run) };
}
