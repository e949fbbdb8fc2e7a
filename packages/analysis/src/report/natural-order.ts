import { byCodeUnit } from "@firebreak/core";

const NUMBER = /(\d+(?:\.\d+)?)/;

/** Order by code unit, but numbers inside by size: "finite-2" before "finite-12". */
export function byNaturalOrder(x: string, y: string): number {
  const [xs, ys] = [x.split(NUMBER), y.split(NUMBER)];
  for (let at = 0; at < Math.min(xs.length, ys.length); at++) {
    const [left = "", right = ""] = [xs[at], ys[at]];
    // Every second piece is what the pattern caught: a number.
    const order = at % 2 === 1 ? Number(left) - Number(right) : byCodeUnit(left, right);
    if (order !== 0) {
      return order;
    }
  }
  return byCodeUnit(x, y);
}
