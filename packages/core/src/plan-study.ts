import { hasErrors, hasGaps } from "./answer-channel.ts";
import { type CompiledEnvironment, compile } from "./compile.ts";
import { type Criterion, checkCriterion, criterionId } from "./criterion.ts";
import type { Environment } from "./environment.ts";
import { FirebreakError, nearestOf } from "./error.ts";
import { type Budget, openAccount, priceOf, type QuestionKind } from "./ledger.ts";
import type { Method } from "./method.ts";
import { channelOf } from "./overseer.ts";
import { whyTooLong } from "./planners/timed-size.ts";
import type { Block, Cell, Plan, Study, Sweep, TrialAxes, TrialKey } from "./study.ts";

const NONE = "-";

/** The axes of a cell and seed, by canonical id. */
export function axesOf(cell: Cell, seed: number | null): TrialAxes {
  return {
    environment: cell.environment.id,
    overseer: cell.overseer.id,
    method: cell.method.id,
    criterion: cell.criterion === null ? NONE : criterionId(cell.criterion),
    seed,
  };
}

/** The key of a trial: `environment|overseer|method|criterion|seed`, "-" where there is no criterion or no seed. */
export function trialKey(axes: TrialAxes): TrialKey {
  return [axes.environment, axes.overseer, axes.method, axes.criterion, axes.seed ?? NONE].join("|");
}

/** The criteria to cross a method with: those of the sweep, or none where the method optimises nothing. */
function criteriaFor(method: Method, sweep: Sweep): readonly (Criterion | null)[] {
  return method.needs.criteria.length === 0 ? [null] : sweep.criteria;
}

/** A part as text, functions included: two parts of one id must be the same part. */
function textOf(part: unknown): string {
  return JSON.stringify(part, (_, value: unknown) => (typeof value === "function" ? String(value) : value));
}

/** Every part of the study by id. @throws FirebreakError "duplicate-id" where an axis names one twice, or two parts share an id. */
function byId<T extends { readonly id: string }>(study: Study, what: string, axis: (sweep: Sweep) => readonly T[]): ReadonlyMap<string, T> {
  const parts = new Map<string, T>();
  for (const sweep of study.sweeps) {
    const here = new Set<string>();
    for (const part of axis(sweep)) {
      const known = parts.get(part.id);
      if (here.has(part.id) || (known !== undefined && known !== part && textOf(known) !== textOf(part))) {
        throw new FirebreakError(
          "duplicate-id",
          `Cannot plan study '${study.id}': sweep '${sweep.id}' has two ${what}s with the id '${part.id}'`,
        );
      }
      here.add(part.id);
      parts.set(part.id, known ?? part);
    }
  }
  return parts;
}

/** A study's parts by id, for looking trials up without planning it. */
export interface StudyIndex {
  readonly study: Study;
  readonly environments: ReadonlyMap<string, Environment>;
  readonly overseers: ReadonlyMap<string, Cell["overseer"]>;
  readonly methods: ReadonlyMap<string, Method>;
  readonly criteria: ReadonlyMap<string, Criterion>;
}

/** Checks a study's parts and indexes them. @throws FirebreakError "duplicate-id", "bad-study" or "bad-criterion". */
export function indexStudy(study: Study): StudyIndex {
  if (!Number.isInteger(study.seeds) || study.seeds < 1) {
    throw new FirebreakError(
      "bad-study",
      `Cannot plan study '${study.id}' with ${study.seeds} seeds: it must be a whole number, at least 1`,
    );
  }
  const sweepIds = study.sweeps.map(({ id }) => id);
  const repeated = sweepIds.find((id, at) => sweepIds.indexOf(id) !== at);
  if (repeated !== undefined) {
    throw new FirebreakError("duplicate-id", `Cannot plan study '${study.id}': two of its sweeps have the id '${repeated}'`);
  }
  for (const { id, criteria, methods } of study.sweeps) {
    const aimless = criteria.length === 0 ? methods.find(({ needs }) => needs.criteria.length > 0) : undefined;
    if (aimless !== undefined) {
      throw new FirebreakError(
        "bad-study",
        `Cannot plan study '${study.id}': sweep '${id}' has no criteria, and its method '${aimless.id}' optimises one`,
      );
    }
  }
  const criteria = new Map<string, Criterion>();
  for (const criterion of study.sweeps.flatMap((sweep) => sweep.criteria)) {
    checkCriterion(criterion);
    criteria.set(criterionId(criterion), criterion);
  }
  return {
    study,
    environments: byId(study, "environment", (sweep) => sweep.environments),
    overseers: byId(study, "overseer", (sweep) => sweep.overseers),
    methods: byId(study, "method", (sweep) => sweep.methods),
    criteria,
  };
}

/** Why a cell cannot be run, or null. Known before the run: what the world, the overseer and the budget give is compared with what the method needs. */
export function whyRefused(study: Study, cell: Cell, world: CompiledEnvironment): string | null {
  const { needs } = cell.method;
  if (cell.criterion !== null && !needs.criteria.includes(cell.criterion.kind)) {
    return `it optimises the criteria ${needs.criteria.join(", ")}, not ${cell.criterion.kind}`;
  }
  const tooLong = cell.criterion?.kind === "finite" ? whyTooLong(world.dynamics, cell.criterion.horizon) : null;
  if (tooLong !== null) {
    return `it plans ${criterionId(cell.criterion as Criterion)}, and ${tooLong}`; // not null, asked above
  }
  const unanswered = needs.asks.find((kind) => !cell.overseer.answers(world).includes(kind));
  if (unanswered !== undefined) {
    return `it asks the overseer to ${unanswered}, and '${cell.overseer.id}' cannot in this world`;
  }
  const unborne = whyUnborne(cell, world);
  if (unborne !== null) {
    return unborne;
  }
  if (needs.observed === true && world.observedReward === undefined) {
    return "it reads the environment's own reward channel, and this world has none";
  }
  if (new Set(world.agentView).size < world.dynamics.stateCount) {
    return "it needs to see the whole state, and this world hides some of it from the agent";
  }
  return whyTooDear(study.budget, cell.method.tables(world.dynamics));
}

/** Why a method cannot do with what its overseer's answers meet on their way; or null. */
function whyUnborne({ method, overseer }: Cell, world: CompiledEnvironment): string | null {
  const { asks, bears = [] } = method.needs;
  const channel = channelOf(overseer, world);
  if (hasGaps(channel, asks) && !bears.includes("gaps")) {
    return `it needs an answer to every question, and some of those of '${overseer.id}' do not come`;
  }
  return hasErrors(channel, asks) && !bears.includes("errors")
    ? `it takes one answer to a question for all, and '${overseer.id}' answers differently each time she is asked`
    : null;
}

/** Why the questions that are asked before the start cannot be paid for, all kinds from one purse; or null. */
function whyTooDear(budget: Budget, tables: ReturnType<Method["tables"]>): string | null {
  const account = openAccount(budget);
  const asked = Object.entries(tables) as [QuestionKind, number][]; // the keys of `tables` are question kinds
  for (const [kind, count] of asked) {
    if (budget.kind === "cost" && count > account.remaining(kind)) {
      const cost = asked.reduce((sum, [each, times]) => sum + times * priceOf(budget, each), 0);
      const listed = asked.map(([each, times]) => `${times} of kind '${each}'`).join(", ");
      return `its questions before it starts (${listed}) cost ${cost}, and the budget is ${budget.limit}`;
    }
    account.charge(kind, count);
  }
  return null;
}

/** The block of a sampled method at that place among its cell's: `blockSize` consecutive seeds, or what is left of them. */
function blockAt(cell: Cell, at: number, seeds: number): Block {
  const { blockSize } = cell.method;
  return blockOf(
    cell,
    Array.from({ length: Math.min(blockSize, seeds - at * blockSize) }, (_, offset) => at * blockSize + offset),
  );
}

const blockOf = (cell: Cell, seeds: Block["seeds"]): Block => ({ cell, seeds, keys: seeds.map((seed) => trialKey(axesOf(cell, seed))) });

/** A cell's blocks: one trial of an exact method, or runs of `blockSize` consecutive seeds. */
export function blocksOf(cell: Cell, seeds: number): readonly Block[] {
  return cell.method.needs.sampled
    ? Array.from({ length: Math.ceil(seeds / cell.method.blockSize) }, (_, at) => blockAt(cell, at, seeds))
    : [blockOf(cell, [null])];
}

/** More would not fit into the memory that holds a plan. */
const MAX_TRIALS = 2_000_000;

function checkTrialCount(study: Study, count: number): void {
  if (count > MAX_TRIALS) {
    throw new FirebreakError(
      "bad-study",
      `Cannot plan study '${study.id}' with ${study.seeds} seeds: it has more than ${MAX_TRIALS} trials; split it, or take fewer seeds`,
    );
  }
}

/**
 * What a study will do, in a fixed order: sweep by sweep, environment by environment. A cell that two sweeps share is planned
 * once. Compiles every world, since what a world gives decides what is refused.
 *
 * @throws FirebreakError "duplicate-id", "bad-study", "bad-criterion", or whatever `compile` throws.
 */
export function planStudy(study: Study): Plan {
  const index = indexStudy(study);
  const worlds = new Map([...index.environments].map(([id, environment]) => [id, compile(environment)]));
  const planned = new Set<string>();
  const blocks: Block[] = [];
  const refused: { cell: string; reason: string }[] = [];
  let trialCount = 0;
  for (const cell of cellsOf(study)) {
    const id = trialKey(axesOf(cell, null)).slice(0, -2);
    const world = worlds.get(cell.environment.id);
    if (planned.has(id) || world === undefined) {
      continue;
    }
    planned.add(id);
    const reason = whyRefused(study, cell, world);
    if (reason === null) {
      trialCount += cell.method.needs.sampled ? study.seeds : 1;
      checkTrialCount(study, trialCount);
      for (const block of blocksOf(cell, study.seeds)) {
        blocks.push(block);
      }
    } else {
      refused.push({ cell: id, reason });
    }
  }
  return { study, blocks, refused, trialCount };
}

function* cellsOf(study: Study): Iterable<Cell> {
  for (const sweep of study.sweeps) {
    for (const environment of sweep.environments) {
      for (const overseer of sweep.overseers) {
        for (const method of sweep.methods) {
          for (const criterion of criteriaFor(method, sweep)) {
            yield { environment, overseer, method, criterion };
          }
        }
      }
    }
  }
}

/**
 * The block of one key, without planning the study: the cost is that of the look-up.
 * @throws FirebreakError "unknown-id" naming the part of the key that the study does not have, and the nearest it has.
 */
export function resolveBlock(index: StudyIndex, key: TrialKey): Block {
  const [environmentId = "", overseerId = "", methodId = "", criterionText = "", seedText = ""] = key.split("|");
  const find = <T>(what: string, parts: ReadonlyMap<string, T>, id: string): T => {
    const part = parts.get(id);
    if (part === undefined) {
      throw new FirebreakError(
        "unknown-id",
        `Cannot find trial '${key}': the study has no ${what} '${id}'; ${nearestOf(id, [...parts.keys()])}`,
      );
    }
    return part;
  };
  const cell: Cell = {
    environment: find("environment", index.environments, environmentId),
    overseer: find("overseer", index.overseers, overseerId),
    method: find("method", index.methods, methodId),
    criterion: criterionText === NONE ? null : find("criterion", index.criteria, criterionText),
  };
  const { seeds } = index.study;
  const at = Math.floor(Number(seedText) / cell.method.blockSize);
  const block = cell.method.needs.sampled
    ? at >= 0 && at * cell.method.blockSize < seeds
      ? blockAt(cell, at, seeds)
      : undefined
    : blockOf(cell, [null]);
  if (block === undefined || !block.keys.includes(key)) {
    throw new FirebreakError(
      "unknown-id",
      `Cannot find trial '${key}': its seed '${seedText}' is not one of the study's ${cell.method.needs.sampled ? `seeds 0 to ${index.study.seeds - 1}` : "seeds: an exact method has the seed '-'"}`,
    );
  }
  return block;
}
