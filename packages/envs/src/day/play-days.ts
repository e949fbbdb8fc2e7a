import {
  actionProbabilities,
  type CompiledEnvironment,
  enumerateChance,
  FirebreakError,
  type Policy,
  periodOf,
  type Rng,
  rowOfOutcome,
} from "@firebreak/core";
import { type LaneTable, playLanes } from "../kernels/play-lanes.ts";
import type { Day, DayPart } from "./day.ts";
import { partAlone } from "./part-alone.ts";

/** A day whose parts have been enumerated one by one: their states add up where the day's multiply. */
export interface TabulatedDay {
  readonly day: Day;
  /** One a lane: the part alone, in every state that its rules and the day's notes may bring it into. */
  readonly worlds: readonly CompiledEnvironment[];
  /** How one day comes out each time it is played, each lane by its own policy of its own world; the phase of a timed policy is the round. */
  player(policies: readonly Policy[]): PlayDay;
}

/** Plays one day: the sums of both rewards. */
export type PlayDay = (luck: { readonly world: Rng; readonly choices: Rng }) => { readonly observed: number; readonly true: number };

const MOST_NOTES = 31;

/** Running sums of what a policy plays, length phases·S·A; the last legal act's is 1, whatever was rounded. */
function runningPlay({ dynamics }: CompiledEnvironment, policy: Policy): { readonly play: Float64Array; readonly phases: number } {
  const { stateCount, actionCount } = dynamics;
  const phases = periodOf(policy);
  const play = new Float64Array(phases * stateCount * actionCount);
  const row = new Float64Array(actionCount);
  for (let at = 0; at < phases * stateCount; at++) {
    actionProbabilities(policy, { time: Math.floor(at / stateCount), state: at % stateCount }, row);
    const last = row.findLastIndex((share) => share > 0);
    let sum = 0;
    row.forEach((share, action) => {
      sum += share;
      play[at * actionCount + action] = action >= last ? 1 : sum;
    });
  }
  return { play, phases };
}

/** What the day's notes are to a lane: which state each makes of one, and which outcomes leave one. */
function notesOf(day: Day, part: DayPart, world: CompiledEnvironment): Pick<LaneTable, "arriving" | "leaving"> {
  const { dynamics, labels, actions } = world;
  const indexOf = new Map(labels.map((label, state) => [label, state]));
  const rows = rowOfOutcome(dynamics);
  const rich = Array.from({ length: dynamics.stateCount }, (_, state) => world.rich(state as Parameters<typeof world.rich>[0]));
  const bitOf = (name: string): number => 1 << day.notes.findIndex((note) => note.name === name);
  // A part steps between two takings-in, so that no note meets what the same note has just made: such states may be none of the part's.
  const landed = (state: unknown): number => indexOf.get(part.environment.spec.label(state)) ?? -1;
  return {
    arriving: day.notes
      .filter(({ to }) => to === part.name)
      .map(({ name, lands }) => ({ bit: bitOf(name), lands: Int32Array.from(rich, (state) => landed(lands(state))) })),
    leaving: day.notes
      .filter(({ from }) => from === part.name)
      .map(({ name, posts }) => ({
        bit: bitOf(name),
        posts: Uint8Array.from(dynamics.nextState, (next, z) => {
          const row = rows[z] ?? 0;
          const action = actions[row % dynamics.actionCount] ?? "";
          return posts({ state: rich[Math.floor(row / dynamics.actionCount)], action, next: rich[next] }) ? 1 : 0;
        }),
      })),
  };
}

/** Where the part begins, by its own rules: `partAlone` begins anywhere. */
function morningOf(part: DayPart, { labels }: CompiledEnvironment): Pick<LaneTable, "start" | "startCumulative"> {
  const { spec } = part.environment;
  const starts = enumerateChance((chance) => spec.label(spec.start(chance)));
  let sum = 0;
  return {
    start: Int32Array.from(starts, ({ value }) => labels.indexOf(value)),
    startCumulative: Float64Array.from(starts, ({ probability }, at) => {
      sum += probability;
      return at === starts.length - 1 ? 1 : sum;
    }),
  };
}

/**
 * A day for simulating at the speed of tables: each part is enumerated alone, the shared memory is a set of bits. Equal in law to the day that
 * `composeDay` makes of it, draw by draw it is not: an outcome is one draw here, and one a chance there.
 *
 * @throws FirebreakError "bad-specification" for a day of one pair of hands (what a lane may do depends on the others) or of more than 31
 *   notes; "too-many-states" for a part that cannot be enumerated.
 */
export function tabulateDay(day: Day): TabulatedDay {
  if (day.hands === "one" || day.notes.length > MOST_NOTES) {
    const why =
      day.hands === "one"
        ? "with one pair of hands what a lane may do depends on the others"
        : `it has ${day.notes.length} notes, and may have ${MOST_NOTES}`;
    throw new FirebreakError("bad-specification", `Cannot tabulate a day: ${why}`);
  }
  const lanes = day.parts.map((part) => {
    const world = partAlone(day, part);
    return { world, table: { ...tablesOf(world), ...notesOf(day, part, world), ...morningOf(part, world) } };
  });
  return {
    day,
    worlds: lanes.map(({ world }) => world),
    player(policies) {
      const playing = lanes.map(({ world, table }, at) => ({ ...table, ...runningPlay(world, policyOf(policies, at)) }));
      return ({ world: luck, choices }) => {
        const sums = new Float64Array(2);
        playLanes(playing, { rounds: day.rounds, coupling: day.coupling, luck, choices }, sums);
        return { observed: sums[0] ?? 0, true: sums[1] ?? 0 };
      };
    },
  };
}

function policyOf(policies: readonly Policy[], lane: number): Policy {
  const policy = policies[lane];
  if (policy === undefined) {
    throw new FirebreakError("bad-argument", `Cannot play lane ${lane} of a day: there are ${policies.length} policies`);
  }
  return policy;
}

/** Dynamics and rewards of a part alone. A part without a rating of its own is observed as 0. */
function tablesOf({
  dynamics,
  sampling,
  trueReward,
  observedReward,
}: CompiledEnvironment): Omit<LaneTable, "start" | "startCumulative" | "play" | "phases" | "arriving" | "leaving"> {
  return {
    stateCount: dynamics.stateCount,
    actionCount: dynamics.actionCount,
    rowStart: dynamics.rowStart,
    nextState: dynamics.nextState,
    outcome: sampling.outcome,
    cumulative: sampling.cumulative,
    true: trueReward,
    observed: observedReward ?? new Float64Array(trueReward.length),
  };
}
