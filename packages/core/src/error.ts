/** What can go wrong at a boundary. Each code has a row in docs/errors.md and a test that provokes it. */
export type ErrorCode =
  | "unknown-id"
  | "unknown-parameter"
  | "bad-parameter"
  | "duplicate-id"
  | "bad-specification"
  | "bad-probability"
  | "bad-reward"
  | "too-many-states"
  | "illegal-action"
  | "bad-script"
  | "bad-policy"
  | "bad-criterion"
  | "not-implemented-here"
  | "budget-exceeded"
  | "not-converged"
  | "bad-module"
  | "bad-configuration"
  | "bad-study"
  | "bad-argument"
  | "cannot-write"
  | "corrupt-results"
  | "foreign-results"
  | "unknown-schema"
  | "missing-results";

/** Where a fault lies: a file with line and column, a flag, an environment, a transition. */
export interface ErrorPlace {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly what?: string;
}

/**
 * The one error class: bad input, told once, where it was found. Everything else that is thrown is a bug.
 * `message` reads "Cannot <act> <thing>: <current state>".
 */
export class FirebreakError extends Error {
  readonly code: ErrorCode;
  readonly place: ErrorPlace;

  constructor(code: ErrorCode, message: string, place: ErrorPlace = {}) {
    super(message);
    this.name = "FirebreakError";
    this.code = code;
    this.place = place;
  }
}

/** Levenshtein distance, in single-character edits. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}

/** The known names nearest to a mistyped one, at most `count`, nearest first, ties by code unit. */
export function nearest(name: string, known: readonly string[], count = 3): readonly string[] {
  return [...known]
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((x, y) => x.distance - y.distance || (x.candidate < y.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** "the nearest are 'a', 'b'" or "there are none": the tail of every message about an unknown name. */
export function nearestOf(name: string, known: readonly string[]): string {
  const names = nearest(name, known);
  return names.length === 0 ? "there are none" : `the nearest are ${names.map((known) => `'${known}'`).join(", ")}`;
}
