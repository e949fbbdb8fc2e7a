import { type Chain, compose, type RewardChain, stepBack, stepForward } from "./chain.ts";
import { linearSystem } from "./linear.ts";

/** γ^steps, by multiplication: `Math.pow` gives other bits on other Node versions. */
function power(discount: number, steps: number): number {
  let product = 1;
  for (let step = 0; step < steps; step++) {
    product *= discount;
  }
  return product;
}

/** What a discount has left of 1 when it no longer shows beside it: a quarter of its last digit. */
const LOST = Number.EPSILON / 4;

/**
 * How often to go round a cycle until the discount of its rounds leaves nothing that shows; null where a direct solve is shorter. A round moves one
 * vector through the phases, and the matrix of a whole round moves as many as there are states.
 */
function roundsOf(cycle: readonly { readonly stateCount: number }[], perRound: number): number | null {
  const most = cycle.length > 1 ? (cycle[0]?.stateCount ?? 0) : 0;
  let rounds = 0;
  for (let left = 1; left > LOST && rounds <= most; left *= perRound) {
    rounds++;
  }
  return rounds <= most ? rounds : null;
}

/** The discounted values of the start of a cycle: v = r + γPv around its phases. γ in [0, 1). Length stateCount. */
export function valuesAround(cycle: readonly RewardChain[], discount: number): Float64Array {
  const chains = cycle.map(({ chain }) => chain);
  const perRound = power(discount, cycle.length);
  const rounds = roundsOf(chains, perRound);
  const backwards = cycle.toReversed();
  let value = new Float64Array(chains[0]?.stateCount ?? 0);
  let spare = value.slice();
  for (let round = 0; round < (rounds ?? 1); round++) {
    for (const { chain, reward } of backwards) {
      stepBack(chain, value, spare);
      for (let state = 0; state < spare.length; state++) {
        spare[state] = (reward[state] ?? 0) + discount * (spare[state] ?? 0);
      }
      [value, spare] = [spare, value];
    }
  }
  return rounds === null ? linearSystem(compose(chains), perRound).values(value) : value;
}

/** The discounted visits to each state at the start of a cycle, from a distribution over states. γ in [0, 1). Length stateCount. */
export function visitsAround(cycle: readonly Chain[], discount: number, initial: Float64Array): Float64Array {
  const perRound = power(discount, cycle.length);
  const rounds = roundsOf(cycle, perRound);
  if (rounds === null) {
    return linearSystem(compose(cycle), perRound).visits(initial);
  }
  const visits = initial.slice();
  let mass = initial.slice();
  let spare = initial.slice();
  for (let round = 1, left = perRound; round < rounds; round++, left *= perRound) {
    for (const chain of cycle) {
      stepForward(chain, mass, spare);
      [mass, spare] = [spare, mass];
    }
    for (let state = 0; state < visits.length; state++) {
      visits[state] = (visits[state] ?? 0) + left * (mass[state] ?? 0);
    }
  }
  return visits;
}
