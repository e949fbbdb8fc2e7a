import {
  defineFamily,
  type Family,
  integer,
  number,
  type OverseenProblem,
  type Parameter,
  planAndReplan,
  type TabularMdp,
} from "@firebreak/core";
import type { Agent, Amplification, Amplifier } from "./amplifier.ts";
import { type SearchDepth, searches } from "./reach.ts";

interface Search extends SearchDepth {
  readonly discount: number;
}

/** The reward of every outcome, and what is worth having after it. Length Z. */
const withLater = ({ nextState }: TabularMdp, reward: Float64Array, discount: number, later: Float64Array): Float64Array =>
  reward.map((now, z) => now + discount * (later[nextState[z] ?? 0] ?? 0));

/** Σ_a π(a|s)·Q(s, a). Length S. Added in order of size, so that the sum does not depend on how the actions are numbered. */
function expectedUnder({ stateCount, actionCount }: TabularMdp, play: Float64Array, q: Float64Array): Float64Array {
  return Float64Array.from({ length: stateCount }, (_, state) => {
    const first = state * actionCount;
    const terms = play.slice(first, first + actionCount).map((share, action) => (share === 0 ? 0 : share * (q[first + action] ?? 0)));
    return terms.toSorted().reduce((sum, term) => sum + term, 0);
  });
}

/** How each step seems to H when she has looked as far as she looks: her feedback, and the best of what may follow it. Length Z. */
function foreseen(
  dynamics: TabularMdp,
  feedback: Float64Array,
  play: Float64Array,
  { steps, continuation, discount }: Search,
): Float64Array {
  let later: Float64Array = new Float64Array(dynamics.stateCount);
  const step = (): ReturnType<typeof planAndReplan> =>
    planAndReplan(dynamics, withLater(dynamics, feedback, discount, later), { steps: 1, discount });
  for (let taken = 0; taken < continuation; taken++) {
    later = expectedUnder(dynamics, play, step().q);
  }
  for (let searched = 1; searched < steps; searched++) {
    later = step().value;
  }
  return withLater(dynamics, feedback, discount, later);
}

function amplify({ overseer, dynamics }: OverseenProblem, { play }: Agent, search: Search): Amplification {
  const searched = searches(dynamics, play, search);
  const judged = (): Float64Array => foreseen(dynamics, overseer.uncharged("evaluate"), play, search);
  const items = { demonstrate: dynamics.stateCount, evaluate: dynamics.nextState.length };
  return {
    answer(kind) {
      if (kind === "value") {
        return overseer.uncharged(kind);
      }
      if (kind === "evaluate") {
        return judged();
      }
      const { policy } = planAndReplan(dynamics, judged(), { steps: 1, discount: search.discount });
      return policy.kind === "stationary" ? policy.probability : new Float64Array(play.length);
    },
    bill(kind, counts) {
      if (kind === "value") {
        return counts;
      }
      const human = new Float64Array(dynamics.nextState.length);
      counts.forEach((count, at) => {
        if (count > 0) {
          for (const z of searched(kind, at)) {
            human[z] = (human[z] ?? 0) + count;
          }
        }
      });
      return human;
    },
    most: (kind) =>
      kind === "value" ? 1 : Array.from({ length: items[kind] }, (_, at) => searched(kind, at).size).reduce((x, y) => Math.max(x, y), 1),
  };
}

/**
 * H looks ahead: `steps` steps of whatever she may choose, then `continuation` steps of what A would do, discounted. She sums her own
 * feedback on the way, so that Amplify(H, A) is consistent whatever H was: it rates a step by what it sees coming, and demonstrates what it
 * rates best, ties split alike. With one step and no continuation it is the human of depth 1 at temperature 0.
 *
 * She knows how the world moves, as every overseer who plans does. A question asks her to judge each step that the search meets, once.
 */
export const lookahead: Family<
  Amplifier,
  { readonly steps: Parameter<number>; readonly continuation: Parameter<number>; readonly discount: Parameter<number> }
> = defineFamily({
  name: "lookahead",
  version: 1,
  title: "The human looks some steps ahead, and then as far as the agent carries on",
  parameters: {
    steps: integer({ default: 2, min: 1, max: 100 }),
    continuation: integer({ default: 4, min: 0, max: 100 }),
    discount: number({ default: 0.9, min: 0, max: 1 }),
  },
  make: (search, id): Amplifier => ({
    id,
    title: `looking ${search.steps} + ${search.continuation} steps ahead`,
    asksFor: (kind) => (kind === "value" ? "value" : "evaluate"),
    copies: 0, // what A would do is known to her: she carries it on in her head
    amplify: (problem, agent) => amplify(problem, agent, search),
  }),
});
