import { FirebreakError, type MeasuringCriterion, type TabularMdp } from "@firebreak/core";
import { expectedRows } from "../audits/conventions.ts";
import type { TwoRewards } from "../audits/return-frontier.ts";
import { type ColumnWriter, type SparseColumns, writeColumns } from "./sparse-columns.ts";

/** Minimise cost·x over x ≥ 0 with lower ≤ Ax ≤ upper. */
export interface LinearProgramme {
  readonly columns: SparseColumns;
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The interior point method took half a minute for 16,000 variables of a random world: for more than this it would take many. */
const MAX_VARIABLES = 50_000;
/** Programmes of at most this many variables take seconds. */
const QUICK_VARIABLES = 5000;

/** Something to do in a state: a legal row by its outcomes, or staying in a terminal state for ever. */
interface Choice {
  readonly state: number;
  readonly row: number | null;
}

function choicesOf({ stateCount, actionCount, rowStart, terminal }: TabularMdp): readonly Choice[] {
  return Array.from({ length: stateCount }, (_, state): readonly Choice[] => {
    const rows = Array.from({ length: actionCount }, (__, action) => state * actionCount + action);
    const legal = rows.filter((row) => (rowStart[row] ?? 0) < (rowStart[row + 1] ?? 0)).map((row) => ({ state, row }));
    return terminal[state] === 1 ? [{ state, row: null }] : legal;
  }).flat();
}

const phasesOf = (clock: MeasuringCriterion): number => (clock.kind === "finite" ? clock.horizon : 1);

/** The last row: what stands above it are balances of flow. */
const conditionRow = ({ stateCount }: TabularMdp, clock: MeasuringCriterion): number =>
  (clock.kind === "average" ? 2 : phasesOf(clock)) * stateCount;

/** Variables that the programme of a world has on a clock. */
function variableCount(dynamics: TabularMdp, clock: MeasuringCriterion): number {
  return choicesOf(dynamics).length * (clock.kind === "average" ? 2 : phasesOf(clock));
}

/** HiGHS refuses a programme with numbers of this size. */
const TOO_LARGE = 1e15;

/** Whether the programme of a world is solved in seconds, and at all. */
export function isQuick({ dynamics, clock, proxyReward, trueReward }: TwoRewards): boolean {
  return (
    variableCount(dynamics, clock) <= QUICK_VARIABLES &&
    [proxyReward, trueReward].every((reward) => reward.every((number) => Math.abs(number) < TOO_LARGE))
  );
}

/** Writes what flows out of a state by a choice: −share·P into the balance of every successor, `offset` rows down. */
function addOutflow(
  writer: ColumnWriter,
  { nextState, probability, rowStart }: TabularMdp,
  { choice, share, offset }: { readonly choice: Choice; readonly share: number; readonly offset: number },
): void {
  if (choice.row === null) {
    writer.add(offset + choice.state, -share);
    return;
  }
  for (let z = rowStart[choice.row] ?? 0; z < (rowStart[choice.row + 1] ?? 0); z++) {
    writer.add(offset + (nextState[z] ?? 0), -share * (probability[z] ?? 0));
  }
}

/** The matrix: a column for every time and choice, and on the long run another for every choice, which carries the start. */
function flowColumns({ dynamics, clock, proxyReward }: TwoRewards, choices: readonly Choice[]): SparseColumns {
  const { stateCount } = dynamics;
  const [average, finite, phases] = [clock.kind === "average", clock.kind === "finite", phasesOf(clock)];
  const proxy = expectedRows(dynamics, proxyReward);
  const share = clock.kind === "discounted" ? clock.discount : 1;
  const writer = writeColumns();
  for (let phase = 0; phase < phases; phase++) {
    for (const choice of choices) {
      writer.add(phase * stateCount + choice.state, 1);
      if (!finite || phase < phases - 1) {
        addOutflow(writer, dynamics, { choice, share, offset: finite ? (phase + 1) * stateCount : 0 });
      }
      if (average) {
        writer.add(stateCount + choice.state, 1);
      }
      writer.add(conditionRow(dynamics, clock), choice.row === null ? 0 : (proxy[choice.row] ?? 0));
      writer.endColumn();
    }
  }
  for (const choice of average ? choices : []) {
    writer.add(stateCount + choice.state, 1);
    addOutflow(writer, dynamics, { choice, share: 1, offset: stateCount });
    writer.endColumn();
  }
  return writer.finish();
}

/**
 * The least true reward of a step, over the occupancies of all policies that collect at least `level` of the proxy a step. Variables are
 * the shares d(s, a) of time, d(t, s, a) over a finite horizon; time after the end is spent in the terminal state. Rows:
 *
 * - discounted: Σ_a d(s', a) − γ Σ P(s' | s, a) d(s, a) = (1 − γ) μ(s');
 * - finite: Σ_a d(0, s, a) = μ(s)/T, and Σ_a d(t, s', a) = Σ P(s' | s, a) d(t − 1, s, a);
 * - average: Σ_a d(s', a) = Σ P d, and Σ_a d(s', a) + Σ_a y(s', a) − Σ P y = μ(s'), where y carries the start to where d stays: without
 *   it classes that cannot be reached would count (Puterman 1994, §9.3);
 * - last, the condition on the proxy.
 *
 * @throws FirebreakError "too-many-states" above 50,000 variables.
 */
export function occupancyProgramme(world: TwoRewards, level: number): LinearProgramme {
  const { dynamics, clock } = world;
  const { stateCount, initial } = dynamics;
  const count = variableCount(dynamics, clock);
  if (count > MAX_VARIABLES) {
    throw new FirebreakError(
      "too-many-states",
      `Cannot write the linear programme of a world of ${stateCount} states: it has ${count} variables, and at most ${MAX_VARIABLES} are solved; the frontier of returns has no such limit`,
    );
  }
  const choices = choicesOf(dynamics);
  const truth = expectedRows(dynamics, world.trueReward);
  const cost = new Float64Array(count);
  for (let at = 0; at < phasesOf(clock) * choices.length; at++) {
    cost[at] = truth[choices[at % choices.length]?.row ?? -1] ?? 0; // a terminal state has no row, and pays nothing
  }
  const condition = conditionRow(dynamics, clock);
  const lower = new Float64Array(condition + 1);
  const share = clock.kind === "discounted" ? 1 - clock.discount : 1 / phasesOf(clock);
  lower.set(
    initial.map((mass) => mass * share),
    clock.kind === "average" ? stateCount : 0,
  );
  lower[condition] = level;
  const upper = lower.slice();
  upper[condition] = Number.POSITIVE_INFINITY;
  return { columns: flowColumns(world, choices), cost, lower, upper };
}
