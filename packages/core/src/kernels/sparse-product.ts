/** A square matrix in sparse rows, columns ascending in each. */
export interface StochasticRows {
  readonly stateCount: number;
  /** Length stateCount + 1. */
  readonly rowStart: Int32Array;
  readonly nextState: Int32Array;
  readonly probability: Float64Array;
}

/** At first room for so many times the entries of the first factor. */
const ROOM = 2;
/** Above one state in so many, a row is gathered by looking at all states in turn: sorting the few that it reaches would take longer. */
export const SPARSE = 16;

/**
 * The product of two matrices in sparse rows, row by row into a dense row of sums, in which entries are added up in the order of the first
 * factor's. Columns of the product ascend in each row.
 */
export function multiplyRows(x: StochasticRows, y: StochasticRows): StochasticRows {
  const { stateCount } = x;
  const rowStart = new Int32Array(stateCount + 1);
  const mass = new Float64Array(stateCount);
  const isReached = new Uint8Array(stateCount);
  const reached = new Int32Array(stateCount);
  let nextState = new Int32Array(ROOM * x.nextState.length);
  let probability = new Float64Array(nextState.length);
  let length = 0;
  for (let state = 0; state < stateCount; state++) {
    let count = 0;
    const end = x.rowStart[state + 1]!;
    for (let z = x.rowStart[state]!; z < end; z++) {
      const weight = x.probability[z]!;
      const middle = x.nextState[z]!;
      const last = y.rowStart[middle + 1]!;
      for (let w = y.rowStart[middle]!; w < last; w++) {
        const next = y.nextState[w]!;
        if (isReached[next] === 0) {
          isReached[next] = 1;
          reached[count++] = next;
        }
        mass[next] = mass[next]! + weight * y.probability[w]!;
      }
    }
    if (length + count > nextState.length) {
      const [states, shares] = [nextState, probability];
      nextState = new Int32Array(2 * (length + count));
      probability = new Float64Array(nextState.length);
      nextState.set(states.subarray(0, length));
      probability.set(shares.subarray(0, length));
    }
    if (count * SPARSE > stateCount) {
      count = 0;
      for (let next = 0; next < stateCount; next++) {
        reached[count] = next;
        count += isReached[next]!;
      }
    } else {
      reached.subarray(0, count).sort();
    }
    for (let at = 0; at < count; at++) {
      const next = reached[at]!;
      nextState[length] = next;
      probability[length++] = mass[next]!;
      isReached[next] = 0;
      mass[next] = 0;
    }
    rowStart[state + 1] = length;
  }
  return { stateCount, rowStart, nextState: nextState.slice(0, length), probability: probability.slice(0, length) };
}
