import type { Environment, Picture } from "../../environment.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { explore, withSpec } from "./explore.ts";

/** What must stay the same in every picture of a world: the map's size, or the titles of the panels. */
function frameOf(picture: Picture): string {
  return "rows" in picture
    ? `rows of ${picture.rows.map(({ length }) => length).join(" ")} characters`
    : `panels ${picture.panels.map(({ title }) => `'${title}'`).join(", ")}`;
}

/** A cell that is not on the map, or a glyph that is no single character; null where all is well. */
function strayOf(picture: Picture): string | null {
  if (!("rows" in picture)) {
    return null;
  }
  const cells = [picture.cell, ...(picture.marks ?? []).map(({ cell }) => cell)];
  const stray = cells.find(([row, column]) => picture.rows[row]?.[column] === undefined);
  if (stray !== undefined) {
    return `row ${stray[0]}, column ${stray[1]}, is not on its map of ${picture.rows.length} rows`;
  }
  const odd = (picture.marks ?? []).find(({ glyph }) => [...glyph].length !== 1);
  return odd === undefined ? null : `the glyph '${odd.glyph}' of '${odd.label}' is not one character`;
}

/** Where a world has pictures, every state has a place on a map of the same size, or panels of the same titles. */
export const picturesLaw: Law<Environment> = defineLaw({
  id: "pictures",
  title: "Every state's cells lie on its map, and all pictures of a world have one frame",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const { picture } = environment.spec;
    if (picture === undefined) {
      return holds("Does not apply: it has no picture");
    }
    const { states } = explore(environment, maxStates);
    let frame: string | undefined;
    for (const { state, label } of states) {
      const drawn = picture.call(environment.spec, state);
      const here = frameOf(drawn);
      frame ??= here;
      if (here !== frame) {
        return broken(`The picture of '${label}' has ${here}, and the first one has ${frame}`);
      }
      const stray = strayOf(drawn);
      if (stray !== null) {
        return broken(`A cell of '${label}': ${stray}`);
      }
    }
    return holds(`${states.length} states pictured`);
  },
  fault: {
    title: "Every cell lies a hundred rows down, and every desk has a sheet of its own",
    plant: (environment) => {
      const { picture } = environment.spec;
      return picture === undefined
        ? null
        : withSpec(environment, {
            picture: (state) => {
              const drawn = picture(state);
              return "rows" in drawn
                ? { ...drawn, cell: [100, 0] }
                : { panels: [{ title: environment.spec.label(state), layout: "list", items: [] }] };
            },
          });
    },
  },
});
