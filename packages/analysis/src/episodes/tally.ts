/** What a deviation is known by: the state it is done in, and the kind of thing it is. */
export interface Situation {
  readonly own: number | string;
  readonly kind: string;
}

/** Sums of some numbers and of their squares, over `count` observations. */
export interface Moments {
  count: number;
  readonly sums: number[];
  readonly squares: number[];
}

/** Observations by state, and by kind. */
export interface Tally {
  readonly own: ReadonlyMap<number | string, Moments>;
  readonly kinds: ReadonlyMap<string, Moments>;
  add(situation: Situation, numbers: readonly number[]): void;
  /** Those of the state itself if there are enough, else those of its kind. */
  of(situation: Situation): Moments | undefined;
}

/** So many observations of a state are enough to judge it by itself. */
export const ENOUGH = 8;

export function newTally(): Tally {
  const own = new Map<number | string, Moments>();
  const kinds = new Map<string, Moments>();
  const into = <K>(table: Map<K, Moments>, key: K, numbers: readonly number[]): void => {
    const moments = table.get(key) ?? { count: 0, sums: numbers.map(() => 0), squares: numbers.map(() => 0) };
    moments.count++;
    numbers.forEach((x, k) => {
      moments.sums[k] = (moments.sums[k] ?? 0) + x;
      moments.squares[k] = (moments.squares[k] ?? 0) + x * x;
    });
    table.set(key, moments);
  };
  return {
    own,
    kinds,
    add(situation, numbers) {
      into(own, situation.own, numbers);
      into(kinds, situation.kind, numbers);
    },
    of(situation) {
      const known = own.get(situation.own);
      return known !== undefined && known.count >= ENOUGH ? known : kinds.get(situation.kind);
    },
  };
}

export function meanOf({ count, sums }: Moments, k: number): number {
  return (sums[k] ?? 0) / count;
}

/** The standard error of a mean; infinite for one observation. */
export function errorOf(moments: Moments, k: number): number {
  const { count, squares } = moments;
  const mean = meanOf(moments, k);
  return count < 2 ? Number.POSITIVE_INFINITY : Math.sqrt(Math.max(0, (squares[k] ?? 0) / count - mean * mean) / (count - 1));
}
