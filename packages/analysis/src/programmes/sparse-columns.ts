/** The columns of a matrix, one after the other. */
export interface SparseColumns {
  /** Length columns + 1. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** Gathers columns; entries of one row are added up, and those that cancel are left out. */
export interface ColumnWriter {
  add(row: number, value: number): void;
  endColumn(): void;
  finish(): SparseColumns;
}

/** A writer of columns. */
export function writeColumns(): ColumnWriter {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  const column = new Map<number, number>();
  return {
    add: (row, value) => {
      column.set(row, (column.get(row) ?? 0) + value);
    },
    endColumn() {
      for (const [row, value] of column) {
        if (value !== 0) {
          indices.push(row);
          values.push(value);
        }
      }
      starts.push(indices.length);
      column.clear();
    },
    finish: () => ({ starts: Int32Array.from(starts), indices: Int32Array.from(indices), values: Float64Array.from(values) }),
  };
}
