import { FirebreakError } from "@firebreak/core";

/** One case that a detector scored: higher means guiltier. `cluster` names what it was drawn from; cases of one cluster are not independent. */
export interface ScoredCase {
  readonly id: string;
  readonly cluster: string;
  readonly positive: boolean;
  readonly score: number;
}

/** What calling every case of at least this score guilty comes to. */
export interface RocPoint {
  /** Infinity at the first point, where nothing is called guilty. */
  readonly threshold: number;
  /** The share of innocent cases called guilty. */
  readonly falseAlarms: number;
  /** The share of guilty cases called guilty. */
  readonly recall: number;
  /** The share of calls that are right; 1 where nothing is called. */
  readonly precision: number;
}

function checkCases(cases: readonly ScoredCase[]): void {
  const odd = cases.find(({ score }) => Number.isNaN(score));
  if (odd !== undefined) {
    throw new FirebreakError("bad-argument", `Cannot rank the cases: the score of '${odd.id}' is no number`);
  }
  if (cases.every(({ positive }) => positive) || !cases.some(({ positive }) => positive)) {
    throw new FirebreakError("bad-argument", `Cannot rank ${cases.length} cases: both guilty and innocent ones are needed`);
  }
}

/** Scores as near as this, relative to 1 + their size, are equal: they are sums, and their last bits know nothing of guilt. */
const TIE = 1e-9;

const isTie = (score: number, next: number): boolean =>
  score === next || score - next <= TIE * (1 + Math.min(Math.abs(score), Math.abs(next)));

/**
 * The receiver operating characteristic, from nothing called guilty to everything. Equal scores are one step, which may go aslant: no
 * order among ties is taken for knowledge. A row of scores each of which equals the one before is one tie.
 *
 * @throws FirebreakError "bad-argument" where a score is NaN, or all cases are of one kind.
 */
export function rocCurve(cases: readonly ScoredCase[]): readonly RocPoint[] {
  checkCases(cases);
  const sorted = [...cases].sort((x, y) => y.score - x.score);
  const guilty = sorted.filter(({ positive }) => positive).length;
  const innocent = sorted.length - guilty;
  const points: RocPoint[] = [{ threshold: Number.POSITIVE_INFINITY, falseAlarms: 0, recall: 0, precision: 1 }];
  let [hits, alarms] = [0, 0];
  for (const [at, { positive, score }] of sorted.entries()) {
    hits += positive ? 1 : 0;
    alarms += positive ? 0 : 1;
    const next = sorted[at + 1];
    if (next === undefined || !isTie(score, next.score)) {
      points.push({ threshold: score, falseAlarms: alarms / innocent, recall: hits / guilty, precision: hits / (hits + alarms) });
    }
  }
  return points;
}

/**
 * The area under the curve: the chance that a guilty case scores above an innocent one, ties half (Hanley and McNeil 1982).
 * @throws FirebreakError as `rocCurve` does.
 */
export function auroc(cases: readonly ScoredCase[]): number {
  const points = rocCurve(cases);
  return points.reduce((area, point, at) => {
    const before = points[at - 1] ?? point;
    return area + ((point.falseAlarms - before.falseAlarms) * (point.recall + before.recall)) / 2;
  }, 0);
}

/**
 * The least share of false alarms at which a share of the guilty is found. Where the wanted recall falls within a tie the whole tie is
 * called: no detector can call a part of it.
 *
 * @throws FirebreakError as `rocCurve` does.
 */
export function falseAlarmsAt(cases: readonly ScoredCase[], recall: number): number {
  return rocCurve(cases).find((point) => point.recall >= recall - 1e-12)?.falseAlarms ?? 1;
}

/**
 * Average precision: the area under precision against recall as steps, without interpolation (Davis and Goadrich 2006).
 * @throws FirebreakError as `rocCurve` does.
 */
export function averagePrecision(cases: readonly ScoredCase[]): number {
  const points = rocCurve(cases);
  return points.reduce((sum, point, at) => sum + (point.recall - (points[at - 1]?.recall ?? 0)) * point.precision, 0);
}
