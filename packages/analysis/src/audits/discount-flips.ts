import { policyIteration, type TabularMdp } from "@firebreak/core";

/** A discount at which the optimum changes its character: farming starts to pay above it, or stops. */
export interface DiscountFlip {
  readonly discount: number;
  readonly above: "pays" | "does not pay";
}

export interface DiscountFlips {
  /** What is looked at. */
  readonly quantity: string;
  readonly flips: readonly DiscountFlip[];
  /** Whether farming pays at the least discount looked at, the resolution. */
  readonly paysAtZero: boolean;
  /** Two flips nearer to each other than this may be missed. */
  readonly resolution: number;
  /** How near a flip is to the true one, apart from rounding in the solver. */
  readonly tolerance: number;
}

const GRID_STEPS = 200;
const TOLERANCE = 1e-10;

/**
 * From the first even step to near 1: even steps, then ever nearer to 1, where the far future begins to count. Nearer to 0 a gain that begins
 * some steps away is smaller than rounding, and would seem to begin to pay where it can be told from none.
 */
function grid(): readonly number[] {
  const even = Array.from({ length: GRID_STEPS - 1 }, (_, index) => (index + 1) / GRID_STEPS);
  return [...even, 0.998, 0.999, 0.9995, 0.9999];
}

/** A best return from the start, and how exact it is. */
interface Best {
  readonly startValue: number;
  readonly tieTolerance: number;
}

/** Best returns at one discount after another, each started from the optimum of the last. The tables, of which there would be hundreds, are not kept. */
function along(dynamics: TabularMdp, reward: Float64Array, allowed?: Int32Array): (discount: number) => Best {
  let near: Int32Array | undefined;
  return (discount) => {
    const { startValue, tieTolerance, optimal } = policyIteration(dynamics, reward, {
      discount,
      ...(allowed === undefined ? {} : { allowed }),
      ...(near === undefined ? {} : { near }),
    });
    near = optimal.mask;
    return { startValue, tieTolerance };
  };
}

/** `discountFlips` for several kinds of honest play: the best return without a restriction is solved for once at each discount. */
export function openDiscountFlips(dynamics: TabularMdp, reward: Float64Array): (honest: Int32Array) => DiscountFlips {
  const known = new Map<number, Best>();
  const anew = along(dynamics, reward);
  const freely = (discount: number): Best => {
    const best = known.get(discount) ?? anew(discount);
    known.set(discount, best);
    return best;
  };
  return (honest) => {
    const within = along(dynamics, reward, honest);
    return flipsOf((discount) => {
      const [free, bound] = [freely(discount), within(discount)];
      return free.startValue - bound.startValue > 10 * Math.max(free.tieTolerance, bound.tieTolerance);
    });
  };
}

/**
 * Every discount in (0, 1) at which playing honest actions only stops or starts to be optimal from the start state, under a
 * reward of length Z: a grid, then bisection of every change of sign. `honest`: masks of length S.
 */
export function discountFlips(dynamics: TabularMdp, reward: Float64Array, honest: Int32Array): DiscountFlips {
  return openDiscountFlips(dynamics, reward)(honest);
}

function flipsOf(pays: (discount: number) => boolean): DiscountFlips {
  const points = grid();
  const signs = points.map(pays);
  const flips: DiscountFlip[] = [];
  for (let index = 1; index < points.length; index++) {
    if (signs[index] !== signs[index - 1]) {
      let [low, high] = [points[index - 1] ?? 0, points[index] ?? 1];
      while (high - low > TOLERANCE) {
        const middle = (low + high) / 2;
        [low, high] = pays(middle) === signs[index] ? [low, middle] : [middle, high];
      }
      flips.push({ discount: (low + high) / 2, above: signs[index] === true ? "pays" : "does not pay" });
    }
  }
  return {
    quantity: "the best discounted return from the start, less the best with honest actions only",
    flips,
    paysAtZero: signs[0] === true,
    resolution: 1 / GRID_STEPS,
    tolerance: TOLERANCE,
  };
}
