import {
  defineFamily,
  type Family,
  type FittedReward,
  integer,
  number,
  type OverseenProblem,
  oneOf,
  type RewardModel,
  type Rng,
  type Segment,
  type ValuesOf,
} from "@firebreak/core";
import { type Basis, basisParameter, openBasis } from "./basis.ts";
import { type Comparison, fitComparisons, foresight, gapOf, type SparseSum } from "./bradley-terry.ts";
import { believed, memberWeights, varianceOf } from "./ensemble.ts";
import { uniformly, type WalkedStep, walk } from "./explore.ts";
import { preferenceProbability } from "./preference.ts";
import {
  checkpointsParameter,
  episodeParameter,
  heldOutParameter,
  membersParameter,
  pessimismParameter,
  ridgeParameter,
  targets,
} from "./settings.ts";
import { walkingModel } from "./walking-model.ts";

const parameters = {
  questions: integer({ default: 500, min: 1 }),
  checkpoints: checkpointsParameter,
  /** L: steps of a segment. An episode that ends sooner makes a shorter one. */
  length: integer({ default: 5, min: 1 }),
  /** What a segment is compared with: the next one of the same walk, or any met before. */
  pairs: oneOf("adjacent", "any"),
  episode: episodeParameter,
  basis: basisParameter,
  ridge: ridgeParameter,
  temperature: number({ default: 1, min: 1e-6 }),
  noise: number({ default: 0, min: 0, max: 1 }),
  discount: number({ default: 1, min: 0, max: 1 }),
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

/** Σ γ^t of each weight along the second segment less that along the first. */
function difference(basis: Basis, first: Met, second: Met, discount: number): SparseSum {
  const sum = new Map<number, number>();
  for (const [{ outcomes }, sign] of [
    [first, 1],
    [second, -1],
  ] as const) {
    let weight = sign as number;
    for (const z of outcomes) {
      const column = basis.meet(z);
      sum.set(column, (sum.get(column) ?? 0) + weight);
      weight *= discount;
    }
  }
  return { columns: Int32Array.from(sum.keys()), weights: Float64Array.from(sum.values()) };
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

function* fit(problem: OverseenProblem, settings: Settings, rng: Rng): Generator<FittedReward> {
  const { overseer } = problem;
  const basis = openBasis(problem.dynamics, settings.basis);
  const luck = { heldOut: rng.fork("held-out"), members: rng.fork("members"), pairs: rng.fork("pairs") };
  const met = segments(walk(problem, { episode: settings.episode, play: uniformly }, rng.fork("walk")), settings.length);
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
    return { first, second, sum: difference(basis, first, second, settings.discount) };
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
 * constant that every step of equally long segments shares is not told by any answer: the ridge takes it as 0. Neighbours ("adjacent") tell little of
 * what seldom changes along a walk, such as the fires that burn.
 */
export const fromComparisons: Family<RewardModel> = defineFamily({
  name: "from-comparisons",
  version: 1,
  title: "Bradley-Terry model of comparisons of segments of a random walk",
  parameters,
  make: (settings, id): RewardModel =>
    walkingModel({ id, title: "learned from comparisons", asks: ["compare"] }, settings, (problem, rng) => fit(problem, settings, rng)),
});
