import {
  type FittedReward,
  integer,
  type OverseenProblem,
  oneOf,
  type Parameter,
  type Rng,
  type Segment,
  type ValuesOf,
} from "@firebreak/core";
import type { Basis } from "./basis.ts";
import { type Comparison, differenceOf, foresight, gapOf, type SparseSum } from "./bradley-terry.ts";
import { believed, memberWeights, varianceOf } from "./ensemble.ts";
import { uniformly, type WalkedStep, walk } from "./explore.ts";
import { preferenceProbability } from "./preference.ts";
import { type PreferenceParameters, preferenceParameters, targets, type WalkingParameters, walkingParameters } from "./settings.ts";

/** What every model of comparisons can be set to. */
export type ComparingParameters = WalkingParameters &
  PreferenceParameters & {
    readonly questions: Parameter<number>;
    /** L: steps of a segment. An episode that ends sooner makes a shorter one. */
    readonly length: Parameter<number>;
    /** What a segment is compared with: the next one of the same walk, or any met before. */
    readonly pairs: Parameter<"adjacent" | "any">;
    /** Pairs of segments met for every one that is asked about: the one that members disagree on most. 1 asks about all. */
    readonly candidates: Parameter<number>;
  };

export const comparingParameters: ComparingParameters = {
  ...walkingParameters,
  ...preferenceParameters,
  questions: integer({ default: 500, min: 1 }),
  length: integer({ default: 5, min: 1 }),
  pairs: oneOf("adjacent", "any"),
  candidates: integer({ default: 1, min: 1 }),
};
type Settings = ValuesOf<ComparingParameters>;

/** What comparisons are learned by. */
interface Parts {
  readonly basis: Basis;
  /** The weights of each member, from all comparisons so far and the weights that it had before. */
  readonly fitTo: (comparisons: readonly Comparison[], before: readonly Float64Array[]) => readonly Float64Array[];
  /** Standard deviation of what is thought of a weight that was never met. */
  readonly prior: number;
}

/** A segment as the overseer sees it, with what it adds to the weights. */
interface Met {
  readonly segment: Segment;
  readonly outcomes: readonly number[];
}

/** Cuts a walk into segments of at most `length` steps. */
function* segments(steps: Iterable<WalkedStep>, length: number): Generator<Met, void> {
  let piece: WalkedStep[] = [];
  for (const step of steps) {
    piece.push(step);
    const [first] = piece;
    if (first !== undefined && (piece.length === length || step.last)) {
      yield {
        segment: { states: [first.state, ...piece.map(({ next }) => next)], actions: piece.map(({ action }) => action) },
        outcomes: piece.map(({ outcome }) => outcome),
      };
      piece = [];
    }
  }
}

/** A segment that was met now, with the one that it is to be compared with and the steps that meeting them took. */
interface Pair {
  readonly first: Met;
  readonly second: Met;
  readonly steps: number;
}

/**
 * Pairs of segments, until nothing more happens: of neighbours, which share most of their circumstances, or of one and any met before it (as
 * Christiano et al. draw them), which takes half the steps.
 */
function* pairsOf(met: Generator<Met, void>, { pairs }: Settings, rng: Rng): Generator<Pair> {
  const before: Met[] = [];
  for (let one = met.next(); one.done !== true; one = met.next()) {
    const known = pairs === "any" ? before[rng.below(Math.max(1, before.length))] : undefined;
    const other = known ?? met.next().value;
    if (other === undefined) {
      return;
    }
    const fresh = known === undefined ? [one.value, other] : [one.value];
    if (pairs === "any") {
      before.push(...fresh);
    }
    yield { first: one.value, second: other, steps: fresh.reduce((sum, { outcomes }) => sum + outcomes.length, 0) };
  }
}

interface Candidate {
  readonly first: Met;
  readonly second: Met;
  readonly sum: SparseSum;
}

/** How much members disagree on a pair: the variance of the chances they state. */
function disagreement(sum: SparseSum, members: readonly Float64Array[], settings: Settings): number {
  return varianceOf(members.map((weights) => preferenceProbability(gapOf(sum, weights), settings)));
}

/** Buys comparisons of segments of a random walk and fits a reward to them at each point of the curve. */
export function* fitToComparisons(
  problem: OverseenProblem,
  settings: Settings,
  { basis, fitTo, prior }: Parts,
  rng: Rng,
): Generator<FittedReward> {
  const { overseer } = problem;
  const met = segments(walk(problem, { episode: settings.episode, play: uniformly }, rng.fork("walk")), settings.length);
  const luck = { heldOut: rng.fork("held-out"), members: rng.fork("members"), pairs: rng.fork("pairs") };
  const pairs = pairsOf(met, settings, luck.pairs);
  const comparisons: Comparison[] = [];
  let [asked, steps] = [0, 0];
  let members: readonly Float64Array[] = Array.from({ length: settings.members }, () => new Float64Array(0));
  const pair = (): Candidate | null => {
    const next = pairs.next();
    if (next.done === true) {
      return null; // nothing happens in this world
    }
    const { first, second } = next.value;
    overseer.countSteps(next.value.steps);
    steps += next.value.steps;
    return { first, second, sum: differenceOf(basis, { first: first.outcomes, second: second.outcomes }, settings.discount) };
  };
  const choose = (): Candidate | null => {
    let best = pair();
    for (let more = 1; best !== null && more < settings.candidates; more++) {
      const other = pair();
      best = other !== null && disagreement(other.sum, members, settings) > disagreement(best.sum, members, settings) ? other : best;
    }
    return best;
  };
  for (const target of targets(settings)) {
    while (asked < target && overseer.remaining("compare") >= 1) {
      const chosen = choose();
      if (chosen === null) {
        break;
      }
      asked++;
      const said = overseer.compare(chosen.first.segment, chosen.second.segment);
      const held = luck.heldOut.next() < settings["held-out"];
      const weights = held ? null : memberWeights(settings.members, luck.members);
      if (said !== "abstain") {
        comparisons.push({ sum: chosen.sum, answer: (said + 1) / 2, weights });
      }
    }
    members = fitTo(comparisons, members);
    yield { ...believed(basis, members, { prior, pessimism: settings.pessimism }), steps, fit: foresight(comparisons, members, settings) };
    if (asked < target) {
      return;
    }
  }
}
