/** A smooth function: returns its value and writes its gradient. */
export type Smooth = (at: Float64Array, gradient: Float64Array) => number;

/** Armijo's share of the promised decrease. */
const SUFFICIENT = 1e-4;
const MAX_HALVINGS = 60;
/** Where values say nothing, a step is to leave at most this share of the slope. */
const FLATTER = 0.9;

/** Where a search ended. */
export interface Minimum {
  readonly at: Float64Array;
  /** The largest entry of the gradient there, in absolute value. */
  readonly slope: number;
  readonly rounds: number;
}

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly product: number;
}

/** Plain loops here: with a long memory they are the time of a round. */
function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < x.length; at++) {
    sum += (x[at] ?? 0) * (y[at] ?? 0);
  }
  return sum;
}
function add(x: Float64Array, y: Float64Array, factor: number): void {
  for (let at = 0; at < x.length; at++) {
    x[at] = (x[at] ?? 0) + factor * (y[at] ?? 0);
  }
}
function plus(x: Float64Array, y: Float64Array, factor: number): Float64Array {
  const sum = x.slice();
  add(sum, y, factor);
  return sum;
}
const largest = (x: Float64Array): number => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The two-loop recursion: minus the inverse curvature, as far as it is known, times the gradient. */
function direction(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const d: Float64Array = gradient.map((value) => -value);
  const weights: number[] = [];
  for (const { moved, turned, product } of steps.toReversed()) {
    const weight = dot(moved, d) / product;
    weights.push(weight);
    add(d, turned, -weight);
  }
  const last = steps.at(-1);
  const scale = last === undefined ? 1 : last.product / dot(last.turned, last.turned);
  const towards = d.map((value) => value * scale);
  for (const { moved, turned, product } of steps) {
    add(towards, moved, (weights.pop() ?? 0) - dot(turned, towards) / product);
  }
  return towards;
}

/**
 * Minimises a smooth function from `start` by L-BFGS with halved steps (Nocedal and Wright 2006, algorithm 7.5), until no entry of the
 * gradient is above `tolerance` or rounding leaves nothing to gain. Sums run in the order of the coordinates. On a convex function
 * every end is a minimum.
 *
 * `memory` is how many steps and changes of gradient are kept: more of them, fewer rounds, where a round is dear. Above 0, `noise` is
 * how exact values are, relative to 1 + their size: changes below it say nothing, and a step is taken there if the slope along it falls
 * (the approximate Wolfe conditions of Hager and Zhang 2005). The gradient then settles where values no longer could.
 */
export function minimise(
  smooth: Smooth,
  start: Float64Array,
  {
    tolerance,
    noise = 0,
    memory = 10,
    maxRounds = 1000,
  }: { readonly tolerance: number; readonly noise?: number; readonly memory?: number; readonly maxRounds?: number },
): Minimum {
  let at: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(at.length);
  let value = smooth(at, gradient);
  let steps: Step[] = [];
  for (let round = 0; round < maxRounds; round++) {
    if (largest(gradient) <= tolerance) {
      return { at, slope: largest(gradient), rounds: round };
    }
    const towards = direction(gradient, steps);
    const promised = dot(gradient, towards);
    const found = promised < 0 ? descend(smooth, { at, towards, value, promised, first: steps.length === 0, noise }) : null;
    if (found === null) {
      if (steps.length === 0) {
        return { at, slope: largest(gradient), rounds: round };
      }
      steps = []; // what is known of the curvature misleads: once more, straight down
      continue;
    }
    const moved = plus(found.at, at, -1);
    const turned = plus(found.gradient, gradient, -1);
    const product = dot(moved, turned);
    steps = product > 0 ? [...steps, { moved, turned, product }].slice(-memory) : steps;
    ({ at, gradient, value } = found);
  }
  return { at, slope: largest(gradient), rounds: maxRounds };
}

/** A step that decreases enough, or null where none does. */
function descend(
  smooth: Smooth,
  from: {
    readonly at: Float64Array;
    readonly towards: Float64Array;
    readonly value: number;
    readonly promised: number;
    readonly first: boolean;
    readonly noise: number;
  },
): { readonly at: Float64Array; readonly gradient: Float64Array; readonly value: number } | null {
  let length = from.first ? Math.min(1, 1 / largest(from.towards)) : 1;
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    const at = plus(from.at, from.towards, length);
    const gradient = new Float64Array(at.length);
    const value = smooth(at, gradient);
    if (from.noise > 0 && Math.abs(value - from.value) <= from.noise * (1 + Math.abs(from.value))) {
      if (Math.abs(dot(gradient, from.towards)) <= FLATTER * -from.promised) {
        return { at, gradient, value };
      }
    } else if (value <= from.value + SUFFICIENT * length * from.promised) {
      return value < from.value || largest(gradient) === 0 ? { at, gradient, value } : null;
    }
    length /= 2;
  }
  return null;
}
