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
  | "bad-episodes"
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

/** A shorter word is part of too many names. */
const SHORTEST_PART = 3;
/** A name of which a word is part, as 'fire' of 'fire-brigade', is as near as one with so many letters changed. */
const PART = 2;

function distance(name: string, candidate: string): number {
  const [shorter, longer] = name.length < candidate.length ? [name, candidate] : [candidate, name];
  const edits = editDistance(name, candidate);
  return shorter.length >= SHORTEST_PART && longer.includes(shorter) ? Math.min(edits, PART) : edits;
}

/** Known names with their distance from one, nearest first, ties by code unit. */
function ranked(name: string, known: readonly string[]): readonly { readonly candidate: string; readonly distance: number }[] {
  return known
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((x, y) => x.distance - y.distance || (x.candidate < y.candidate ? -1 : 1));
}

/** The known names nearest to a mistyped one, at most `count`, nearest first, however far: for a short list that is told whole. */
export function nearest(name: string, known: readonly string[], count = 3): readonly string[] {
  return ranked(name, known)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** So many names are told where none is near. */
const MAX_TOLD = 5;

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");

/**
 * "the nearest are 'a', 'b'"; where none is near enough to be a slip (half its letters, or two), "known are 'a', 'b', … (9 in all)";
 * or "there are none": the tail of every message about an unknown name. `kind` says what they are instead of known.
 */
export function nearestOf(name: string, known: readonly string[], kind = "known"): string {
  if (known.length === 0) {
    return "there are none";
  }
  const slip = Math.max(2, Math.floor(name.length / 2));
  const near = ranked(name, known).filter((each) => each.distance <= slip);
  if (near.length > 0) {
    return `the nearest are ${quoted(near.slice(0, 3).map(({ candidate }) => candidate))}`;
  }
  const more = known.length > MAX_TOLD ? `, … (${known.length} in all)` : "";
  return `${kind} are ${quoted(known.slice(0, MAX_TOLD))}${more}`;
}
