import { type CompiledEnvironment, FirebreakError, matchLabels, nearestOf, rowOfOutcome } from "@firebreak/core";

/** A world's own words. */
export type Words = Pick<CompiledEnvironment, "id" | "labels" | "actions" | "dynamics">;

/** What an entry of a record says of a world: a state, a deed there, and where that led. */
interface Place {
  readonly state: string;
  readonly action?: string;
  readonly next?: string;
}

/** Finds what a record speaks of in one world. `at` is the entry's place in the record, from 0. */
export interface SpokenOf {
  state(label: string): number;
  /** s·A + a. */
  row(place: Place & { readonly action: string }, at: number): number;
  /** Below Z. */
  outcome(place: Required<Place>, at: number): number;
}

/**
 * Opens a record in a world: all of its labels must be states there.
 *
 * @param record - what it is called in messages, what one of its entries is called, and each entry's labels, in order.
 * @throws FirebreakError "bad-episodes" for labels, and then by `row` and `outcome` for an action or a step that this world does not have.
 */
export function openRecord(record: Parameters<typeof matchLabels>[0], { id, labels, actions, dynamics }: Words): SpokenOf {
  const states = matchLabels(record, { id, labels });
  const acts = new Map(actions.map((action, index) => [action, index]));
  const steps = new Map(Array.from(rowOfOutcome(dynamics), (row, z) => [`${row} ${dynamics.nextState[z]}`, z]));
  const refuse = (at: number, why: string): never => {
    throw new FirebreakError(
      "bad-episodes",
      `Cannot use ${record.what} in '${id}' (${record.entry} ${at + 1} of ${record.labels.length}): ${why}`,
    );
  };
  const stateOf = (label: string): number => states.get(label) ?? 0; // every label was found
  const rowOf: SpokenOf["row"] = ({ state, action }, at) => {
    const act = acts.get(action) ?? refuse(at, `there is no action '${action}'; ${nearestOf(action, actions)}`);
    const row = stateOf(state) * actions.length + act;
    return dynamics.rowStart[row] === dynamics.rowStart[row + 1] ? refuse(at, `'${action}' is not legal at '${state}'`) : row;
  };
  return {
    state: stateOf,
    row: rowOf,
    outcome(place, at) {
      const { state, action, next } = place;
      return steps.get(`${rowOf(place, at)} ${stateOf(next)}`) ?? refuse(at, `'${action}' at '${state}' never leads to '${next}'`);
    },
  };
}
