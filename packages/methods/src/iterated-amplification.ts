import {
  type Checkpoint,
  integer,
  type Method,
  type OverseenProblem,
  oneOf,
  type Parameter,
  type QuestionKind,
  type Rng,
  type Signal,
  type TabularMdp,
} from "@firebreak/core";
import type { Agent, Amplifier, Asked } from "./amplifiers/amplifier.ts";
import { composeId } from "./compose-id.ts";
import type { Distiller } from "./distillers/distiller.ts";
import { imitation } from "./imitation.ts";
import { agentOf, iterate, type Schedule } from "./iterate.ts";
import type { Learner } from "./learners/learner.ts";
import { narrowRl } from "./narrow-rl.ts";

/** The schedule as settings. A type, not an interface: families want an index signature. */
export type ScheduleParameters = {
  readonly start: Parameter<Schedule["start"]>;
  readonly human: Parameter<Schedule["human"]>;
  readonly rounds: Parameter<number>;
};

export const scheduleParameters: ScheduleParameters = {
  start: oneOf("rock", "human"),
  human: oneOf("same", "replaced"),
  rounds: integer({ default: 3, min: 1, max: 100 }),
};

/** The settings of a schedule that are not the defaults, as parts of an id. */
const scheduleParts = (schedule: Schedule): Record<string, string> =>
  Object.fromEntries(
    Object.entries(scheduleParameters).flatMap(([name, parameter]) => {
      const value = schedule[name as keyof Schedule]; // the parameters are its keys
      return value === parameter.default ? [] : [[name, String(value)]];
    }),
  );

interface Amplified {
  readonly amplifier: Amplifier;
  readonly schedule: Schedule;
  /** Distil, as a method on an amplified problem: one that imitates, or one that optimises. */
  readonly distillation: Method;
}

/** What H is asked for certain: for each table of every round, one of the kind that it is made from. */
function tablesOf({ amplifier, schedule, distillation }: Amplified, dynamics: TabularMdp): ReturnType<Method["tables"]> {
  const wanted = distillation.tables(dynamics);
  const total: Partial<Record<QuestionKind, number>> = schedule.start === "human" ? { ...wanted } : {};
  for (const kind of Object.keys(wanted) as Asked[]) {
    const asked = amplifier.asksFor(kind); // the keys of `tables` are kinds that have a table
    total[asked] = (total[asked] ?? 0) + schedule.rounds * (asked === "evaluate" ? dynamics.nextState.length : dynamics.stateCount);
  }
  return total;
}

/** What the rounds ask H, and what Distill(H) does. */
function asksOf({ amplifier, schedule, distillation }: Amplified): readonly QuestionKind[] {
  const { asks } = distillation.needs;
  const amplified = asks.map((kind) => (kind === "compare" ? kind : amplifier.asksFor(kind)));
  return [...new Set([...amplified, ...(schedule.start === "human" ? asks : [])])];
}

function* train({ amplifier, schedule, distillation }: Amplified, problem: OverseenProblem, rng: Rng): Generator<Checkpoint> {
  let steps = 0;
  const distil = (overseen: OverseenProblem, round: number): Agent & { readonly checkpoint: Checkpoint; readonly fed: boolean } => {
    const checkpoint = [...distillation.train(overseen, rng.fork(`round-${round}`))].at(-1);
    if (checkpoint === undefined) {
      throw new Error(`'${distillation.id}' yielded no checkpoint`);
    }
    steps += checkpoint.step;
    return { ...agentOf(checkpoint), checkpoint: { ...checkpoint, step: steps }, fed: checkpoint.step > 0 || !distillation.needs.sampled };
  };
  let yielded = false;
  for (const { checkpoint, fed } of iterate(problem, { amplifier, schedule }, distil)) {
    if (!fed && yielded) {
      return; // a round that could pay for nothing learned nothing: the last agent stands
    }
    yielded = true;
    yield checkpoint;
  }
}

/**
 * Iterated amplification (Christiano; Cotra 2018): A ← Distill(Amplify(H, A)). One checkpoint a round. The agents that it
 * consults have no clock, so it optimises no horizon.
 */
function iteratedAmplification(id: string, title: string, amplified: Amplified): Method {
  const { needs, blockSize } = amplified.distillation;
  return {
    id,
    title,
    needs: {
      ...needs,
      asks: asksOf(amplified),
      criteria: needs.criteria.filter((kind) => kind === "discounted" || kind === "lookahead"),
    },
    blockSize,
    tables: (dynamics) => tablesOf(amplified, dynamics),
    train: (problem, rng) => train(amplified, problem, rng),
  };
}

const spoken = ({ start, human, rounds }: Schedule): string =>
  `${rounds} rounds from ${start === "rock" ? "a rock" : "Distill(H)"}${human === "replaced" ? ", H replaced" : ""}`;

/** Imitative amplification: each agent does what Amplify(H, A) would do. */
export function imitativeAmplification(parts: { readonly amplifier: Amplifier; readonly distiller: Distiller } & Schedule): Method {
  const { amplifier, distiller, ...schedule } = parts;
  const id = composeId("imitative-amplification@1", { amplifier: amplifier.id, distiller: distiller.id, ...scheduleParts(schedule) });
  const title = `Imitative amplification: ${amplifier.title}, ${distiller.title}, ${spoken(schedule)}`;
  return iteratedAmplification(id, title, { amplifier, schedule, distillation: imitation({ distiller }) });
}

/**
 * Approval-based amplification: each agent optimises a reward that Amplify(H, A) gives.
 * @throws FirebreakError "bad-specification" for a signal that reads the true reward.
 */
export function approvalAmplification(
  parts: { readonly amplifier: Amplifier; readonly signal: Signal; readonly learner: Learner } & Schedule,
): Method {
  const { amplifier, signal, learner, ...schedule } = parts;
  const id = composeId("approval-amplification@1", {
    amplifier: amplifier.id,
    signal: signal.id,
    learner: learner.id,
    ...scheduleParts(schedule),
  });
  const title = `Approval-based amplification: ${amplifier.title}, ${signal.title}, ${learner.title}, ${spoken(schedule)}`;
  return iteratedAmplification(id, title, { amplifier, schedule, distillation: narrowRl({ signal, learner }) });
}
