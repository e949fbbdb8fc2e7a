import type { Chance, Environment, Transition } from "@firebreak/core";

/** A part of a day: a world of its own that goes on for ever, with `wait` among its acts, and a lane of the day in which it is played. */
export interface DayPart {
  /** Starts the names of its acts in the day: "lunch:ask". */
  readonly name: string;
  readonly environment: Environment;
}

/** What one part leaves in the shared memory for another. */
export interface DayNote {
  /** "lunch on the account". */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Whether a step of `from` gives occasion for it. */
  posts(step: Transition<unknown, string>): boolean;
  /** The other part once it has been taken in: a state that its own rules can go on from. */
  lands(state: unknown): unknown;
}

/** A note between parts whose states are known. */
export function noteBetween<From, To>(
  note: Pick<DayNote, "name" | "from" | "to"> & { posts(step: Transition<From, string>): boolean; lands(state: To): To },
): DayNote {
  // Erasing From and To is safe: a day gives a note only states of the parts that it names.
  return note as unknown as DayNote;
}

/** Parts that take turns, and the notes that couple them. */
export interface Day {
  readonly parts: readonly DayPart[];
  readonly notes: readonly DayNote[];
  /** The probability that an occasion leaves its note. At 0 the parts have nothing to do with each other. */
  readonly coupling: number;
  /** Acts other than waiting in a round: one in each lane, or a single one, which is what one person can attend to. */
  readonly hands: "each" | "one";
  /** Rounds: each part steps once in each. */
  readonly rounds: number;
}

/** How a day stands. */
export interface DayState {
  /** The lane whose turn it is: an index of `parts`. */
  readonly turn: number;
  readonly parts: readonly unknown[];
  /** What lies in the shared memory, in the order of the day's notes. A note is taken in when its receiver's turn comes, before the act. */
  readonly memory: readonly string[];
  /** Somebody with one pair of hands has acted in this round. */
  readonly busy: boolean;
}

/** The act that every part has, and that all lanes share. */
export const WAIT = "wait";

/** The name of a part's act in the day. */
export const actInDay = ({ name }: DayPart, act: string): string => (act === WAIT ? WAIT : `${name}:${act}`);

/** All acts of a day: waiting, then those of each lane. */
export const dayActions = ({ parts }: Day): readonly string[] => [
  WAIT,
  ...parts.flatMap((part) => part.environment.spec.actions.filter((act) => act !== WAIT).map((act) => actInDay(part, act))),
];

/** The part whose turn it is. */
export function partAt(day: Day, { turn }: DayState): DayPart {
  const part = day.parts[turn];
  if (part === undefined) {
    throw new RangeError(`A day of ${day.parts.length} parts has no lane ${turn}`);
  }
  return part;
}

/** A lane's part as it stands once the notes that lie there for it are taken in: what its next act meets. */
export function atHand(day: Day, { parts, memory }: DayState, lane: number): unknown {
  const receiver = day.parts[lane]?.name;
  return day.notes
    .filter(({ name, to }) => to === receiver && memory.includes(name))
    .reduce((stands, note) => note.lands(stands), parts[lane]);
}

/** The step of a part within a step of the day. */
export function partStep(day: Day, { state, action, next }: Transition<DayState, string>): Transition<unknown, string> {
  const { name } = partAt(day, state);
  return {
    state: atHand(day, state, state.turn),
    action: action === WAIT ? WAIT : action.slice(name.length + 1),
    next: next.parts[state.turn],
  };
}

/** Chance whose draws carry the part's name, so that the luck of one is not the luck of another. */
function inLane(chance: Chance, lane: string): Chance {
  const happens = (probability: number, name: string): boolean => chance(probability, `${lane}: ${name}`);
  return Object.assign(happens, {
    pick: <T>(outcomes: readonly (readonly [T, number])[], name: string): T => chance.pick(outcomes, `${lane}: ${name}`),
  });
}

/** The memory after a part's step: what was for it is gone, what it leaves is there. */
function remembered(
  day: Day,
  before: { readonly state: DayState; readonly step: Transition<unknown, string> },
  chance: Chance,
): readonly string[] {
  const { name: lane } = partAt(day, before.state);
  const { memory } = before.state;
  const left = day.notes.filter(({ name, from, posts }) => {
    const occasion = day.coupling > 0 && from === lane && !memory.includes(name) && posts(before.step);
    return occasion && (day.coupling === 1 || chance(day.coupling, `note: ${name}`));
  });
  return day.notes.filter((note) => left.includes(note) || (memory.includes(note.name) && note.to !== lane)).map(({ name }) => name);
}

/** One turn: the notes are taken in, the part steps, notes are left, and the next lane has its turn. */
export function takeTurn(day: Day, state: DayState, action: string, chance: Chance): DayState {
  const { name, environment } = partAt(day, state);
  const stands = atHand(day, state, state.turn);
  const act = action === WAIT ? WAIT : action.slice(name.length + 1);
  const next = environment.spec.step(stands, act, inLane(chance, name));
  const turn = (state.turn + 1) % day.parts.length;
  return {
    turn,
    parts: state.parts.map((part, lane) => (lane === state.turn ? next : part)),
    memory: remembered(day, { state, step: { state: stands, action: act, next } }, chance),
    busy: day.hands === "one" && turn !== 0 && (state.busy || action !== WAIT),
  };
}

/** The first turn of the first round. */
export function dayBegins(day: Day, chance: Chance): DayState {
  return {
    turn: 0,
    parts: day.parts.map(({ name, environment }) => environment.spec.start(inLane(chance, name))),
    memory: [],
    busy: false,
  };
}
