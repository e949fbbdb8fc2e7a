import { createInterface, emitKeypressEvents } from "node:readline";
import { EXIT } from "./failure.ts";

/** What somebody tells a command while it runs. */
export interface Inputs {
  /** The next line or key, without blanks around it; null where there is no more. */
  next(): Promise<string | null>;
  close(): void;
}

const interrupted = (): never => process.exit(EXIT.interrupted);

/** Lines of standard input, typed or piped. The prompt and what is typed are shown on standard error: standard output is the answer's. */
export function lineInputs(prompt: string): Inputs {
  const isTerminal = process.stdin.isTTY;
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: isTerminal, prompt });
  // A reader in a terminal gets Ctrl-C as a key; anything else as a signal.
  reader.on("SIGINT", interrupted);
  process.on("SIGINT", interrupted);
  const lines = reader[Symbol.asyncIterator]();
  return {
    async next() {
      if (isTerminal) {
        reader.prompt();
      }
      const { done, value } = await lines.next();
      return done === true ? null : value.trim();
    },
    close() {
      process.off("SIGINT", interrupted);
      reader.close();
    },
  };
}

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** Single keys of a terminal, by name: "return", "space", "q". Ctrl-D ends, Ctrl-C interrupts. */
function keyInputs(): Inputs {
  const { stdin } = process;
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  const waiting: string[] = [];
  let wake: (() => void) | null = null;
  const onKey = (text: string | undefined, { name, ctrl }: Key): void => {
    if (ctrl === true && name === "c") {
      stdin.setRawMode(false);
      interrupted();
    }
    waiting.push(ctrl === true && name === "d" ? "end" : (name ?? text ?? ""));
    wake?.();
  };
  stdin.on("keypress", onKey);
  return {
    async next() {
      if (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const key = waiting.shift() ?? null;
      return key === "end" ? null : key;
    },
    close() {
      stdin.off("keypress", onKey).setRawMode(false).pause();
    },
  };
}

/** Keys where somebody sits at a terminal, else lines. */
export function stepInputs(): Inputs {
  return process.stdin.isTTY ? keyInputs() : lineInputs("");
}
