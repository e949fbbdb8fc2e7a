import { FirebreakError } from "../error.ts";
import { actionValues, type BackupModel } from "../kernels/backup.ts";
import { playUniformly } from "../policy.ts";
import type { TabularMdp } from "../tabular-mdp.ts";
import { type GainAndBias, gainAndBias } from "./evaluation.ts";
import { backupModels, expectedAtStart, greatest, magnitude, most, optimalOf, TIE_SCALE, tiedActions } from "./greedy.ts";
import { type Choices, cycleOf, improve, largestGap, openingChoices } from "./howard.ts";
import type { Solution } from "./solution.ts";

const MAX_ROUNDS = 10_000;
/** The largest tie tolerance, relative to the rewards, that is still an answer: a tie may cost that much at every step. */
const WORST = 1e-4;
const OPENING_DISCOUNT = 0.99;

/**
 * The best long-run reward a step from each start state, by Howard's multichain policy iteration (Puterman 1994, §9.2.1), with
 * the bias of each policy (stationary mean 0 in each recurrent class) for its relative values.
 *
 * `value` is the gain; `q` is r(s,a) + Σ P h − g(s). `optimal` holds the *conserving* actions: those that attain both
 * max_a Σ P(s'|s,a) g(s') and, among these, max_a r(s,a) + Σ P h = g(s) + h(s). Every policy made of them, whatever its
 * memory, is gain-optimal: summing the second equation along its path, n steps earn n·g + h(s) − E h(s_n), and h is bounded
 * (Puterman 1994, §9.1.2). The converse fails: a gain-optimal policy may do anything for a while, so these sets do not
 * hold all of them.
 *
 * `allowed`: masks of length S, or of length n·S for n phases; then the policy is timed and value and q are those of time 0.
 *
 * @throws FirebreakError "bad-argument" where a state is left without an action, "not-converged" if rounding defeats it: where
 * what counts as a tie could cost more than 10^-4 of the rewards at every step.
 */
export function averageReward(dynamics: TabularMdp, reward: Float64Array, { allowed }: { readonly allowed?: Int32Array } = {}): Solution {
  const { actionCount } = dynamics;
  const models = backupModels(dynamics, reward, allowed);
  const choices = openingChoices(models, OPENING_DISCOUNT);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found = optimalityTerms(models, gainAndBias(cycleOf(dynamics, models, choices)));
    const tolerance = { gain: toleranceOf(choices, found.nextGain, found.gain), bias: toleranceOf(choices, found.qs, found.bias) };
    const rewards = 1 + most(models, ({ rowReward }) => magnitude(rowReward));
    if (!(Math.max(tolerance.gain, tolerance.bias) <= WORST * rewards)) {
      throw new FirebreakError(
        "not-converged",
        `Cannot tell policies apart by their long-run reward: with relative values of up to ${most(found.bias, magnitude)}, differences of up to ${tolerance.bias} a step are rounding; some state is left, or reached, too seldom`,
      );
    }
    const improvedBy = (qs: readonly Float64Array[], by: number): boolean =>
      choices.map((choice, phase) => improve(choice, { q: qs[phase] ?? new Float64Array(0), actionCount, tolerance: by })).includes(true);
    // Gain first: relative values are comparable only among actions that lead to the same gain.
    if (!improvedBy(found.nextGain, tolerance.gain) && !improvedBy(conservingGain(found, tolerance.gain), tolerance.bias)) {
      return averageSolution(dynamics, found, tolerance);
    }
  }
  throw new FirebreakError("not-converged", `Cannot settle on a policy: policy iteration still changes it after ${MAX_ROUNDS} rounds`);
}

/** What one of the two equations takes for a tie. Gains have a scale of their own: relative values may be millions of times as large. */
function toleranceOf(choices: Choices, qs: readonly Float64Array[], values: readonly Float64Array[]): number {
  const error = most(qs, (q, phase) => largestGap(choices[phase] ?? new Int32Array(0), q, values[phase] ?? q));
  return Math.max(10 * error, TIE_SCALE * (1 + most(qs, magnitude)));
}

/** What both optimality equations compare, one array of length S·A a phase. */
interface Terms extends GainAndBias {
  /** Σ P(s'|s,a) g(s'). */
  readonly nextGain: readonly Float64Array[];
  /** r(s,a) − g(s) + Σ P(s'|s,a) h(s'). */
  readonly qs: readonly Float64Array[];
}

function optimalityTerms(models: readonly BackupModel[], { gain, bias }: GainAndBias): Terms {
  const after = (values: readonly Float64Array[], phase: number): Float64Array =>
    values[(phase + 1) % values.length] ?? new Float64Array(0);
  const nextGain = models.map((model, phase) => {
    const out = new Float64Array(model.rowReward.length);
    const withoutReward = { ...model, rowReward: model.rowReward.map((r) => (r === Number.NEGATIVE_INFINITY ? r : 0)) };
    actionValues(withoutReward, { discount: 1, value: after(gain, phase), out });
    return out;
  });
  const qs = models.map((model, phase) => {
    const out = new Float64Array(model.rowReward.length);
    actionValues(model, { discount: 1, value: after(bias, phase), out });
    return out.map((value, row) => value - (gain[phase]?.[Math.floor(row / model.actionCount)] ?? 0));
  });
  return { gain, bias, nextGain, qs };
}

/** The relative values of the actions that keep the gain; −Infinity for the others. */
function conservingGain({ gain, nextGain, qs }: Terms, tolerance: number): Float64Array[] {
  return qs.map((q, phase) => {
    const next = nextGain[phase] ?? q;
    const actionCount = q.length / (gain[phase]?.length ?? 1);
    const best = greatest(next, actionCount);
    return q.map((value, row) =>
      (next[row] ?? 0) >= (best[Math.floor(row / actionCount)] ?? 0) - tolerance ? value : Number.NEGATIVE_INFINITY,
    );
  });
}

function averageSolution(dynamics: TabularMdp, found: Terms, tolerance: { readonly gain: number; readonly bias: number }): Solution {
  const { actionCount } = dynamics;
  const qs = conservingGain(found, tolerance.gain);
  const best = qs.map((q) => greatest(q, actionCount));
  const optimal = optimalOf(qs.map((q, phase) => tiedActions(q, best[phase] ?? q, tolerance.bias)));
  const value = found.gain[0] ?? new Float64Array(0);
  const bestGain = found.nextGain.map((next) => greatest(next, actionCount));
  const gap = (x: readonly Float64Array[], y: readonly Float64Array[]): number =>
    most(x, (numbers, phase) => magnitude(numbers.map((number, state) => number - (y[phase]?.[state] ?? 0))));
  return {
    criterion: { kind: "average" },
    optimal,
    policy: playUniformly(optimal, actionCount),
    value,
    q: found.qs[0] ?? new Float64Array(0),
    startValue: expectedAtStart(dynamics, value),
    residual: Math.max(gap(best, found.bias), gap(bestGain, found.gain)),
    tieTolerance: tolerance.bias,
  };
}
