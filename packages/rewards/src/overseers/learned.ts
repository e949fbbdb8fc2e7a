import {
  answerTables,
  byCodeUnit,
  type CompiledEnvironment,
  channelOf,
  defineFamily,
  type Family,
  FirebreakError,
  hasErrors,
  integer,
  number,
  type OverseerModel,
  type Parameter,
  QUESTION_KINDS,
  type Rng,
} from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { consistent } from "./consistent.ts";
import type { Conduct, LatentJudgement } from "./judgement.ts";
import { modelOf } from "./model-of.ts";
import { seenStates, seenSteps } from "./seen-by-her.ts";

/** How a judgement is fitted to answers. */
export interface Fit {
  /** Questions asked about states, and as many about steps: each about what is drawn from all that looks different, with replacement. */
  readonly samples: number;
  /** Standard deviation of the Gaussian error on each answer that is learned from. */
  readonly error: number;
  /** How many answers the mean of all answers counts for, at least 0: what is seldom or never asked about is thought of as middling. */
  readonly prior: number;
  /** Another fit of the same kind. */
  readonly draw: number;
}

/** Answers that were had about one look. */
interface Heard {
  count: number;
  sum: number;
}

/** What there is to learn from: a table of answers, how each of its items looks, and 1 for those about which no answer ever comes. */
interface Lesson {
  readonly table: Float64Array;
  readonly looks: readonly string[];
  readonly unanswered: Uint8Array | undefined;
}

/** The answer to each look that has one. Where items that look alike were answered differently, as people do: the mean, in no item's order. */
function answersByLook({ table, looks, unanswered }: Lesson): ReadonlyMap<string, number> {
  const given = new Map<string, number[]>();
  for (const [item, look] of looks.entries()) {
    if (unanswered?.[item] !== 1) {
      const answers = given.get(look) ?? [];
      answers.push(table[item] ?? 0);
      given.set(look, answers);
    }
  }
  const meanOf = (answers: readonly number[]): number => {
    const sorted = [...answers].sort((x, y) => x - y);
    const [least = 0, greatest = 0] = [sorted[0], sorted.at(-1)];
    return least === greatest ? least : sorted.reduce((sum, answer) => sum + answer, 0) / sorted.length;
  };
  return new Map([...given].map(([look, answers]) => [look, meanOf(answers)]));
}

/** A table as learned from `samples` of its answers, by what is asked about. */
function fitted({ table, looks, unanswered }: Lesson, { samples, error, prior }: Fit, rng: Rng): Float64Array {
  const answerTo = answersByLook({ table, looks, unanswered });
  const questions = [...answerTo.keys()].sort(byCodeUnit);
  const heard = new Map<string, Heard>();
  let total = 0;
  for (let sample = 0; sample < samples && questions.length > 0; sample++) {
    const look = questions[rng.below(questions.length)] ?? "";
    const answer = (answerTo.get(look) ?? 0) + error * rng.normal();
    const so = heard.get(look) ?? { count: 0, sum: 0 };
    heard.set(look, { count: so.count + 1, sum: so.sum + answer });
    total += answer;
  }
  const middling = samples === 0 ? 0 : total / samples;
  return table.map((_, item) => {
    const { count, sum } = heard.get(looks[item] ?? "") ?? { count: 0, sum: 0 };
    return count + prior === 0 ? middling : (sum + prior * middling) / (count + prior);
  });
}

function learnFrom(teacher: OverseerModel, fit: Fit): (world: CompiledEnvironment, rng: Rng) => LatentJudgement {
  return (world, rng) => {
    const answers = answerTables(world, teacher, teacher.build(world, rng));
    const answered = teacher.answers(world);
    const luck = rng.fork(`learned-${fit.draw}`);
    const looks = { value: seenStates(world), evaluate: seenSteps(world, seenStates(world)) };
    const channel = channelOf(teacher, world);
    const { unanswered } = channel;
    if (channel.absent > 0 || hasErrors(channel, ["value", "evaluate"])) {
      throw new FirebreakError(
        "bad-argument",
        `Cannot learn from '${teacher.id}' in '${world.id}': her answers err or fail to come anew each time; learn from what she judges, with an error of its own and fewer samples`,
      );
    }
    const learn = (kind: "value" | "evaluate"): Float64Array =>
      fitted({ table: answers(kind), looks: looks[kind], unanswered: unanswered?.[kind] }, fit, luck.fork(kind));
    return {
      ...(answered.includes("value") ? { value: learn("value") } : {}),
      ...(answered.includes("evaluate") ? { evaluate: learn("evaluate") } : {}),
    };
  };
}

/**
 * An overseer whose judgement was learned from another's answers, as a reward model's is: the ridge estimate of a table, from answers about
 * states and steps drawn evenly among those that her teacher answers about; of the others she thinks the middling of all that she heard. What
 * she shows and prefers follows from what she learned. Her teacher's own demonstrations are not used. A teacher may be a record of a person's
 * answers (`recorded`): her mean answers are then learned from, to what was asked at all.
 */
export function learnedFrom(
  teacher: OverseerModel,
  of: { readonly id: string; readonly fit: Fit; readonly conduct: Conduct },
): OverseerModel {
  const { id, fit, conduct } = of;
  const model = modelOf({ id, title: `Learned from: ${teacher.title}`, conduct, judge: learnFrom(teacher, fit) });
  return { ...model, answers: (world) => QUESTION_KINDS.filter((kind) => isLearnable(teacher.answers(world), kind, conduct)) };
}

/** What her teacher judges she can judge; what she plans by she can show and compare by. */
const isLearnable = (taught: readonly string[], kind: string, { plans }: Conduct): boolean =>
  taught.includes(kind === "value" || kind === "evaluate" ? kind : plans === "value" ? "value" : "evaluate");

type LearnedParameters = ConductParameters & { readonly [K in keyof Fit]: Parameter<number> };

/** One who learned from the consistent overseer. For another teacher: `learnedFrom`. */
export const learned: Family<OverseerModel, LearnedParameters> = defineFamily({
  name: "learned",
  version: 1,
  title: "Learned: a judgement fitted to some of another's answers",
  parameters: {
    ...conductParameters,
    samples: integer({ default: 1000, min: 0 }),
    error: number({ default: 0, min: 0 }),
    prior: number({ default: 0.1, min: 0 }),
    draw: integer({ default: 0, min: 0 }),
  },
  make: ({ samples, error, prior, draw, ...conduct }, id): OverseerModel =>
    learnedFrom(consistent.with(conduct), { id, fit: { samples, error, prior, draw }, conduct }),
});
