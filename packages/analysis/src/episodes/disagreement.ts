import type { SimulatedSubject } from "./simulated-world.ts";

/**
 * Where a policy and its reference part, in one state: `excess` is what the policy plays more than the reference, π − ρ, positive on
 * its deviations and negative on the acts they displace (the maximal coupling of the two). Both sum to `mass`. Used again and again.
 */
export interface Disagreement {
  readonly excess: Float64Array;
  mass: number;
}

/** Shares below this are rounding. */
const NOTHING = 1e-12;

/** Looks at one state after another, each time into the same record. */
export function disagreements<S>({ world, policy, reference }: SimulatedSubject<S>): (state: S, time: number) => Disagreement {
  const count = world.actions.length;
  const [own, hers] = [new Float64Array(count), new Float64Array(count)];
  const found: Disagreement = { excess: new Float64Array(count), mass: 0 };
  return (state, time) => {
    policy(state, time, own);
    reference(state, time, hers);
    found.mass = 0;
    for (let action = 0; action < count; action++) {
      const excess = (own[action] ?? 0) - (hers[action] ?? 0);
      found.excess[action] = Math.abs(excess) > NOTHING ? excess : 0;
      found.mass += excess > NOTHING ? excess : 0;
    }
    return found;
  };
}

/** An action from weights that need not sum to 1, by one uniform number; −1 where all are 0. `sign` −1 draws among the negative ones. */
export function drawByWeight(
  weights: Float64Array,
  order: Int32Array,
  { u, sign, total }: { readonly u: number; readonly sign: 1 | -1; readonly total: number },
): number {
  let left = u * total;
  let last = -1;
  for (let rank = 0; rank < order.length; rank++) {
    const action = order[rank] ?? 0;
    const weight = sign * (weights[action] ?? 0);
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

/** Names disagreements by what is played for what: "cause instead of work". States that were never met are judged by it. */
export function kindNames(actions: readonly string[]): (found: Disagreement) => string {
  const known = new Map<number, Map<number, string>>();
  const named = (mask: number): string =>
    actions
      .filter((_, action) => (mask >>> action) & 1)
      .sort()
      .join(" or ");
  return ({ excess }) => {
    let [more, less] = [0, 0];
    for (let action = 0; action < actions.length; action++) {
      const share = excess[action] ?? 0;
      more |= share > 0 ? 1 << action : 0;
      less |= share < 0 ? 1 << action : 0;
    }
    const row = known.get(more) ?? new Map<number, string>();
    const kind = row.get(less) ?? `${named(more)} instead of ${named(less)}`;
    known.set(more, row.set(less, kind));
    return kind;
  };
}
