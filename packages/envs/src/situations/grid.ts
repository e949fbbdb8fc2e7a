/** A cell, (row, column) from the top left. */
export type Cell = readonly [number, number];
export type Move = "up" | "down" | "left" | "right";

const DISPLACEMENT: Readonly<Record<Move, Cell>> = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] };

/** The cell after an action, on a map of that size; what is no move stays, and moves stop at the edge. */
export function moved([row, column]: Cell, action: string, [rows, columns]: Cell): Cell {
  const [down, right] = Object.hasOwn(DISPLACEMENT, action) ? DISPLACEMENT[action as Move] : [0, 0];
  const within = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
  return [within(row + down, rows), within(column + right, columns)];
}

/** A step of a shortest way, along the row or the column as luck has it; null when there. */
export function towards([row, column]: Cell, [r, c]: Cell): { readonly [K in Move]?: number } | null {
  const along: Move = c < column ? "left" : "right";
  const across: Move = r < row ? "up" : "down";
  const [sideways, upright] = [column !== c, row !== r];
  return sideways && upright ? { [along]: 0.5, [across]: 0.5 } : sideways ? { [along]: 1 } : upright ? { [across]: 1 } : null;
}

export const sameCell = (x: Cell, y: Cell): boolean => x[0] === y[0] && x[1] === y[1];
