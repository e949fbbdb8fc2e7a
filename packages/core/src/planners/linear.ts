import { FirebreakError } from "../error.ts";
import { factorLu, type Lu, solveLu, solveLuTransposed } from "../kernels/lu.ts";
import type { Chain } from "./chain.ts";
import { type Classes, classesOf } from "./classes.ts";

/** A class of at most this many states is solved by a dense LU; 1,500² numbers are 18 MB. */
const DENSE_LIMIT = 1500;
const MAX_SWEEPS = 1_000_000;

/** The matrix I − γP, ready to be solved from either side. */
export interface LinearSystem {
  /** The v of v = b + γPv. States that are left out have the value 0. */
  values(b: Float64Array): Float64Array;
  /** The row x of x = b + γxP: with b a distribution, the discounted visits to each state. */
  visits(b: Float64Array): Float64Array;
}

/**
 * Prepares v = b + γPv and x = b + γxP. Communicating classes are solved one after the other, each by its own LU, because
 * a class needs only the classes that its steps lead to. Classes above the dense limit fall back to Gauss–Seidel sweeps.
 *
 * `left[s] = 1` takes a state out: nothing flows through it. With γ = 1 some state of every closed class has to be out.
 */
export function linearSystem(chain: Chain, discount: number, left?: Uint8Array): LinearSystem {
  const classes = classesOf(chain, left);
  const blocks = classes.members.map((members) => blockOf({ chain, discount, classes }, members));
  return {
    values(b) {
      const v = new Float64Array(chain.stateCount);
      for (const block of blocks) {
        block.values(b, v);
      }
      return v;
    },
    visits(b) {
      const inflow = b.slice();
      const x = new Float64Array(chain.stateCount);
      for (const block of blocks.toReversed()) {
        block.visits(inflow, x);
      }
      return x;
    },
  };
}

interface Block {
  /** Writes the class's part of v, reading the classes below it. */
  values(b: Float64Array, v: Float64Array): void;
  /** Writes the class's part of x from the inflow into it, and adds its outflow to the inflow of the classes below. */
  visits(inflow: Float64Array, x: Float64Array): void;
}

interface System {
  readonly chain: Chain;
  readonly discount: number;
  readonly classes: Classes;
}

function blockOf(system: System, members: Int32Array): Block {
  const inside = members.length > DENSE_LIMIT ? sweepInside(system, members) : denseInside(system, members);
  return {
    values(b, v) {
      const right = Float64Array.from(members, (state) => (b[state] ?? 0) + below(system, state, v));
      inside.values(right).forEach((value, at) => {
        v[members[at] ?? 0] = value;
      });
    },
    visits(inflow, x) {
      inside.visits(Float64Array.from(members, (state) => inflow[state] ?? 0)).forEach((value, at) => {
        x[members[at] ?? 0] = value;
      });
      for (const state of members) {
        passDown(system, { state, mass: x[state] ?? 0, inflow });
      }
    },
  };
}

/** γ Σ P(s'|s) v(s') over the states outside the class of s. */
function below({ chain, discount, classes }: System, state: number, v: Float64Array): number {
  let sum = 0;
  for (let z = chain.rowStart[state] ?? 0; z < (chain.rowStart[state + 1] ?? 0); z++) {
    const next = chain.nextState[z] ?? 0;
    if (classes.of[next] !== classes.of[state]) {
      sum += (chain.probability[z] ?? 0) * (v[next] ?? 0);
    }
  }
  return discount * sum;
}

function passDown(
  { chain, discount, classes }: System,
  { state, mass, inflow }: { readonly state: number; readonly mass: number; readonly inflow: Float64Array },
): void {
  for (let z = chain.rowStart[state] ?? 0; z < (chain.rowStart[state + 1] ?? 0); z++) {
    const next = chain.nextState[z] ?? 0;
    if (classes.of[next] !== classes.of[state] && classes.of[next] !== -1) {
      inflow[next] = (inflow[next] ?? 0) + discount * mass * (chain.probability[z] ?? 0);
    }
  }
}

/** I − γP of one class, solved from either side; vectors are over its members. */
interface Inside {
  values(b: Float64Array): Float64Array;
  visits(b: Float64Array): Float64Array;
}

function denseInside({ chain, discount, classes }: System, members: Int32Array): Inside {
  const size = members.length;
  const position = new Map(Array.from(members, (state, at) => [state, at] as const));
  const matrix = new Float64Array(size * size);
  members.forEach((state, at) => {
    matrix[at * size + at] = 1;
    for (let z = chain.rowStart[state] ?? 0; z < (chain.rowStart[state + 1] ?? 0); z++) {
      const next = chain.nextState[z] ?? 0;
      if (classes.of[next] === classes.of[state]) {
        const entry = at * size + (position.get(next) ?? 0);
        matrix[entry] = (matrix[entry] ?? 0) - discount * (chain.probability[z] ?? 0);
      }
    }
  });
  let lu: Lu | undefined;
  const factored = (): Lu => {
    lu ??= factorLu(matrix, size);
    return lu;
  };
  return { values: (b) => solveLu(factored(), b), visits: (b) => solveLuTransposed(factored(), b) };
}

/** The inside of a class as sparse entries, for sweeps: row `at` holds [first, end). */
function entriesInside({ chain, discount, classes }: System, members: Int32Array): Chain {
  const position = new Map(Array.from(members, (state, at) => [state, at] as const));
  const rowStart = [0];
  const nextState: number[] = [];
  const probability: number[] = [];
  for (const state of members) {
    for (let z = chain.rowStart[state] ?? 0; z < (chain.rowStart[state + 1] ?? 0); z++) {
      const next = chain.nextState[z] ?? 0;
      if (classes.of[next] === classes.of[state]) {
        nextState.push(position.get(next) ?? 0);
        probability.push(discount * (chain.probability[z] ?? 0));
      }
    }
    rowStart.push(nextState.length);
  }
  return {
    stateCount: members.length,
    rowStart: Int32Array.from(rowStart),
    nextState: Int32Array.from(nextState),
    probability: Float64Array.from(probability),
  };
}

function transpose(chain: Chain): Chain {
  const { stateCount, rowStart, nextState, probability } = chain;
  const start = new Int32Array(stateCount + 1);
  for (const next of nextState) {
    start[next + 1] = (start[next + 1] ?? 0) + 1;
  }
  for (let state = 0; state < stateCount; state++) {
    start[state + 1] = (start[state + 1] ?? 0) + (start[state] ?? 0);
  }
  const cursor = start.slice();
  const from = new Int32Array(nextState.length);
  const weight = new Float64Array(nextState.length);
  for (let state = 0; state < stateCount; state++) {
    for (let z = rowStart[state] ?? 0; z < (rowStart[state + 1] ?? 0); z++) {
      const next = nextState[z] ?? 0;
      const at = cursor[next] ?? 0;
      cursor[next] = at + 1;
      from[at] = state;
      weight[at] = probability[z] ?? 0;
    }
  }
  return { stateCount, rowStart: start, nextState: from, probability: weight };
}

function sweepInside(system: System, members: Int32Array): Inside {
  const entries = entriesInside(system, members);
  return { values: (b) => gaussSeidel(entries, b), visits: (b) => gaussSeidel(transpose(entries), b) };
}

/** Sweeps x(s) ← (b(s) + Σ_{s'≠s} M(s,s') x(s')) / (1 − M(s,s)) until no entry moves by more than 1e-13 of the largest. */
function gaussSeidel({ stateCount, rowStart, nextState, probability }: Chain, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let count = 0; count < MAX_SWEEPS; count++) {
    let change = 0;
    let scale = 0;
    for (let state = stateCount - 1; state >= 0; state--) {
      let sum = b[state] ?? 0;
      let stay = 0;
      for (let z = rowStart[state] ?? 0; z < (rowStart[state + 1] ?? 0); z++) {
        const next = nextState[z] ?? 0;
        if (next === state) {
          stay += probability[z] ?? 0;
        } else {
          sum += (probability[z] ?? 0) * (x[next] ?? 0);
        }
      }
      const solved = sum / (1 - stay);
      change = Math.max(change, Math.abs(solved - (x[state] ?? 0)));
      scale = Math.max(scale, Math.abs(solved));
      x[state] = solved;
    }
    if (change <= 1e-13 * scale) {
      return x;
    }
  }
  throw new FirebreakError(
    "not-converged",
    `Cannot solve a communicating class of ${stateCount} states: Gauss–Seidel still moves after ${MAX_SWEEPS} sweeps`,
  );
}
