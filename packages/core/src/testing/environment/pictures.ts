import type { Environment } from "../../environment.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { explore, withSpec } from "./explore.ts";

/** Where a world has pictures, every state has a place on a map of the same size. */
export const picturesLaw: Law<Environment> = defineLaw({
  id: "pictures",
  title: "Every state's cell lies on its map, and all maps have one size",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const { picture } = environment.spec;
    if (picture === undefined) {
      return holds("Does not apply: it has no picture");
    }
    const { states } = explore(environment, maxStates);
    let size: string | undefined;
    for (const { state, label } of states) {
      const { rows, cell } = picture.call(environment.spec, state);
      const [row, column] = cell;
      const here = rows.map(({ length }) => length).join(" ");
      size ??= here;
      if (here !== size) {
        return broken(`The map of '${label}' has rows of ${here} characters, and the first one has ${size}`);
      }
      if (rows[row]?.[column] === undefined) {
        return broken(`The cell of '${label}', row ${row}, column ${column}, is not on its map of ${rows.length} rows`);
      }
    }
    return holds(`${states.length} states on a map`);
  },
  fault: {
    title: "Every cell lies a hundred rows down",
    plant: (environment) => {
      const { picture } = environment.spec;
      return picture === undefined
        ? null
        : withSpec(environment, {
            picture: (state) => ({ rows: picture(state).rows, cell: [100, 0] }),
          });
    },
  },
});
