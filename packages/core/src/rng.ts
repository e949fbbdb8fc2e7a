// The subpath, not the index: the index loads Node's crypto, and alea is three times as fast as its ARC4.
import alea from "seedrandom/lib/alea.js";

/** Where a generator stands: enough to go on from there in another process. JSON. */
export interface RngState {
  readonly path: string;
  readonly alea: { readonly c: number; readonly s0: number; readonly s1: number; readonly s2: number };
}

/**
 * A stream of random numbers, known by its path of purposes. Alea (Baagøe 2010): the same bits on every Node.
 * Never shared between two uses: fork it by purpose instead.
 */
export interface Rng {
  /** The path that seeds this stream, for example "seed-3/world". */
  readonly path: string;
  /** A number in [0, 1), a multiple of 2^-32. */
  next(): number;
  /** A number in [0, 1) with 53 random bits. */
  double(): number;
  /** A whole number in [0, bound). @throws RangeError if `bound` is not a whole number in [1, 2^32]. */
  below(bound: number): number;
  /** A draw of the standard normal distribution (Box and Muller 1958; the second number is thrown away). */
  normal(): number;
  /** The stream of another purpose. It reads nothing from this one: the order of forks does not matter. */
  fork(purpose: string): Rng;
  save(): RngState;
}

type Alea = ReturnType<typeof alea>;

function wrap(path: string, generator: Alea): Rng {
  return {
    path,
    next: generator,
    double: generator.double,
    below(bound) {
      if (!Number.isInteger(bound) || bound < 1 || bound > 4294967296) {
        throw new RangeError(`Cannot draw below ${bound}: the bound must be a whole number in [1, 2^32]`);
      }
      return Math.floor(generator() * bound);
    },
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - generator.double()));
      return radius * Math.cos(2 * Math.PI * generator.double());
    },
    fork: (purpose) => createRng(`${path}/${purpose}`),
    save: () => ({ path, alea: generator.state() }),
  };
}

/** The stream of a seed. Equal seeds give equal streams. */
export function createRng(seed: string): Rng {
  return wrap(seed, alea(seed, { state: true }));
}

/** The stream that `save` put by, going on where it stood. */
export function restoreRng(state: RngState): Rng {
  return wrap(state.path, alea(state.path, { state: state.alea }));
}
