import {
  defineFamily,
  type Family,
  type FittedReward,
  integer,
  type OverseenProblem,
  type RewardModel,
  type Rng,
  type Segment,
  type ValuesOf,
} from "@firebreak/core";
import { basisParameter, openBasis } from "./basis.ts";
import { type Comparison, differenceOf, fitComparisons, foresight, gapOf, type SparseSum } from "./bradley-terry.ts";
import { believed, memberWeights, varianceOf } from "./ensemble.ts";
import { uniformly, type WalkedStep, walk } from "./explore.ts";
import { preferenceProbability } from "./preference.ts";
import {
  checkpointsParameter,
  episodeParameter,
  heldOutParameter,
  membersParameter,
  pessimismParameter,
  preferenceParameters,
  ridgeParameter,
  targets,
} from "./settings.ts";
import { walkingModel } from "./walking-model.ts";

const parameters = {
  questions: integer({ default: 500, min: 1 }),
  checkpoints: checkpointsParameter,
  /** L: steps of a segment. An episode that ends sooner makes a shorter one. */
  length: integer({ default: 5, min: 1 }),
  episode: episodeParameter,
  basis: basisParameter,
  ridge: ridgeParameter,
  ...preferenceParameters,
  members: membersParameter,
  pessimism: pessimismParameter,
  "held-out": heldOutParameter,
  /** Pairs of segments met for every one that is asked about: the one that members disagree on most. 1 asks about all. */
  candidates: integer({ default: 1, min: 1 }),
};
type Settings = ValuesOf<typeof parameters>;

/** A segment as the overseer sees it, with what it adds to the weights. */
interface Met {
  readonly segment: Segment;
  readonly outcomes: readonly number[];
}

/** Cuts a walk into segments of at most `length` steps. */
function* segments(steps: Iterable<WalkedStep>, length: number): Generator<Met> {
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

interface Candidate {
  readonly first: Met;
  readonly second: Met;
  readonly sum: SparseSum;
}

/** How much members disagree on a pair: the variance of the chances they state. */
function disagreement(sum: SparseSum, members: readonly Float64Array[], settings: Settings): number {
  return varianceOf(members.map((weights) => preferenceProbability(gapOf(sum, weights), settings)));
}

function* fit(problem: OverseenProblem, settings: Settings, rng: Rng): Generator<FittedReward> {
  const { overseer } = problem;
  const basis = openBasis(problem.dynamics, settings.basis);
  const met = segments(walk(problem, { episode: settings.episode, play: uniformly }, rng.fork("walk")), settings.length);
  const luck = { heldOut: rng.fork("held-out"), members: rng.fork("members") };
  const comparisons: Comparison[] = [];
  let [asked, steps] = [0, 0];
  let members: readonly Float64Array[] = Array.from({ length: settings.members }, () => new Float64Array(0));
  const pair = (): Candidate | null => {
    const [one, other] = [met.next(), met.next()];
    if (one.done === true || other.done === true) {
      return null; // nothing happens in this world
    }
    const [first, second] = [one.value, other.value];
    const count = first.outcomes.length + second.outcomes.length;
    overseer.countSteps(count);
    steps += count;
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
    members = fitComparisons(comparisons, { ...settings, columns: basis.size() }, members);
    yield { ...believed(basis, members, settings), steps, fit: foresight(comparisons, members, settings) };
    if (asked < target) {
      return;
    }
  }
}

/**
 * A reward from comparisons of segments of a uniformly random walk, by Bradley and Terry's model (Christiano et al. 2017, §2.2): the
 * weights that make the answers likeliest, less ridge/2 times their squares. "Equal" counts as half an answer either way, a repeated
 * answer as often as it is given, and answers that go in a circle pull the segments together; "abstain" is paid for and teaches nothing. All
 * answers of one kind, or no disagreement at all, give finite weights: the ridge holds them. The reward's unit is the temperature's, and a
 * constant that every step of equally long segments shares is not told by any answer: the ridge takes it as 0.
 */
export const fromComparisons: Family<RewardModel> = defineFamily({
  name: "from-comparisons",
  version: 1,
  title: "Bradley-Terry model of comparisons of segments of a random walk",
  parameters,
  make: (settings, id): RewardModel =>
    walkingModel({ id, title: "learned from comparisons", asks: ["compare"] }, settings, (problem, rng) => fit(problem, settings, rng)),
});
