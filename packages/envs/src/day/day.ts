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

/** What is looked up of a lane at every step, made once a day. */
interface Lane {
  readonly part: DayPart;
  /** The part's own acts by their names in the day. */
  readonly acts: ReadonlyMap<string, string>;
  /** The notes that lie there for it, and those that it may leave. */
  readonly arriving: readonly DayNote[];
  readonly leaving: readonly DayNote[];
  /** Chance whose draws carry the part's name, so that the luck of one is not the luck of another. */
  inLane(chance: Chance): Chance;
}

/** The handler of a lane for whatever chance it is given; one day is mostly played with one. */
function laneChance(lane: string): Lane["inLane"] {
  let last: { readonly of: Chance; readonly named: Chance } | undefined;
  return (chance) => {
    if (last?.of !== chance) {
      const happens = (probability: number, name: string): boolean => chance(probability, `${lane}: ${name}`);
      const named = Object.assign(happens, {
        pick: <T>(outcomes: readonly (readonly [T, number])[], name: string): T => chance.pick(outcomes, `${lane}: ${name}`),
      });
      last = { of: chance, named };
    }
    return last.named;
  };
}

const LANES = new WeakMap<Day, readonly Lane[]>();

function lanesOf(day: Day): readonly Lane[] {
  let lanes = LANES.get(day);
  if (lanes === undefined) {
    lanes = day.parts.map((part) => ({
      part,
      acts: new Map(part.environment.spec.actions.map((act) => [actInDay(part, act), act])),
      arriving: day.notes.filter(({ to }) => to === part.name),
      leaving: day.notes.filter(({ from }) => from === part.name),
      inLane: laneChance(part.name),
    }));
    LANES.set(day, lanes);
  }
  return lanes;
}

/** @throws RangeError for a turn of no lane. */
function laneAt(day: Day, turn: number): Lane {
  const lane = lanesOf(day)[turn];
  if (lane === undefined) {
    throw new RangeError(`A day of ${day.parts.length} parts has no lane ${turn}`);
  }
  return lane;
}

/** The part whose turn it is. */
export const partAt = (day: Day, { turn }: DayState): DayPart => laneAt(day, turn).part;

/** A lane's part as it stands once the notes that lie there for it are taken in: what its next act meets. */
export function atHand(day: Day, { parts, memory }: DayState, lane: number): unknown {
  let stands = parts[lane];
  if (memory.length > 0) {
    for (const note of laneAt(day, lane).arriving) {
      stands = memory.includes(note.name) ? note.lands(stands) : stands;
    }
  }
  return stands;
}

/** The part's own act; another lane's act is a wait that its rules do not know. */
const actOf = ({ acts }: Lane, action: string): string => acts.get(action) ?? action;

/** The step of a part within a step of the day. */
export function partStep(day: Day, { state, action, next }: Transition<DayState, string>): Transition<unknown, string> {
  const { turn } = state;
  return { state: atHand(day, state, turn), action: actOf(laneAt(day, turn), action), next: next.parts[turn] };
}

/** The memory after a part's step, in the order of the day's notes: what was for it is gone, what it leaves is there. */
function remembered(
  day: Day,
  { lane, memory, step }: { readonly lane: Lane; readonly memory: readonly string[]; readonly step: Transition<unknown, string> },
  chance: Chance,
): readonly string[] {
  const left = lane.leaving.filter(({ name, posts }) => {
    const occasion = day.coupling > 0 && !memory.includes(name) && posts(step);
    return occasion && (day.coupling === 1 || chance(day.coupling, `note: ${name}`));
  });
  return left.length === 0 && (memory.length === 0 || lane.arriving.length === 0)
    ? memory
    : day.notes.filter((note) => left.includes(note) || (memory.includes(note.name) && note.to !== lane.part.name)).map(({ name }) => name);
}

/** One turn: the notes are taken in, the part steps, notes are left, and the next lane has its turn. */
export function takeTurn(day: Day, state: DayState, action: string, chance: Chance): DayState {
  const lane = laneAt(day, state.turn);
  const stands = atHand(day, state, state.turn);
  const act = actOf(lane, action);
  const next = lane.part.environment.spec.step(stands, act, lane.inLane(chance));
  const turn = (state.turn + 1) % day.parts.length;
  const parts = [...state.parts];
  parts[state.turn] = next;
  return {
    turn,
    parts,
    memory: remembered(day, { lane, memory: state.memory, step: { state: stands, action: act, next } }, chance),
    busy: day.hands === "one" && turn !== 0 && (state.busy || action !== WAIT),
  };
}

/** The first turn of the first round. */
export function dayBegins(day: Day, chance: Chance): DayState {
  return {
    turn: 0,
    parts: lanesOf(day).map(({ part, inLane }) => part.environment.spec.start(inLane(chance))),
    memory: [],
    busy: false,
  };
}
