import type { Criterion } from "./criterion.ts";
import { FirebreakError } from "./error.ts";
import { hashPolicy } from "./hash.ts";
import { canonicalJson } from "./json.ts";
import type { Ledger } from "./ledger.ts";
import type { Checkpoint } from "./method.ts";
import { answeredWhole, wholeTables } from "./overseer.ts";
import { axesOf } from "./plan-study.ts";
import { evaluatePolicy } from "./planners/evaluate-policy.ts";
import { checkPolicy, type Policy } from "./policy.ts";
import { type OverseenWorld, openProblem } from "./problem.ts";
import { createRng } from "./rng.ts";
import type { Block, CurvePoint, MeasureContext, Study, TrialResult } from "./study.ts";
import type { WorldCache } from "./world-cache.ts";

interface Trained {
  readonly checkpoints: readonly Checkpoint[];
  readonly ledger: Ledger;
}

/** The stream of a trial's luck: keyed by world and seed and by no method, so that methods are paired. */
const luckOf = (environment: string, seed: number | null): ReturnType<typeof createRng> => createRng(`trial/${environment}/${seed ?? "-"}`);

/** The seeds to train: a batch is trained whole even where only some of its seeds are wanted, or its sums would depend on how many. */
function seedsToTrain(block: Block): readonly (number | null)[] {
  const { trainBatch, blockSize } = block.cell.method;
  const [first] = block.seeds;
  return trainBatch === undefined || first === undefined || first === null
    ? block.seeds
    : Array.from({ length: blockSize }, (_, offset) => first + offset);
}

function train(study: Study, block: Block, overseen: OverseenWorld): readonly Trained[] {
  const { method, criterion } = block.cell;
  const seeds = seedsToTrain(block);
  const rngs = seeds.map((seed) => luckOf(overseen.world.id, seed));
  const problems = rngs.map((luck) => openProblem(overseen, { method, criterion, budget: study.budget, luck }));
  const checkpoints: Checkpoint[][] = seeds.map(() => []);
  if (method.trainBatch !== undefined) {
    for (const together of method.trainBatch(problems, rngs)) {
      together.forEach((checkpoint, at) => {
        checkpoints[at]?.push(checkpoint);
      });
    }
  } else {
    rngs.forEach((rng, at) => {
      const problem = problems[at];
      checkpoints[at] = problem === undefined ? [] : [...method.train(problem, rng)];
    });
  }
  return problems
    .slice(0, block.seeds.length)
    .map((problem, at) => ({ checkpoints: checkpoints[at] ?? [], ledger: problem.overseer.ledger() }));
}

/** The proxy's clock: the criterion that was optimised, and the environment's own where that is a way of acting only. */
export function proxyClock(criterion: Criterion | null, evaluation: MeasureContext["evaluation"]): MeasureContext["evaluation"] {
  return criterion === null || criterion.kind === "lookahead" ? evaluation : criterion;
}

function curvePoint(overseen: OverseenWorld, criterion: Criterion | null, checkpoint: Checkpoint): CurvePoint {
  const { dynamics, trueReward, environment } = overseen.world;
  const { policy, proxyReward, rewardFit, step } = checkpoint;
  const { evaluation } = environment.spec;
  return {
    step,
    trueReturn: evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: evaluation }),
    proxyReturn:
      proxyReward === undefined
        ? null
        : evaluatePolicy({ dynamics, reward: proxyReward, policy, criterion: proxyClock(criterion, evaluation) }),
    ...(rewardFit === undefined ? {} : { rewardFit }),
  };
}

/** What the overseer would do herself; absent where she does not demonstrate, or not in every state. */
export function referencePolicy(overseen: OverseenWorld): Policy | undefined {
  const { world, model, answers } = overseen;
  return answeredWhole(world, model).includes("demonstrate") ? { kind: "stationary", probability: answers("demonstrate") } : undefined;
}

function measure(
  study: Study,
  overseen: OverseenWorld,
  trial: { readonly checkpoint: Checkpoint; readonly criterion: Criterion | null },
): Record<string, number> {
  const { world, model, answers } = overseen;
  const reference = referencePolicy(overseen);
  const context: MeasureContext = {
    environment: world,
    answers: wholeTables(world, model, answers),
    answered: answeredWhole(world, model),
    checkpoint: trial.checkpoint,
    criterion: trial.criterion,
    evaluation: world.environment.spec.evaluation,
    ...(reference === undefined ? {} : { reference }),
  };
  const measures: Record<string, number> = {};
  for (const { id, measure } of study.measures) {
    const measured: unknown = measure(context);
    if (typeof measured !== "object" || measured === null || "then" in measured) {
      throw new FirebreakError("bad-study", `Cannot keep measure '${id}': it answers no record of numbers`);
    }
    for (const [name, value] of Object.entries<unknown>({ ...measured })) {
      if (typeof value !== "number" || !Number.isFinite(value)) {
        throw new FirebreakError(
          "bad-study",
          `Cannot keep measure '${id}': its '${name}' is ${String(value)}, and must be a finite number`,
        );
      }
      measures[`${id}.${name}`] = value;
    }
  }
  return measures;
}

function resultOf(
  study: Study,
  block: Block,
  at: { readonly overseen: OverseenWorld; readonly trained: Trained; readonly index: number },
): TrialResult {
  const { overseen, trained, index } = at;
  const { criterion } = block.cell;
  const checkpoint = trained.checkpoints.at(-1);
  if (checkpoint === undefined) {
    throw new Error(`Method '${block.cell.method.id}' yielded no checkpoint`);
  }
  checkPolicy(checkpoint.policy, overseen.world.dynamics);
  const result: TrialResult = {
    schema: "trial@1",
    key: block.keys[index] ?? "",
    axes: axesOf(block.cell, block.seeds[index] ?? null),
    status: "done",
    measures: measure(study, overseen, { checkpoint, criterion }),
    curve: trained.checkpoints.map((each) => curvePoint(overseen, criterion, each)),
    policy: { kind: checkpoint.policy.kind, sha256: hashPolicy(checkpoint.policy) },
    ledger: trained.ledger,
  };
  canonicalJson(result); // a number that JSON cannot hold is this trial's failure, not the store's
  return result;
}

function failed(block: Block, index: number, error: unknown): TrialResult {
  const code = error instanceof FirebreakError ? error.code : "bug";
  return {
    schema: "trial@1",
    key: block.keys[index] ?? "",
    axes: axesOf(block.cell, block.seeds[index] ?? null),
    status: "failed",
    reason: { code, message: error instanceof Error ? error.message : String(error) },
  };
}

/**
 * Trains and measures one block: one result a seed, in order. Pure: the same block gives the same results anywhere. A trial that
 * throws is a result of status "failed" with its reason; training that throws fails its whole block.
 */
export function runBlock(study: Study, block: Block, cache: WorldCache): readonly TrialResult[] {
  try {
    const overseen = cache.get(block.cell.environment, block.cell.overseer);
    return train(study, block, overseen).map((trained, index) => {
      try {
        return resultOf(study, block, { overseen, trained, index });
      } catch (error) {
        return failed(block, index, error);
      }
    });
  } catch (error) {
    return block.keys.map((_, index) => failed(block, index, error));
  }
}
