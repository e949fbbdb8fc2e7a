import { refusesTies, tieRange } from "@firebreak/analysis/audits";
import {
  type Criterion,
  compile,
  compileSignal,
  criterionId,
  evaluatePolicy,
  FirebreakError,
  type OverseenWorld,
  oversee,
  proxyClock,
  resolveId,
  type Solution,
  solve as solveExactly,
} from "@firebreak/core";
import type { Answer, GlobalOptions } from "../answer.ts";
import { type CriterionFlags, criterionFrom, isOwnCriterion, OWN_CRITERION, withSettings } from "../arguments.ts";
import { openCatalogs } from "../catalogs.ts";
import { checkAnswered, overseerFrom } from "../overseer-from.ts";
import { formatFields, formatTable } from "../table.ts";

interface SolveOptions extends GlobalOptions, CriterionFlags {
  readonly reward?: string;
  readonly overseer?: string;
  readonly set?: readonly string[];
}

const MAX_SHOWN_STATES = 40;

interface RewardAsked {
  readonly id: string;
  readonly numbers: Float64Array;
}

function rewardOf(
  asked: string,
  overseen: OverseenWorld,
  parts: { readonly criterion: Criterion; readonly signals: Awaited<ReturnType<typeof openCatalogs>>["catalogs"]["signals"] },
): RewardAsked {
  const { world } = overseen;
  if (asked === "true") {
    return { id: "true", numbers: world.trueReward };
  }
  if (asked === "observed") {
    if (world.observedReward === undefined) {
      throw new FirebreakError(
        "not-implemented-here",
        `Cannot solve '${world.id}' for the observed reward: this world has no reward channel of its own`,
        {
          what: "--reward",
        },
      );
    }
    return { id: "observed", numbers: world.observedReward };
  }
  const signal = resolveId("signal", parts.signals, asked);
  checkAnswered(overseen.model, world, signal.asks);
  return { id: signal.id, numbers: compileSignal(overseen, signal, parts.criterion) };
}

interface TrueReturns {
  readonly mean: number;
  /** Null under the average criterion where true return is not measured by it too, with a note. */
  readonly min: number | null;
  readonly max: number | null;
}

function trueReturns(tied: Parameters<typeof tieRange>[0], { policy }: Solution): TrueReturns & { readonly note?: string } {
  const refused = refusesTies(tied);
  if (refused !== null) {
    const { dynamics, trueReward, clock } = tied;
    const mean = evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: clock });
    return { mean, min: null, max: null, note: `There is no least and greatest true return: ${refused}; the mean splits ties evenly` };
  }
  const { min, mean, max } = tieRange(tied);
  return { mean, min, max };
}

/** The tied best actions of every state, at time 0 where they depend on time. */
function bestActions({ world }: OverseenWorld, { optimal }: Solution): readonly { state: string; actions: readonly string[] }[] {
  return world.labels.map((state, at) => {
    const mask = optimal.mask[at] ?? 0;
    return { state, actions: world.actions.filter((_, action) => ((mask >>> action) & 1) === 1) };
  });
}

interface Solved {
  readonly env: string;
  readonly reward: string;
  readonly overseer: string;
  readonly criterion: string;
  /** False where no flag named one: then it is the environment's own. */
  readonly criterionGiven: boolean;
  readonly proxyReturn: number;
  readonly proxyReturnMeasuredBy: string;
  readonly trueReturn: TrueReturns;
  readonly trueReturnMeasuredBy: string;
  readonly note?: string;
  readonly stateCount: number;
  readonly timed: boolean;
  readonly optimalActions: ReturnType<typeof bestActions>;
  readonly residual: number;
  readonly tieTolerance: number;
}

function tell(solved: Solved): string {
  const { trueReturn, optimalActions } = solved;
  const again = solved.timed && solved.trueReturnMeasuredBy === "average";
  const fields = formatFields([
    ["reward", solved.reward],
    ["overseer", solved.overseer],
    ["criterion", solved.criterion + (solved.criterionGiven ? "" : OWN_CRITERION)],
    [`its return (${solved.proxyReturnMeasuredBy})`, solved.proxyReturn],
    // A plan with an end, where the long run is measured, is played again from whatever it led to.
    [`true return (${solved.trueReturnMeasuredBy}${again ? ", the plan played over and over" : ""}), ties split evenly`, trueReturn.mean],
    ["  least over all optimal policies", trueReturn.min],
    ["  greatest over all optimal policies", trueReturn.max],
    ["differences counted as ties, up to", solved.tieTolerance],
  ]);
  const acting = optimalActions.filter(({ actions }) => actions.length > 0);
  const table = formatTable(
    ["state", solved.timed ? "best actions at time 0" : "best actions"],
    acting.slice(0, MAX_SHOWN_STATES).map(({ state, actions }) => [state, actions.join(", ")]),
  );
  const hidden = acting.length - MAX_SHOWN_STATES;
  const more = hidden > 0 ? `\n… and ${hidden} more states (all of them with --json)` : "";
  return `${solved.env}\n\n${fields}\n\n${table}${more}${solved.note === undefined ? "" : `\n\nnote: ${solved.note}`}`;
}

/** The exact optimum of a reward, and what it is truly worth: over all its optimal policies. */
export async function solve([id = ""]: readonly string[], options: SolveOptions): Promise<Answer> {
  const { catalogs } = await openCatalogs(options);
  const environment = resolveId("environment", catalogs.environments, withSettings(id, options.set));
  const model = await overseerFrom(catalogs, options.overseer);
  const { evaluation } = environment.spec;
  const criterion = criterionFrom(options, evaluation);
  const overseen = oversee(compile(environment), model);
  const { dynamics, trueReward } = overseen.world;
  const reward = rewardOf(options.reward ?? "true", overseen, { criterion, signals: catalogs.signals });
  const solution = solveExactly(dynamics, reward.numbers, criterion);
  const clock = proxyClock(criterion, evaluation);
  const tied = { dynamics, trueReward, proxyReward: reward.numbers, optimal: solution.optimal, criterion, clock: evaluation };
  const { note, ...trueReturn } = trueReturns(tied, solution);
  const document: Solved = {
    env: environment.id,
    reward: reward.id,
    overseer: model.id,
    criterion: criterionId(criterion),
    criterionGiven: !isOwnCriterion(options),
    proxyReturn: evaluatePolicy({ dynamics, reward: reward.numbers, policy: solution.policy, criterion: clock }),
    proxyReturnMeasuredBy: criterionId(clock),
    trueReturn,
    trueReturnMeasuredBy: criterionId(evaluation),
    ...(note === undefined ? {} : { note }),
    stateCount: dynamics.stateCount,
    timed: solution.optimal.kind === "timed",
    optimalActions: bestActions(overseen, solution),
    residual: solution.residual,
    tieTolerance: solution.tieTolerance,
  };
  return { document, text: tell(document) };
}
