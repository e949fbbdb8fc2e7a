import {
  type AnswerTable,
  type Asker,
  type Criterion,
  type Method,
  type OverseenProblem,
  rewardOf,
  type Signal,
  signalDiscount,
  type TabularMdp,
} from "@firebreak/core";
import type { Learner, LearningTask, Meter } from "./learners/learner.ts";

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

/** The signal's reward of every outcome, all its tables paid for. Length Z. */
export function boughtReward(signal: Signal, problem: OverseenProblem): Float64Array {
  return compiled(signal, problem, bought(problem.overseer));
}

/** What a learner is to optimise: the signal compiled to a reward, in the problem's world, at the problem's cost. */
function taskOf(parts: { readonly signal: Signal; readonly learner: Learner }, problem: OverseenProblem): LearningTask {
  const { signal, learner } = parts;
  const { dynamics, sampling, drawOrder, observations, tensors, overseer } = problem;
  const criterion = criterionOf(problem);
  const reward = learner.world === "model" ? boughtReward(signal, problem) : compiled(signal, problem, overseer.uncharged);
  const meter = meterOf(signal, problem);
  return { dynamics, sampling, drawOrder, observations, criterion, reward, meter, ...(tensors === undefined ? {} : { tensors }) };
}

/** Trains a block of seeds with a learner that can. */
function trainBlock(parts: { readonly signal: Signal; readonly learner: Learner }): Pick<Method, "trainBatch"> {
  const { learner } = parts;
  return learner.learnBlock === undefined
    ? {}
    : {
        trainBatch: (problems, rngs) =>
          learner.learnBlock?.(
            problems.map((problem) => taskOf(parts, problem)),
            rngs,
          ) ?? [],
      };
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
    },
    blockSize: learner.block ?? (planned ? 1 : SEEDS_A_BLOCK),
    tables: (dynamics) => (planned ? tablesOf(signal, dynamics) : {}),
    train: (problem, rng) => learner.learn(taskOf(parts, problem), rng),
    ...trainBlock(parts),
  };
}
