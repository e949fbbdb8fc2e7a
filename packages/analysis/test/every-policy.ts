import type { Policy, TabularMdp } from "@firebreak/core";

/** Every deterministic stationary policy: their long runs span those of all policies (Hordijk and Kallenberg 1984). */
export function everyPolicy({ stateCount, actionCount, terminal }: TabularMdp): readonly Policy[] {
  let tables: readonly (readonly number[])[] = [[]];
  for (let state = 0; state < stateCount; state++) {
    const rows =
      terminal[state] === 1
        ? [Array.from({ length: actionCount }, () => 0)]
        : Array.from({ length: actionCount }, (_, played) =>
            Array.from({ length: actionCount }, (__, action) => (action === played ? 1 : 0)),
          );
    tables = tables.flatMap((table) => rows.map((row) => [...table, ...row]));
  }
  return tables.map((table) => ({ kind: "stationary", probability: Float64Array.from(table) }));
}
