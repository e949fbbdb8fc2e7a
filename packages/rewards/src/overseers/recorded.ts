import {
  type CompiledEnvironment,
  checkName,
  FirebreakError,
  frequencies,
  hashJson,
  nearestOf,
  type OverseerModel,
  type QuestionKind,
  rowOfOutcome,
} from "@firebreak/core";
import type { Conduct } from "./judgement.ts";
import { overseerFrom } from "./judgement.ts";

/** One answer of a person's, about states by label and actions by name. */
export type RecordedAnswer =
  | { readonly kind: "value"; readonly state: string; readonly answer: number }
  | { readonly kind: "evaluate"; readonly state: string; readonly action: string; readonly next: string; readonly answer: number }
  | { readonly kind: "demonstrate"; readonly state: string; readonly action: string };

type Kind = RecordedAnswer["kind"];
const KINDS: readonly Kind[] = ["value", "evaluate", "demonstrate"];

/** Where a record belongs in its table, by names; the texts are labels and names of this world. */
type Item = (record: RecordedAnswer) => number;

function found(index: ReadonlyMap<string, number>, key: string, told: { readonly what: string; readonly id: string }): number {
  const at = index.get(key);
  if (at === undefined) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot use the records in '${told.id}': it has no ${told.what} '${key}'; ${nearestOf(key, [...index.keys()])}`,
    );
  }
  return at;
}

function itemsOf({ id, labels, actions, dynamics }: CompiledEnvironment): Item {
  const states = new Map(labels.map((label, state) => [label, state]));
  const acts = new Map(actions.map((action, index) => [action, index]));
  const steps = new Map(Array.from(rowOfOutcome(dynamics), (row, z) => [`${row} ${dynamics.nextState[z]}`, z]));
  const stateOf = (label: string): number => found(states, label, { what: "state", id });
  return (record) => {
    if (record.kind === "value") {
      return stateOf(record.state);
    }
    const row = stateOf(record.state) * actions.length + found(acts, record.action, { what: "action", id });
    if (record.kind === "demonstrate") {
      if (dynamics.rowStart[row] === dynamics.rowStart[row + 1]) {
        throw new FirebreakError("bad-argument", `Cannot use the records in '${id}': '${record.action}' is not legal at '${record.state}'`);
      }
      return row;
    }
    const z = steps.get(`${row} ${stateOf(record.next)}`);
    if (z === undefined) {
      throw new FirebreakError(
        "bad-argument",
        `Cannot use the records in '${id}': '${record.action}' at '${record.state}' never leads to '${record.next}'`,
      );
    }
    return z;
  };
}

/** Sums and counts of one kind of answer over a table of so many items. */
interface Tally {
  readonly sum: Float64Array;
  readonly count: Float64Array;
}

function tallied(world: CompiledEnvironment, records: readonly RecordedAnswer[], kind: Kind): Tally {
  const { stateCount, actionCount, nextState } = world.dynamics;
  const length = { value: stateCount, evaluate: nextState.length, demonstrate: stateCount * actionCount }[kind];
  const tally = { sum: new Float64Array(length), count: new Float64Array(length) };
  const itemOf = itemsOf(world);
  for (const record of records.filter((each) => each.kind === kind)) {
    const item = itemOf(record);
    tally.count[item] = (tally.count[item] ?? 0) + 1;
    tally.sum[item] = (tally.sum[item] ?? 0) + (record.kind === "demonstrate" ? 1 : record.answer);
  }
  return tally;
}

const meansOf = ({ sum, count }: Tally): Float64Array =>
  sum.map((total, item) => ((count[item] ?? 0) === 0 ? 0 : total / (count[item] ?? 0)));

/** 1 for each item without an answer: outcomes, or states. A terminal state needs no demonstration. */
function unansweredIn(world: CompiledEnvironment, { count }: Tally, kind: Kind): Uint8Array {
  const { stateCount, actionCount, terminal } = world.dynamics;
  return kind === "demonstrate"
    ? Uint8Array.from({ length: stateCount }, (_, state) =>
        Number(terminal[state] !== 1 && count.subarray(state * actionCount, (state + 1) * actionCount).every((shown) => shown === 0)),
      )
    : Uint8Array.from(count, (answers) => Number(answers === 0));
}

/** Nobody asked her to plan: what she shows is what was recorded. */
const CONDUCT: Conduct = { depth: 1, temperature: 0, plans: "feedback" };

/**
 * A person, by a record of what he or she answered. Several answers to one question are averaged, several demonstrations counted.
 * What was never asked is absent: no answer comes, and a method that needs the whole table is refused. To an auditor, who needs a
 * number, it reads 0, or anything legal.
 *
 * @throws FirebreakError "bad-specification" for a name that cannot stand in an id; in a world that has no such state, action or step,
 *   "bad-argument" when she is first met there.
 */
export function recorded(name: string, records: readonly RecordedAnswer[]): OverseerModel {
  checkName("a person", name);
  const kinds: readonly QuestionKind[] = KINDS.filter((kind) => records.some((record) => record.kind === kind));
  // Who else answers to the same name is another overseer.
  const id = `recorded@1?answers=${hashJson(records.map((record) => ({ ...record }))).slice(0, 12)}&person=${name}`;
  return {
    id,
    title: `Recorded: ${name}`,
    answers: () => kinds,
    build: (world) => {
      const of = (kind: Kind): Tally => tallied(world, records, kind);
      return overseerFrom({
        id,
        world,
        judgement: {
          ...(kinds.includes("value") ? { value: meansOf(of("value")) } : {}),
          ...(kinds.includes("evaluate") ? { evaluate: meansOf(of("evaluate")) } : {}),
        },
        conduct: CONDUCT,
        demonstrations: () => frequencies(world.dynamics, of("demonstrate").count).probability,
      });
    },
    channel: (world) => ({
      deviation: 0,
      absent: 0,
      unanswered: Object.fromEntries(
        KINDS.filter((kind) => kinds.includes(kind)).map((kind) => [kind, unansweredIn(world, tallied(world, records, kind), kind)]),
      ),
    }),
  };
}
