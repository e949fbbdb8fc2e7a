import { relative } from "node:path";
import { type ErrorPlace, FirebreakError } from "@firebreak/core";
import { blameAuthor } from "@firebreak/runner";
import { CommanderError } from "commander";
import { printableLine } from "./printable.ts";

/** The exit codes of the command. */
export const EXIT = { done: 0, checkFailed: 1, badInput: 2, trialsFailed: 3, bug: 70, interrupted: 130 } as const;

/** A failure as it leaves the command: its exit code, the line for people, and the same for programs. */
export interface Failure {
  readonly exitCode: number;
  readonly line: string;
  readonly document: { readonly error: { readonly code: string; readonly message: string; readonly place?: ErrorPlace } };
}

/** "studies/mine.ts:3:7: ", as far as the place is known; the file is relative to the working folder where that is shorter. */
function prefix({ file, line, column }: ErrorPlace): string {
  if (file === undefined) {
    return "";
  }
  const near = relative(process.cwd(), file);
  const at = [near === "" || near.startsWith("..") ? file : near, line, column].filter((part) => part !== undefined);
  return `${at.join(":")}: `;
}

function fromCommander(error: CommanderError): Failure | null {
  if (error.exitCode === 0) {
    return null;
  }
  if (error.code === "commander.help") {
    return {
      exitCode: EXIT.badInput,
      line: "error: name a command",
      document: { error: { code: "bad-argument", message: "name a command" } },
    };
  }
  const message = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  return { exitCode: EXIT.badInput, line: `error: ${message}`, document: { error: { code: "bad-argument", message } } };
}

/** A command that this one started, and that failed: it has told why, and its exit code is ours. */
export class ChildFailure extends Error {
  readonly exitCode: number;

  constructor(name: string, exitCode: number, told: string) {
    super(told.trim() === "" ? `error: '${name}' ended with exit ${exitCode}` : told.trim());
    this.exitCode = exitCode;
  }
}

/** What an error that reached the top means; null for commander's help and version, which are no failures. */
export function describeFailure(error: unknown): Failure | null {
  return error instanceof CommanderError ? fromCommander(error) : describeError(error);
}

/** What an error that is not commander's means. */
export function describeError(thrown: unknown): Failure {
  if (thrown instanceof ChildFailure) {
    return { exitCode: thrown.exitCode, line: thrown.message, document: { error: { code: "child-failed", message: thrown.message } } };
  }
  const error = blameAuthor(thrown);
  if (error instanceof FirebreakError) {
    const { code, message, place } = error;
    const empty = Object.keys(place).length === 0;
    return {
      exitCode: EXIT.badInput,
      line: printableLine(`error: ${prefix(place)}${message}`),
      document: { error: { code, message, ...(empty ? {} : { place }) } },
    };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  return {
    exitCode: EXIT.bug,
    line: `bug: ${bug.stack ?? bug.message}`,
    document: { error: { code: "bug", message: bug.message } },
  };
}
