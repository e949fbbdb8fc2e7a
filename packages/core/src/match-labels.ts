import { FirebreakError, nearestOf } from "./error.ts";

/** A record of something that happened in a world, or was said of it, as it speaks of states. */
export interface Mention {
  /** Who is told: "the answers of 'ann'". */
  readonly what: string;
  /** What one entry is called: "answer". */
  readonly entry: string;
  /** The labels in each entry, in the record's order. */
  readonly labels: readonly (readonly string[])[];
}

/** More letters of a label than this are not shown, nor compared with those of the world. */
const MAX_SHOWN = 200;

/**
 * The states that a record speaks of, by label. One refusal tells of all labels that this world does not have: how many, the first with
 * its place and the nearest, and where there is no other, that the record is of another world.
 *
 * @throws FirebreakError "bad-episodes".
 */
export function matchLabels(
  { what, entry, labels }: Mention,
  world: { readonly id: string; readonly labels: readonly string[] },
): ReadonlyMap<string, number> {
  const known = new Map(world.labels.map((label, state) => [label, state]));
  const told = new Set(labels.flat());
  const strange = [...told].filter((label) => !known.has(label));
  const [first] = strange;
  if (first === undefined) {
    return known;
  }
  const at = labels.findIndex((of) => of.includes(first));
  const shown = first.length > MAX_SHOWN ? `${first.slice(0, MAX_SHOWN)}…` : first;
  const where = `'${shown}' (${entry} ${at + 1} of ${labels.length}); ${nearestOf(shown, world.labels)}`;
  const all = strange.length === told.size;
  const why =
    told.size === 1 || (strange.length === 1 && !all)
      ? `there is no state ${where}`
      : all
        ? `none of the ${told.size} states spoken of is there, so it may be a record of another world; the first is ${where}`
        : `${strange.length} of the ${told.size} states spoken of are not there; the first is ${where}`;
  throw new FirebreakError("bad-episodes", `Cannot use ${what} in '${world.id}': ${why}`);
}
