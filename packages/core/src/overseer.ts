import { type AnswerChannel, CLEAR, checkChannel, hasErrors, hasGaps, heardTable } from "./answer-channel.ts";
import type { CompiledEnvironment } from "./compile.ts";
import { FirebreakError } from "./error.ts";
import { canonicalJson } from "./json.ts";
import { type Account, type Ledger, QUESTION_KINDS, type QuestionKind } from "./ledger.ts";
import type { Rng } from "./rng.ts";
import { type Action, rowOfOutcome, type State } from "./tabular-mdp.ts";
import { isUsable, USABLE_NUMBER } from "./usable-number.ts";

/** A piece of behaviour to compare: states s_0 … s_n with the actions between them (one fewer). */
export interface Segment {
  readonly states: readonly State[];
  readonly actions: readonly Action[];
}

/**
 * Whoever judges, in one world. All four answers follow from one latent judgement unless the model says otherwise. Pure: equal
 * questions get equal answers.
 */
export interface Overseer {
  readonly id: string;
  /** How good a state seems. */
  value(state: State): number;
  /** How good a step seems. */
  evaluate(state: State, action: Action, next: State): number;
  /** What she would do: writes A probabilities into `out`, 0 everywhere at a terminal state. */
  demonstrate(state: State, out: Float64Array): void;
  /** Which of two pieces of behaviour seems better: 1 the first, -1 the second, 0 equal. */
  compare(x: Segment, y: Segment): -1 | 0 | 1 | "abstain";
}

/** An overseer before she meets a world. */
export interface OverseerModel {
  readonly id: string;
  readonly title: string;
  /** The questions she can answer in this world: who has no judgement of states cannot answer `value`. */
  answers(world: CompiledEnvironment): readonly QuestionKind[];
  /** The overseer in this world. Whatever noise she has comes from `rng` by the labels of what she is asked about. */
  build(world: CompiledEnvironment, rng: Rng): Overseer;
  /** What her answers meet on their way in this world; absent where they arrive as she judges. */
  channel?(world: CompiledEnvironment): AnswerChannel;
}

/** What an overseer's answers meet on their way in a world. @throws FirebreakError "bad-argument" for a channel that cannot be. */
export const channelOf = (model: OverseerModel, world: CompiledEnvironment): AnswerChannel =>
  model.channel === undefined ? CLEAR : checkChannel(model.channel(world));

/** All answers to one kind of question: `value` length S, `evaluate` length Z (outcomes), `demonstrate` length S·A. */
export type AnswerTable = (kind: Exclude<QuestionKind, "compare">) => Float64Array;

function fill(world: CompiledEnvironment, overseer: Overseer, kind: QuestionKind): Float64Array {
  const { stateCount, actionCount, rowStart, nextState } = world.dynamics;
  if (kind === "value") {
    return Float64Array.from({ length: stateCount }, (_, state) => overseer.value(state as State));
  }
  if (kind === "evaluate") {
    const table = new Float64Array(nextState.length);
    for (let row = 0; row + 1 < rowStart.length; row++) {
      for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
        table[z] = overseer.evaluate(Math.floor(row / actionCount) as State, (row % actionCount) as Action, (nextState[z] ?? 0) as State);
      }
    }
    return table;
  }
  const table = new Float64Array(stateCount * actionCount);
  for (let state = 0; state < stateCount; state++) {
    overseer.demonstrate(state as State, table.subarray(state * actionCount, (state + 1) * actionCount));
  }
  return table;
}

/** The table, if every answer is a finite number, and none too large. */
function checked(table: Float64Array, act: string): Float64Array {
  const bad = table.findIndex((answer) => !isUsable(answer));
  if (bad !== -1) {
    throw new FirebreakError("bad-reward", `${act}: answer ${bad} of ${table.length} is ${table[bad]}, and must be ${USABLE_NUMBER}`);
  }
  return table;
}

/**
 * An overseer's answers as tables, each made once and not charged to anyone: for auditors, and for kernels that charge in
 * bulk. The tables are shared: never write to them.
 *
 * @throws FirebreakError "not-implemented-here" for a question that she does not answer in this world, "bad-reward" for an answer
 *   that is not a finite number.
 */
export function answerTables(world: CompiledEnvironment, model: OverseerModel, overseer: Overseer): AnswerTable {
  const answered = model.answers(world);
  const tables = new Map<QuestionKind, Float64Array>();
  return (kind) => {
    if (!answered.includes(kind)) {
      throw new FirebreakError(
        "not-implemented-here",
        `Cannot ask overseer '${model.id}' to ${kind} in '${world.id}': she answers ${answered.length === 0 ? "nothing there" : `only ${answered.join(", ")}`}`,
      );
    }
    const table = tables.get(kind) ?? checked(fill(world, overseer, kind), `Cannot ask overseer '${model.id}' to ${kind} in '${world.id}'`);
    tables.set(kind, table);
    return table;
  };
}

/**
 * The kinds of question about which she says something of everything in a world: what a person was never asked is no number, and stands as 0
 * in no auditor's table. Answers that fail to come at one time and not at another are judged all the same.
 */
export function answeredWhole(world: CompiledEnvironment, model: OverseerModel): readonly QuestionKind[] {
  const { unanswered = {} } = channelOf(model, world);
  return model.answers(world).filter((kind) => kind === "compare" || unanswered[kind]?.includes(1) !== true);
}

/** An auditor's tables of an overseer's answers. @throws FirebreakError "not-implemented-here" for a kind of which she leaves anything unsaid. */
export function wholeTables(world: CompiledEnvironment, model: OverseerModel, tables: AnswerTable): AnswerTable {
  const whole = answeredWhole(world, model);
  return (kind) => {
    if (model.answers(world).includes(kind) && !whole.includes(kind)) {
      throw new FirebreakError(
        "not-implemented-here",
        `Cannot judge by what overseer '${model.id}' answers to ${kind} in '${world.id}': of some of it she says nothing`,
      );
    }
    return tables(kind);
  };
}

/** The overseer as a method meets her: every answer is charged. */
export interface Asker {
  readonly answers: readonly QuestionKind[];
  /** What her answers meet on their way: for a kernel that asks uncharged. `tabulate` and the single questions go through it already. */
  readonly channel: AnswerChannel;
  /** How many questions of a kind may still be asked; Infinity without a limit. */
  remaining(kind: QuestionKind): number;
  /**
   * The whole table of answers, charged as S questions (value, demonstrate) or Z (evaluate). Do not write to it.
   * @throws FirebreakError "not-implemented-here" where some answers do not come: a cell like that is refused before the run.
   */
  tabulate(kind: Exclude<QuestionKind, "compare">): Float64Array;
  /** What she would do in one state: one question. Writes A probabilities into `out`; false, and nothing written, where no answer came. */
  demonstrate(state: State, out: Float64Array): boolean;
  /** One question. "abstain" where she cannot say, and where no answer came. */
  compare(x: Segment, y: Segment): -1 | 0 | 1 | "abstain";
  /** What she judges, as a table *without* a charge, for a kernel that charges what it used with `chargeEach` before it yields. */
  readonly uncharged: AnswerTable;
  /** Charges questions asked inside a kernel: how often each state (value, demonstrate) or outcome (evaluate) was asked about. */
  chargeEach(kind: Exclude<QuestionKind, "compare">, counts: Float64Array): void;
  countSteps(steps: number): void;
  ledger(): Ledger;
}

/** Names the items of a table, for luck that goes by names. */
function namesOf(world: CompiledEnvironment, kind: QuestionKind): (item: number) => string {
  const { labels, actions, dynamics } = world;
  const rows = kind === "evaluate" ? rowOfOutcome(dynamics) : undefined;
  return (item) => {
    const row = rows?.[item];
    return row === undefined
      ? canonicalJson([kind, labels[item] ?? ""])
      : canonicalJson([
          kind,
          labels[Math.floor(row / actions.length)] ?? "",
          actions[row % actions.length] ?? "",
          labels[dynamics.nextState[item] ?? 0] ?? "",
        ]);
  };
}

/** An overseer behind an account. `luck` is the trial's: a channel that errs or has gaps draws from it. */
export function openAsker(parts: {
  readonly world: CompiledEnvironment;
  readonly model: OverseerModel;
  readonly overseer: Overseer;
  readonly tables: AnswerTable;
  readonly account: Account;
  readonly luck?: Rng | undefined;
}): Asker {
  const { world, model, overseer, tables, account } = parts;
  const { stateCount } = world.dynamics;
  const channel = channelOf(model, world);
  const luckOf = (purpose: string): Rng => {
    if (parts.luck === undefined) {
      throw new FirebreakError(
        "bad-argument",
        `Cannot ask overseer '${model.id}' without luck: what she answers is drawn anew at every question`,
      );
    }
    return parts.luck.fork("answers").fork(purpose);
  };
  let gaps: Rng | undefined;
  const lost = (kind: QuestionKind): boolean => {
    gaps ??= channel.absent > 0 ? luckOf("gaps") : undefined;
    return hasGaps(channel, [kind]) && gaps !== undefined && gaps.next() < channel.absent;
  };
  return {
    answers: QUESTION_KINDS.filter((kind) => model.answers(world).includes(kind)),
    channel,
    remaining: account.remaining,
    tabulate(kind) {
      const table = tables(kind);
      account.chargeEach(kind, new Float64Array(kind === "demonstrate" ? stateCount : table.length).fill(1));
      if (hasGaps(channel, [kind])) {
        throw new FirebreakError(
          "not-implemented-here",
          `Cannot have the whole table of what overseer '${model.id}' answers to ${kind} in '${world.id}': some of her answers do not come`,
        );
      }
      return hasErrors(channel, [kind]) ? heardTable(table, channel, { luck: luckOf("table"), nameOf: namesOf(world, kind) }) : table;
    },
    demonstrate(state, out) {
      const asked = new Float64Array(stateCount);
      asked[state] = 1;
      account.chargeEach("demonstrate", asked);
      if (lost("demonstrate") || channel.unanswered?.demonstrate?.[state] === 1) {
        return false;
      }
      out.set(tables("demonstrate").subarray(state * out.length, (state + 1) * out.length));
      return true;
    },
    compare(x, y) {
      account.charge("compare", 1);
      return lost("compare") ? "abstain" : overseer.compare(x, y);
    },
    uncharged: tables,
    chargeEach: account.chargeEach,
    countSteps: account.countSteps,
    ledger: account.ledger,
  };
}
