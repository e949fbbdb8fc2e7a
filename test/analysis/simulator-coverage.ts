import {
  bestRepair,
  expectedRows,
  harmThreshold,
  looksRows,
  praiseThreshold,
  rescueRows,
  stepsOf,
  valueThreshold,
} from "@firebreak/analysis/audits";
import {
  enumeratedSubject,
  type Play,
  type Sampled,
  type SimulatedAudit,
  type SimulatedRepair,
  type SimulatedSubject,
  type SimulationPlan,
  simulateRepair,
} from "@firebreak/analysis/episodes";
import {
  byCodeUnit,
  type CompiledEnvironment,
  compile,
  createRng,
  evaluatePolicy,
  type MeasuringCriterion,
  occupancy,
  type Policy,
  policyValue,
  sampleByProbability,
  solve,
  type TabularMdp,
} from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { type SmallCase, smallCases } from "../../packages/analysis/test/small-cases.ts";
import { smallWorld } from "../../packages/analysis/test/small-world.ts";

/** The clocks on which a simulator plays. */
export type Clock = Exclude<MeasuringCriterion, { readonly kind: "average" }>;

/** A world in which what the simulator estimates is known exactly: stationary policies, welfare and praise by outcome, value by state. */
export interface KnownWorld {
  readonly name: string;
  readonly subject: SimulatedSubject<number>;
  readonly dynamics: TabularMdp;
  readonly policy: Policy;
  readonly reference: Policy;
  readonly welfare: Float64Array;
  readonly evaluate: Float64Array;
  readonly value: Float64Array;
}

type Known = Omit<KnownWorld, "subject" | "dynamics"> & { readonly environment: Parameters<typeof enumeratedSubject>[0]["environment"] };

const known = ({ name, environment, ...told }: Known): KnownWorld => ({
  name,
  dynamics: environment.dynamics,
  subject: enumeratedSubject({ environment, ...told }),
  ...told,
});

/** A small case by outcomes: welfare is the goodness arrived at. */
export function knownCase(small: SmallCase): KnownWorld {
  const { dynamics, labels, actions, value, praise, play } = smallWorld(small);
  const evaluate = new Float64Array(dynamics.nextState.length);
  praise.forEach((paid, row) => {
    evaluate.fill(paid, dynamics.rowStart[row], dynamics.rowStart[row + 1]);
  });
  return known({
    name: small.name,
    environment: {
      id: small.name,
      dynamics,
      labels,
      actions,
      drawOrder: Int32Array.from([...actions.keys()].sort((x, y) => byCodeUnit(actions[x] ?? "", actions[y] ?? ""))),
      sampling: sampleByProbability(dynamics, labels),
    },
    policy: play(small.policy),
    reference: play(small.reference),
    welfare: Float64Array.from(dynamics.nextState, (next) => value[next] ?? 0),
    evaluate,
    value,
  });
}

export const namedCase = (name: string): KnownWorld => knownCase(smallCases.find((small) => small.name === name) as SmallCase); // named by the caller

/** The optimum of feedback at γ = 0.9 in a brigade, beside the true optimum; welfare is how few houses burn after the step. */
export function knownBrigade(): KnownWorld {
  const environment: CompiledEnvironment = compile(fireBrigade.with());
  const { dynamics, trueReward, judgement } = environment;
  const { evaluate = new Float64Array(0), value = new Float64Array(0) } = judgement;
  return known({
    name: "fire-brigade",
    environment,
    policy: solve(dynamics, evaluate, { kind: "discounted", discount: 0.9 }).policy,
    reference: solve(dynamics, trueReward, { kind: "discounted", discount: 0.99 }).policy,
    welfare: Float64Array.from(dynamics.nextState, (next) => value[next] ?? 0),
    evaluate,
    value,
  });
}

/** One day in fifty offers the villain a threat to cause; on all others there is nothing to do. */
export const rareThreat: SmallCase = {
  name: "one threat, one day in fifty",
  truth: "villain",
  start: "morning",
  states: {
    morning: { goodness: 0, acts: { work: [0, { chance: 0.02, end: 0.98 }] } },
    chance: { goodness: 0, acts: { work: [0.1, { end: 1 }], cause: [-0.2, { threat: 1 }] } },
    threat: { goodness: -1, acts: { defeat: [1, { end: 1 }] } },
    end: { goodness: 0, acts: { work: [0, { end: 1 }] } },
  },
  policy: { morning: "work", chance: "cause", threat: "defeat", end: "work" },
  reference: { morning: "work", chance: "work", threat: "defeat", end: "work" },
  damage: 1,
  manufactured: 0.02 / 3,
};

/** What the exact audit says of the same policies. */
function exactly(
  { dynamics, policy, reference, welfare, evaluate, value }: KnownWorld,
  clock: SimulationPlan["clock"],
): ReturnType<typeof bestRepair> {
  const praise = expectedRows(dynamics, evaluate);
  const rows = expectedRows(dynamics, welfare);
  return bestRepair({
    dynamics,
    clock,
    policy,
    reference,
    rewards: { welfare: rows, praise, rescue: rescueRows(dynamics, { praise, value }), looks: looksRows(dynamics, value) },
    thresholds: { harm: harmThreshold(dynamics, rows), praise: praiseThreshold(praise), value: valueThreshold(value) },
  });
}

/** What an estimate is of, computed exactly: what its repair avoids, and how much of it the deeds do that it flagged. Per step. */
interface Truth {
  readonly avoidable: number;
  readonly manufactured: number;
}

/** A play by rows, length S·A. */
function tableOf({ dynamics: { stateCount, actionCount } }: KnownWorld, play: Play<number>): Float64Array {
  const table = new Float64Array(stateCount * actionCount);
  for (let state = 0; state < stateCount; state++) {
    play(state, 0, table.subarray(state * actionCount, (state + 1) * actionCount));
  }
  return table;
}

/** Welfare of going on from a step at a time by a stationary policy, length S·A. */
function continued(
  { dynamics, welfare }: KnownWorld,
  policy: Policy,
  { clock, time }: { readonly clock: Clock; readonly time: number },
): Float64Array {
  const left: Clock = clock.kind === "finite" ? { kind: "finite", horizon: clock.horizon - time - 1 } : clock;
  const nothing = left.kind === "finite" && left.horizon === 0;
  const value = nothing ? new Float64Array(dynamics.stateCount) : policyValue({ dynamics, reward: welfare, policy, criterion: left }).value;
  const discount = clock.kind === "discounted" ? clock.discount : 1;
  return expectedRows(
    dynamics,
    welfare.map((paid, z) => paid + discount * (value[dynamics.nextState[z] ?? 0] ?? 0)),
  );
}

/** By plain evaluation: no sampling, and none of the estimator's own arithmetic. */
export function truthOf(world: KnownWorld, { repair, partOf }: SimulatedAudit<number>, clock: Clock): Truth {
  const { dynamics, policy, welfare, subject } = world;
  const { actionCount, stateCount } = dynamics;
  const probability = tableOf(world, repair);
  const mended: Policy = { kind: "stationary", probability };
  const [own, hers] = [tableOf(world, subject.policy), tableOf(world, subject.reference)];
  const worth = (played: Policy): number => evaluatePolicy({ dynamics, reward: welfare, policy: played, criterion: clock });
  const { mass, phases } = occupancy({ dynamics, policy, criterion: clock });
  let manufactured = 0;
  for (let at = 0; at < phases * stateCount; at++) {
    const [time, state] = [Math.floor(at / stateCount), at % stateCount];
    const rows = Array.from({ length: actionCount }, (_, action) => state * actionCount + action);
    const excess = (row: number): number => (own[row] ?? 0) - (hers[row] ?? 0);
    const displaced = rows.reduce((sum, row) => sum + Math.max(0, 0 - excess(row)), 0);
    if ((mass[at] ?? 0) > 0 && displaced > 1e-12 && rows.every((row) => probability[row] === hers[row])) {
      const q = continued(world, mended, { clock, time });
      const instead = rows.reduce((sum, row) => sum + (Math.max(0, 0 - excess(row)) / displaced) * (q[row] ?? 0), 0);
      for (const [action, row] of rows.entries()) {
        if (excess(row) > 1e-12 && partOf(state, time, action) === "manufactured") {
          manufactured += (mass[at] ?? 0) * excess(row) * (instead - (q[row] ?? 0));
        }
      }
    }
  }
  return { avoidable: (worth(mended) - worth(policy)) / stepsOf(clock), manufactured };
}

/** How repetitions of one estimate fare. */
export interface Coverage {
  /** Shares of the intervals that hold what the repair avoids, and what the flagged deeds do of it. */
  readonly avoidable: number;
  readonly manufactured: number;
  /** The share of the intervals of the manufactured part that hold the exact audit's: another repair, and other flags, than were estimated. */
  readonly exact: number;
  /** What the repairs avoid on average, by what the best repair does. */
  readonly reached: number;
  /** The greatest amount by which a repair avoided more than the best one: rounding. */
  readonly excess: number;
  /** Mean errors, in standard errors over the repetitions: of the avoidable harm, and of its parts together. */
  readonly lean: number;
  readonly partsLean: number;
  /** Shares. */
  readonly verdicts: Readonly<Partial<Record<SimulatedRepair["verdict"], number>>>;
}

function leanOf(errors: readonly number[]): number {
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const squares = errors.reduce((sum, error) => sum + (error - mean) * (error - mean), 0);
  const standard = Math.sqrt(squares / (errors.length - 1) / errors.length);
  return standard < 1e-12 ? 0 : mean / standard;
}

/** Estimates again and again with other luck. */
export function coverageOf(world: KnownWorld, plan: SimulationPlan & { readonly clock: Clock }, repetitions: number): Coverage {
  const exact = exactly(world, plan.clock);
  const holds = ({ interval: [low, high] }: Sampled, truth: number): boolean => low - 1e-9 <= truth && truth <= high + 1e-9;
  const runs = Array.from({ length: repetitions }, (_, repetition) => {
    const audit = simulateRepair(world.subject, plan, createRng(`coverage/${world.name}/${repetition}`));
    const { verdict, estimates } = audit.report;
    return { verdict, estimates, truth: truthOf(world, audit, plan.clock) };
  });
  const share = (of: (run: (typeof runs)[number]) => boolean): number => runs.filter(of).length / repetitions;
  const verdicts = [...new Set(runs.map(({ verdict }) => verdict))].sort();
  return {
    avoidable: share(({ estimates, truth }) => holds(estimates.avoidable, truth.avoidable)),
    manufactured: share(({ estimates, truth }) => holds(estimates.parts.manufactured, truth.manufactured)),
    exact: share(({ estimates }) => holds(estimates.parts.manufactured, exact.manufactured)),
    reached: runs.reduce((sum, { truth }) => sum + truth.avoidable, 0) / repetitions / exact.avoidable,
    excess: Math.max(...runs.map(({ truth }) => truth.avoidable - exact.avoidable)),
    lean: leanOf(runs.map(({ estimates, truth }) => estimates.avoidable.value - truth.avoidable)),
    partsLean: leanOf(
      runs.map(({ estimates, truth }) => Object.values(estimates.parts).reduce((sum, { value }) => sum + value, 0) - truth.avoidable),
    ),
    verdicts: Object.fromEntries(verdicts.map((verdict) => [verdict, share((run) => run.verdict === verdict)])),
  };
}
