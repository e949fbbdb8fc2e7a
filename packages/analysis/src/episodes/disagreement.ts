import type { SimulatedSubject } from "./simulated-world.ts";

/**
 * Where a policy and its reference part, in one state: `more` is what the policy plays more than the reference, (π − ρ)⁺, its deviations;
 * `less` the acts they displace, (ρ − π)⁺: the maximal coupling of the two. Both sum to `mass`. Used again and again.
 */
export interface Disagreement {
  readonly more: Float64Array;
  readonly less: Float64Array;
  mass: number;
}

/** Shares below this are rounding. */
const NOTHING = 1e-12;

/** Looks at one state after another, each time into the same record. */
export function disagreements<S>({ world, policy, reference }: SimulatedSubject<S>): (state: S, time: number) => Disagreement {
  const count = world.actions.length;
  const table = (): Float64Array => new Float64Array(count);
  const [own, hers] = [table(), table()];
  const found: Disagreement = { more: table(), less: table(), mass: 0 };
  return (state, time) => {
    policy(state, time, own);
    reference(state, time, hers);
    found.mass = 0;
    for (let action = 0; action < count; action++) {
      const excess = (own[action] ?? 0) - (hers[action] ?? 0);
      found.more[action] = excess > NOTHING ? excess : 0;
      found.less[action] = excess < -NOTHING ? -excess : 0;
      found.mass += found.more[action] ?? 0;
    }
    return found;
  };
}

/** The action at which a number in [0, Σ weights) falls, in the given order; never one of weight 0. */
export function drawByWeight(weights: Float64Array, order: Int32Array, mark: number): number {
  let left = mark;
  let last = -1;
  for (let rank = 0; rank < order.length; rank++) {
    const action = order[rank] ?? 0;
    const weight = weights[action] ?? 0;
    if (weight > 0) {
      last = action;
      left -= weight;
      if (left < 0) {
        return action;
      }
    }
  }
  return last;
}

/** The actions of some weight, as bits. */
function maskOf(weights: Float64Array): number {
  let mask = 0;
  for (let action = 0; action < weights.length; action++) {
    mask |= (weights[action] ?? 0) > 0 ? 1 << action : 0;
  }
  return mask;
}

/** Names disagreements by what is played for what: "cause instead of work". States that were never met are judged by it. */
export function kindNames(actions: readonly string[]): (found: Disagreement) => string {
  const known = new Map<number, Map<number, string>>();
  const named = (mask: number): string =>
    actions
      .filter((_, action) => (mask >>> action) & 1)
      .sort()
      .join(" or ");
  return (found) => {
    const [more, less] = [maskOf(found.more), maskOf(found.less)];
    const row = known.get(more) ?? new Map<number, string>();
    const kind = row.get(less) ?? `${named(more)} instead of ${named(less)}`;
    known.set(more, row.set(less, kind));
    return kind;
  };
}
