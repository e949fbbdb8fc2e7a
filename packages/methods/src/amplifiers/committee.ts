import { type Family, familyOfOne, type TabularMdp } from "@firebreak/core";
import type { Amplifier } from "./amplifier.ts";

/** The copies of the agent that one human consults: the number in the debate, from which 2ⁿ − 1 follows. */
const COPIES = 2;

/** A(a)² + (1 − Σ A(b)²)·H(a) in every state. Length S·A. */
function vote({ stateCount, actionCount }: TabularMdp, human: Float64Array, agent: Float64Array): Float64Array {
  const result = new Float64Array(human.length);
  for (let state = 0; state < stateCount; state++) {
    const first = state * actionCount;
    const agreed = agent.slice(first, first + actionCount).map((share) => share * share);
    // In order of size, so that the sum does not depend on how the actions are numbered.
    const agreement = agreed.toSorted().reduce((sum, share) => sum + share, 0);
    agreed.forEach((share, action) => {
      result[first + action] = share + (1 - agreement) * (human[first + action] ?? 0);
    });
  }
  return result;
}

/**
 * One human with two copies of A. Each proposes what to do: where both copies agree, that is done; else she decides. (It is the
 * majority of the three, the human in the chair where all differ.) Two copies of a rock agree by accident, so that she trusts it where she
 * should not. Steps and states she judges alone: a copy has no judgement, only conduct.
 *
 * Humans behind one act: let a copy of A[n−1] stand for as many as it imitates, N(n−1), a rock for none. Then Amplify(H, A[n−1]) is
 * N(n) = h(n) + 2·N(n−1), and A[n] imitates that many. H the same human, h = 1: 2ⁿ − 1 from a rock, 2ⁿ⁺¹ − 1 from Distill(H). H
 * replaced by Amplify(H, A), h(n + 1) = N(n): 3ⁿ⁻¹ and 3ⁿ. The account of H counts just that where no copy was distilled, for then each copy asks
 * everyone behind it. A distilled one asks no one, which is what distillation is for: each round costs H one table, whatever n.
 */
export const committee: Family<Amplifier> = familyOfOne({
  name: "committee",
  version: 1,
  title: "One human and two copies of the agent: where both copies agree, so be it; else she decides",
  make: (id): Amplifier => ({
    id,
    title: "a committee",
    asksFor: (kind) => kind,
    copies: COPIES,
    amplify: ({ overseer, dynamics }, agent) => ({
      answer: (kind) => (kind === "demonstrate" ? vote(dynamics, overseer.uncharged("demonstrate"), agent.play) : overseer.uncharged(kind)),
      bill: (_, counts) => counts,
      most: () => 1,
    }),
  }),
});
