import type { Chain } from "./chain.ts";

/** The communicating classes of a chain, numbered so that every step leads to a class of the same or a lower number. */
export interface Classes {
  /** Length stateCount: the class of each state; -1 for a state left out. */
  readonly of: Int32Array;
  /** The members of each class, ascending. */
  readonly members: readonly Int32Array[];
}

/** Tarjan's bookkeeping: when each state was met, the earliest state still open that it reaches, and where its search stands. */
interface Search {
  readonly order: Int32Array;
  readonly low: Int32Array;
  readonly cursor: Int32Array;
  readonly of: Int32Array;
  readonly members: Int32Array[];
  /** States met whose class is not known yet. */
  readonly open: number[];
  /** The path from the root of the search: the call stack that recursion would have had. */
  readonly path: number[];
}

/**
 * Tarjan's strongly connected components (1972), on a stack of its own: worlds are too deep for recursion. States with
 * `left[s] === 1` are taken out of the graph first.
 */
export function classesOf(chain: Chain, left?: Uint8Array): Classes {
  const { stateCount, rowStart } = chain;
  const search: Search = {
    order: new Int32Array(stateCount).fill(-1),
    low: new Int32Array(stateCount),
    cursor: rowStart.slice(0, stateCount),
    of: new Int32Array(stateCount).fill(-1),
    members: [],
    open: [],
    path: [],
  };
  let met = 0;
  for (let root = 0; root < stateCount; root++) {
    let entered = search.order[root] === -1 && left?.[root] !== 1 ? root : -1;
    while (entered !== -1 || search.path.length > 0) {
      if (entered !== -1) {
        search.order[entered] = met;
        search.low[entered] = met;
        met++;
        search.open.push(entered);
        search.path.push(entered);
      }
      entered = advance(chain, search, left);
    }
  }
  return { of: search.of, members: search.members };
}

/** Follows one step of the state at the end of the path. Returns the state to enter next, or -1; leaves the state once it has no more. */
function advance(chain: Chain, search: Search, left?: Uint8Array): number {
  const { order, low, cursor, of, path } = search;
  const state = path.at(-1) ?? 0;
  const z = cursor[state] ?? 0;
  if (z < (chain.rowStart[state + 1] ?? 0)) {
    cursor[state] = z + 1;
    const next = chain.nextState[z] ?? 0;
    if (left?.[next] === 1) {
      return -1;
    }
    if (order[next] !== -1 && of[next] === -1) {
      low[state] = Math.min(low[state] ?? 0, order[next] ?? 0);
    }
    return order[next] === -1 ? next : -1;
  }
  path.pop();
  const parent = path.at(-1);
  if (parent !== undefined) {
    low[parent] = Math.min(low[parent] ?? 0, low[state] ?? 0);
  }
  if (low[state] === order[state]) {
    close(search, state);
  }
  return -1;
}

/** Everything opened since the state is its class. */
function close({ of, members, open }: Search, state: number): void {
  const found: number[] = [];
  for (let member = -1; member !== state; ) {
    member = open.pop() ?? state;
    of[member] = members.length;
    found.push(member);
  }
  members.push(Int32Array.from(found).sort());
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
