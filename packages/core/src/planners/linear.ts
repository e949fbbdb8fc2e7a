import { gaussSeidel, transpose } from "../kernels/gauss-seidel.ts";
import { type DominantRows, factorSparse, type SparseLu, solveSparse, solveSparseTransposed } from "../kernels/sparse-lu.ts";
import type { Chain } from "./chain.ts";
import { type Classes, classesOf } from "./classes.ts";

/** States of a class that may be left for a dense LU once elimination has filled it up; 1,500² numbers are 18 MB. */
const DENSE_LIMIT = 1500;
/** From so many states on, a class is swept and never factored where a sweep forgets at least a tenth of what is wrong: elimination fills up. */
const SWEPT = { size: 256, discount: 0.9 } as const;

/** The matrix I − γP, ready to be solved from either side. */
export interface LinearSystem {
  /** The v of v = b + γPv. States that are left out have the value 0. */
  values(b: Float64Array): Float64Array;
  /** The row x of x = b + γxP: with b a distribution, the discounted visits to each state. */
  visits(b: Float64Array): Float64Array;
}

/**
 * Prepares v = b + γPv and x = b + γxP. Communicating classes are solved one after the other, each by its own sparse LU,
 * because a class needs only the classes that its steps lead to. One that fills up beyond the dense limit, and a large one at a low
 * discount, is swept instead (Gauss–Seidel), to the last few roundings of its largest entry.
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
  const inside = insideOf(system, members);
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

function insideOf(system: System, members: Int32Array): Inside {
  const matrix = matrixInside(system, members);
  if (matrix.size === 1) {
    const divide = (b: Float64Array): Float64Array => b.map((value) => value / (matrix.entry[0] ?? 1));
    return { values: divide, visits: divide };
  }
  const swept = matrix.size >= SWEPT.size && system.discount <= SWEPT.discount;
  let lu: SparseLu | null | undefined = swept ? null : undefined;
  const factored = (): SparseLu | null => {
    lu = lu === undefined ? factorSparse(matrix, DENSE_LIMIT) : lu;
    return lu;
  };
  return {
    values(b) {
      const direct = factored();
      return direct === null ? gaussSeidel(matrix, b) : solveSparse(direct, b);
    },
    visits(b) {
      const direct = factored();
      return direct === null ? gaussSeidel(transpose(matrix), b) : solveSparseTransposed(direct, b);
    },
  };
}

/**
 * I − γP over the members of a class; the diagonal comes first in each row. It is summed up from the steps that lead elsewhere, as
 * (1 − γ) + γ Σ P(s'|s): the digits of a state that is left once in 10^12 steps would be lost in 1 − γP(s|s) (Grassmann, Taksar and
 * Heyman 1985).
 */
function matrixInside({ chain, discount, classes }: System, members: Int32Array): DominantRows {
  const position = new Map(Array.from(members, (state, at) => [state, at] as const));
  const rowStart = [0];
  const column: number[] = [];
  const entry: number[] = [];
  const rowSum = new Float64Array(members.length).fill(1 - discount);
  members.forEach((state, at) => {
    const diagonal = column.length;
    column.push(at);
    entry.push(1 - discount);
    for (let z = chain.rowStart[state] ?? 0; z < (chain.rowStart[state + 1] ?? 0); z++) {
      const next = chain.nextState[z] ?? 0;
      const weight = discount * (chain.probability[z] ?? 0);
      if (next === state) {
        continue;
      }
      entry[diagonal] = (entry[diagonal] ?? 0) + weight;
      if (classes.of[next] === classes.of[state]) {
        column.push(position.get(next) ?? 0);
        entry.push(-weight);
      } else {
        rowSum[at] = (rowSum[at] ?? 0) + weight;
      }
    }
    rowStart.push(column.length);
  });
  return {
    size: members.length,
    rowStart: Int32Array.from(rowStart),
    column: Int32Array.from(column),
    entry: Float64Array.from(entry),
    rowSum,
  };
}
