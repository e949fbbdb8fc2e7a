import { FirebreakError } from "../error.ts";
import { byCodeUnit } from "../json.ts";
import type { Observations } from "../observations.ts";

/** What a net is shown of a state: which one it is, the environment's own features, or what the agent sees of it. */
export const ENCODINGS = ["state", "features", "view"] as const;
export type EncodingKind = (typeof ENCODINGS)[number];

/** States as the rows of a matrix [S, D]. */
export interface Encoding {
  readonly width: number;
  /** Row-major, by state. Length S·D. */
  readonly rows: Float32Array;
  /** Length S. The states by label: rows go through a net in this order, so that how states are numbered moves nothing. */
  readonly order: Int32Array;
}

/** A matrix [S, D] of more numbers than this is refused: 256 MiB. */
const MAX_NUMBERS = 1 << 26;

/** States by label, in code-unit order. */
function byLabel(labels: readonly string[]): Int32Array {
  return Int32Array.from([...labels.keys()].sort((x, y) => byCodeUnit(labels[x] ?? "", labels[y] ?? "")));
}

/** One column for each class, classes numbered as they first appear in `order`. */
function oneHot(classes: Int32Array, order: Int32Array): Encoding {
  const columnOf = new Map<number, number>();
  for (const state of order) {
    const known = classes[state] ?? 0;
    columnOf.set(known, columnOf.get(known) ?? columnOf.size);
  }
  const width = columnOf.size;
  if (width * order.length > MAX_NUMBERS) {
    throw new FirebreakError(
      "not-implemented-here",
      `Cannot encode ${order.length} states by a column for each of ${width}: that is more than ${MAX_NUMBERS} numbers; a world so large needs features`,
    );
  }
  const rows = new Float32Array(order.length * width);
  classes.forEach((known, state) => {
    rows[state * width + (columnOf.get(known) ?? 0)] = 1;
  });
  return { width, rows, order };
}

/**
 * Encodes the states of a world for nets.
 * @throws FirebreakError "not-implemented-here" for features where it has none, or a one-hot code that is too large; "bad-specification" for
 *   a feature that is not a finite number.
 */
export function encodeStates(observations: Observations, kind: EncodingKind): Encoding {
  const { labels, view } = observations;
  const order = byLabel(labels);
  if (kind === "features") {
    const table = observations.features();
    if (table === undefined) {
      throw new FirebreakError("not-implemented-here", "Cannot encode states by their features: this environment defines none");
    }
    return { width: table.names.length, rows: Float32Array.from(table.values), order };
  }
  return oneHot(kind === "view" ? view : Int32Array.from(labels.keys()), order);
}
