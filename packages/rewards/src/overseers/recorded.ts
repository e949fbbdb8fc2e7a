import {
  type CompiledEnvironment,
  checkName,
  FirebreakError,
  frequencies,
  hashJson,
  type OverseerModel,
  type QuestionKind,
} from "@firebreak/core";
import { openRecord, type SpokenOf } from "../spoken-of.ts";
import type { Conduct } from "./judgement.ts";
import { overseerFrom } from "./judgement.ts";

/** One answer of a person's, about states by label and actions by name. */
export type RecordedAnswer =
  | { readonly kind: "value"; readonly state: string; readonly answer: number }
  | { readonly kind: "evaluate"; readonly state: string; readonly action: string; readonly next: string; readonly answer: number }
  | { readonly kind: "demonstrate"; readonly state: string; readonly action: string };

type Kind = RecordedAnswer["kind"];
const KINDS: readonly Kind[] = ["value", "evaluate", "demonstrate"];

/** The labels of states that an answer speaks of. */
const labelsOf = (record: RecordedAnswer): readonly string[] => (record.kind === "evaluate" ? [record.state, record.next] : [record.state]);

/** Who answered, and what. */
interface Person {
  readonly name: string;
  readonly records: readonly RecordedAnswer[];
}

/** @throws FirebreakError "bad-episodes" for an answer of no known kind, or that is no finite number. */
function checkAnswers({ name, records }: Person): void {
  const refuse = (at: number, why: string): never => {
    throw new FirebreakError("bad-episodes", `Cannot use the answers of '${name}' (answer ${at + 1} of ${records.length}): ${why}`);
  };
  for (const [at, record] of records.entries()) {
    if (!KINDS.includes(record.kind)) {
      refuse(at, `its kind is '${String(record.kind)}', and must be 'value', 'evaluate' or 'demonstrate'`);
    }
    if (record.kind !== "demonstrate" && !Number.isFinite(record.answer)) {
      refuse(at, `it is ${record.answer}, and must be a finite number`);
    }
  }
}

/** Sums and counts of one kind of answer over a table of so many items. */
interface Tally {
  readonly sum: Float64Array;
  readonly count: Float64Array;
}

function itemOf(spoken: SpokenOf, record: RecordedAnswer, at: number): number {
  return record.kind === "value"
    ? spoken.state(record.state)
    : record.kind === "evaluate"
      ? spoken.outcome(record, at)
      : spoken.row(record, at);
}

function tallied(world: CompiledEnvironment, { name, records }: Person, kind: Kind): Tally {
  const { stateCount, actionCount, nextState } = world.dynamics;
  const length = { value: stateCount, evaluate: nextState.length, demonstrate: stateCount * actionCount }[kind];
  const tally = { sum: new Float64Array(length), count: new Float64Array(length) };
  const spoken = openRecord({ what: `the answers of '${name}'`, entry: "answer", labels: records.map(labelsOf) }, world);
  for (const [at, record] of records.entries()) {
    if (record.kind === kind) {
      const item = itemOf(spoken, record, at);
      tally.count[item] = (tally.count[item] ?? 0) + 1;
      tally.sum[item] = (tally.sum[item] ?? 0) + (record.kind === "demonstrate" ? 1 : record.answer);
    }
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
 * number, it reads 0, or anything legal. Who answers the same to everything is taken at her word: what is optimised is then one great tie.
 *
 * @throws FirebreakError "bad-specification" for a name that cannot stand in an id, "bad-episodes" for an answer that is no finite number, and
 *   in a world that has no such state, action or step when she is first met there.
 */
export function recorded(name: string, records: readonly RecordedAnswer[]): OverseerModel {
  checkName("a person", name);
  const person = { name, records };
  checkAnswers(person);
  const kinds: readonly QuestionKind[] = KINDS.filter((kind) => records.some((record) => record.kind === kind));
  // Who else answers to the same name is another overseer.
  const id = `recorded@1?answers=${hashJson(records.map((record) => ({ ...record }))).slice(0, 12)}&person=${name}`;
  return {
    id,
    title: `Recorded: ${name}`,
    answers: () => kinds,
    build: (world) => {
      const of = (kind: Kind): Tally => tallied(world, person, kind);
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
        KINDS.filter((kind) => kinds.includes(kind)).map((kind) => [kind, unansweredIn(world, tallied(world, person, kind), kind)]),
      ),
    }),
  };
}
