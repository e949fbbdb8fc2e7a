import type { Chain } from "./chain.ts";

/** The communicating classes of a chain, numbered so that every step leads to a class of the same or a lower number. */
export interface Classes {
  /** Length stateCount: the class of each state; -1 for a state left out. */
  readonly of: Int32Array;
  /** The members of each class, ascending. */
  readonly members: readonly Int32Array[];
}

/**
 * Tarjan's strongly connected components (1972), on a stack of its own: worlds are too deep for recursion. States with
 * `left[s] === 1` are taken out of the graph first.
 */
export function classesOf(chain: Chain, left?: Uint8Array): Classes {
  const { stateCount, rowStart, nextState } = chain;
  const of = new Int32Array(stateCount).fill(-1);
  const order = new Int32Array(stateCount).fill(-1);
  const low = new Int32Array(stateCount);
  const cursor = new Int32Array(stateCount);
  const members: Int32Array[] = [];
  const open: number[] = [];
  const path: number[] = [];
  let met = 0;
  const enter = (state: number): void => {
    order[state] = met;
    low[state] = met;
    cursor[state] = rowStart[state] ?? 0;
    met++;
    open.push(state);
    path.push(state);
  };
  const close = (state: number): void => {
    const found: number[] = [];
    for (let member = -1; member !== state; ) {
      member = open.pop() ?? state;
      of[member] = members.length;
      found.push(member);
    }
    members.push(Int32Array.from(found).sort());
  };
  for (let root = 0; root < stateCount; root++) {
    if (order[root] !== -1 || left?.[root] === 1) {
      continue;
    }
    enter(root);
    while (path.length > 0) {
      const state = path.at(-1) ?? 0;
      const z = cursor[state] ?? 0;
      if (z < (rowStart[state + 1] ?? 0)) {
        cursor[state] = z + 1;
        const next = nextState[z] ?? 0;
        if (left?.[next] === 1) {
          continue;
        }
        if (order[next] === -1) {
          enter(next);
        } else if (of[next] === -1) {
          low[state] = Math.min(low[state] ?? 0, order[next] ?? 0);
        }
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) {
        low[parent] = Math.min(low[parent] ?? 0, low[state] ?? 0);
      }
      if (low[state] === order[state]) {
        close(state);
      }
    }
  }
  return { of, members };
}

/** Whether no step leaves the class: its states are recurrent. */
export function isClosed(chain: Chain, classes: Classes, index: number): boolean {
  return (classes.members[index] ?? new Int32Array(0)).every((state) => {
    for (let z = chain.rowStart[state] ?? 0; z < (chain.rowStart[state + 1] ?? 0); z++) {
      if (classes.of[chain.nextState[z] ?? 0] !== index) {
        return false;
      }
    }
    return true;
  });
}
