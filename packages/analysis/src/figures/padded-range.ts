/** From the least to the greatest of some finite numbers, with a margin, so that no mark is cut. */
export function paddedRange(values: readonly number[]): [number, number] {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const margin = 0.06 * (greatest - least) || 0.1 * (1 + Math.abs(greatest));
  return [least - margin, greatest + margin];
}
