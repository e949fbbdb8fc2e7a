import {
  type AnswerLine,
  type AnswerTable,
  type Asker,
  type Checkpoint,
  type Criterion,
  hasErrors,
  hasGaps,
  type Method,
  type OverseenProblem,
  openLine,
  type Policy,
  type Rng,
  rewardOf,
  type Signal,
  signalDiscount,
  type TabularMdp,
} from "@firebreak/core";
import type { Learner, LearningTask, Meter } from "./learners/learner.ts";
import { pairUp } from "./neural/block-of-seeds.ts";

type Asked = Signal["asks"][number];

/** Consecutive seeds in one task: a tabular learner trains one in milliseconds. */
export const SEEDS_A_BLOCK = 5;

/** Steps that can be paid for, if each costs the most it can and all kinds of question share one purse. */
function affordable(most: Partial<Readonly<Record<Asked, number>>>, overseer: Asker): number {
  let worst = 0;
  for (const [kind, count] of Object.entries(most)) {
    worst += count === 0 ? 0 : count / overseer.remaining(kind as Asked); // the keys of `perStep` are question kinds
  }
  return worst === 0 ? Number.POSITIVE_INFINITY : Math.floor(1 / worst + 1e-9);
}

/** Charges what a learner met at the prices of a signal. */
function meterOf(signal: Signal, { dynamics, overseer }: OverseenProblem): Meter {
  const most = signal.perStep(dynamics);
  return {
    affordable: () => affordable(most, overseer),
    pay(visits, steps) {
      const questions = signal.questions(dynamics, visits);
      for (const kind of signal.asks) {
        const counts = questions[kind];
        if (counts !== undefined) {
          overseer.chargeEach(kind, counts);
        }
      }
      overseer.countSteps(steps);
    },
  };
}

/** The tables of a planner, which pays for all of each once, however often the signal reads it. */
function bought(overseer: Asker): AnswerTable {
  const tables = new Map<string, Float64Array>();
  return (kind) => {
    const table = tables.get(kind) ?? overseer.tabulate(kind);
    tables.set(kind, table);
    return table;
  };
}

/** Questions that a planner pays for before it starts: every state's value, every outcome's evaluation. */
export function tablesOf(signal: Signal, dynamics: TabularMdp): ReturnType<Method["tables"]> {
  return Object.fromEntries(signal.asks.map((kind) => [kind, kind === "evaluate" ? dynamics.nextState.length : dynamics.stateCount]));
}

function criterionOf({ criterion }: OverseenProblem): Criterion {
  if (criterion === null) {
    throw new Error("A method that optimises was planned without a criterion");
  }
  return criterion;
}

function compiled(signal: Signal, problem: OverseenProblem, answers: AnswerTable): Float64Array {
  const { dynamics, observedReward, trueReward } = problem;
  return rewardOf(signal, {
    dynamics,
    answers,
    discount: signalDiscount(criterionOf(problem)),
    ...(observedReward === undefined ? {} : { observedReward }),
    ...(trueReward === undefined ? {} : { trueReward }),
  });
}

/** The same problem, in which a table that is asked for by two parts of a method is paid for once. */
export function buyingOnce(problem: OverseenProblem): OverseenProblem {
  return { ...problem, overseer: { ...problem.overseer, tabulate: bought(problem.overseer) } };
}

/** The signal's reward of every outcome, all its tables paid for. Length Z. */
export function boughtReward(signal: Signal, problem: OverseenProblem): Float64Array {
  return compiled(signal, problem, bought(problem.overseer));
}

/** An answer far beyond any that an overseer gives, either way. */
const FAR = 1e9;

/** 1 for each outcome whose reward hangs on an answer that never comes: it moves when that answer does. Length Z; absent if all come. */
function silentOutcomes(signal: Signal, problem: OverseenProblem): Uint8Array | undefined {
  const { overseer } = problem;
  const { unanswered } = overseer.channel;
  if (unanswered === undefined) {
    return undefined;
  }
  const filled = (fill: number): Float64Array =>
    compiled(signal, problem, (kind) => overseer.uncharged(kind).map((answer, item) => (unanswered[kind]?.[item] === 1 ? fill : answer)));
  const high = filled(FAR);
  return Uint8Array.from(filled(-FAR), (reward, z) => (reward === high[z] ? 0 : 1));
}

/** What a signal's rewards meet on their way to a learner; none where they arrive as they are. */
function lineOf(signal: Signal, problem: OverseenProblem, rng: Rng): AnswerLine | undefined {
  const { channel } = problem.overseer;
  return hasErrors(channel, signal.asks) || hasGaps(channel, signal.asks)
    ? openLine(channel, { answers: signal.answersAdded ?? 1, silent: silentOutcomes(signal, problem) }, rng)
    : undefined;
}

/** A signal to be optimised by a learner, a soft one leaning on `towards`. */
interface Lesson {
  readonly signal: Signal;
  readonly learner: Learner;
  readonly towards?: Policy;
}

/** A problem's world as a learner is given it, with a reward of length Z to optimise there and what its steps cost. */
export function taskIn(problem: OverseenProblem, given: Pick<LearningTask, "reward" | "meter">): LearningTask {
  const { dynamics, sampling, drawOrder, observations, tensors } = problem;
  const world = { dynamics, sampling, drawOrder, observations, criterion: criterionOf(problem) };
  return { ...world, ...given, ...(tensors && { tensors }) };
}

/** What a learner is to optimise: the signal compiled to a reward, in the problem's world, at the problem's cost. */
function taskOf({ signal, learner, towards }: Lesson, problem: OverseenProblem, rng: Rng): LearningTask {
  const reward = learner.world === "model" ? boughtReward(signal, problem) : compiled(signal, problem, problem.overseer.uncharged);
  const line = learner.hearsLine === true ? lineOf(signal, problem, rng) : undefined;
  return { ...taskIn(problem, { reward, meter: meterOf(signal, problem) }), ...(line && { line }), ...(towards && { towards }) };
}

/** Trains a block of seeds with a learner that can. */
function trainBlock(parts: Lesson): Pick<Method, "trainBatch"> {
  const { learner } = parts;
  return learner.learnBlock === undefined
    ? {}
    : {
        trainBatch: (problems, rngs) =>
          learner.learnBlock?.(
            pairUp(problems, rngs).map(({ task: problem, rng }) => taskOf(parts, problem, rng)),
            rngs,
          ) ?? [],
      };
}

/** Compiles a signal to a reward and has a learner optimise it. */
export function learnSignal(parts: Lesson, problem: OverseenProblem, rng: Rng): Iterable<Checkpoint> {
  return parts.learner.learn(taskOf(parts, problem, rng), rng);
}

/** The method that optimises a signal with a learner. `id` is canonical. */
export function optimise(parts: {
  readonly id: string;
  readonly title: string;
  readonly signal: Signal;
  readonly learner: Learner;
}): Method {
  const { id, title, signal, learner } = parts;
  const planned = learner.world === "model";
  return {
    id,
    title,
    needs: {
      world: learner.world,
      asks: signal.asks,
      criteria: learner.criteria,
      sampled: !planned,
      observed: signal.readsObserved,
      reference: signal.readsTrue,
      tensors: learner.tensors === true,
      // A planner has each answer once, with its error; it needs all of them.
      bears: planned ? ["errors"] : learner.hearsLine === true ? ["errors", "gaps"] : [],
    },
    blockSize: learner.block ?? (planned ? 1 : SEEDS_A_BLOCK),
    tables: (dynamics) => (planned ? tablesOf(signal, dynamics) : {}),
    train: (problem, rng) => learnSignal(parts, problem, rng),
    ...trainBlock(parts),
  };
}
