import { type CompiledEnvironment, FirebreakError, type MapPicture, statesOf } from "@firebreak/core";

/** What stands on a map at (row, column): a wall, a tile with a sign on it, or a word, which is one tile as wide as it is long. */
export interface Tile {
  readonly kind: "wall" | "floor" | "word";
  readonly row: number;
  readonly column: number;
  readonly width: number;
  /** The sign or the word; "" on bare floor. */
  readonly text: string;
}

/** The map of a world, and the tile on which each state stands. */
export interface WorldMap {
  readonly rows: number;
  readonly columns: number;
  readonly tiles: readonly Tile[];
  /** By state label: (row, column) of the left end of the state's tile. */
  readonly tileOf: Readonly<Record<string, readonly [number, number]>>;
}

/** A dot is bare floor on a map without walls, where a blank is nothing. */
const SIGNS: Readonly<Record<string, string>> = { ">": "→", "<": "←", "^": "↑", v: "↓", ".": "" };

/** The tiles of one row: two or more small letters are a word, "#" is a wall, blanks are floor only where the map has walls. */
function tilesOfRow(line: string, row: number, walled: boolean): readonly Tile[] {
  return [...line.matchAll(/[a-z]{2,}|./g)].flatMap(({ 0: text, index: column }): readonly Tile[] => {
    const at = { row, column, width: text.length };
    if (text.length > 1) {
      return [{ kind: "word", ...at, text }];
    }
    if (text === " ") {
      return walled ? [{ kind: "floor", ...at, text: "" }] : [];
    }
    return [text === "#" ? { kind: "wall", ...at, text: "" } : { kind: "floor", ...at, text: SIGNS[text] ?? text }];
  });
}

/** The tiles of a picture's rows. */
export function tilesOf(rows: readonly string[]): readonly Tile[] {
  const walled = rows.some((row) => row.includes("#"));
  return rows.flatMap((line, row) => tilesOfRow(line, row, walled));
}

/** The tile over a cell, if any. */
export function tileAt(tiles: readonly Tile[], [row, column]: readonly [number, number]): Tile | undefined {
  return tiles.find((tile) => tile.row === row && tile.column <= column && column < tile.column + tile.width);
}

/** The map that a world's pictures show. @throws FirebreakError "bad-specification" if the world draws no map. */
export function worldMap(world: CompiledEnvironment): WorldMap {
  const picture = world.environment.spec.picture;
  if (picture === undefined) {
    throw new FirebreakError("bad-specification", `Cannot draw a map of '${world.id}': its specification has no picture`);
  }
  const pictures = statesOf(world.dynamics).map((state): MapPicture => {
    const drawn = picture(world.rich(state));
    if (!("rows" in drawn)) {
      throw new FirebreakError("bad-specification", `Cannot draw a map of '${world.id}': its pictures are panels, and no map`);
    }
    return drawn;
  });
  const rows = pictures[0]?.rows ?? [];
  const tiles = tilesOf(rows);
  const tileOf = pictures.map(({ cell }, state) => {
    const tile = tileAt(tiles, cell);
    return [world.labels[state] ?? "", tile === undefined ? cell : ([tile.row, tile.column] as const)] as const;
  });
  return { rows: rows.length, columns: Math.max(0, ...rows.map((row) => row.length)), tiles, tileOf: Object.fromEntries(tileOf) };
}
