import { pictureText } from "@firebreak/analysis/pictures";
import type { Environment } from "@firebreak/core";

const MOST_COLUMNS = 100;

/** Whether standard output is a terminal that wants colour (https://no-color.org). */
function wantsColour(): boolean {
  return process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";
}

/** A state of a world for the terminal: its picture and its label, or the label alone where the world draws none. */
export function showState({ spec }: Environment, state: unknown): string {
  const label = spec.label(state);
  const width = Math.min(process.stdout.columns ?? 80, MOST_COLUMNS);
  return spec.picture === undefined ? label : `${pictureText(spec.picture(state), { colour: wantsColour(), width })}\n${label}`;
}
