import { inspect } from "node:util";

/** An author's value on one line: as JSON, or as Node shows it where JSON has no words for it (a BigInt, what holds itself). */
export function shownValue(value: unknown): string {
  if (typeof value === "number") {
    return String(value);
  }
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 2 });
  }
}
