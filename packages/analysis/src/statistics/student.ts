import { FirebreakError } from "@firebreak/core";
import jstat from "jstat";
import { checkLevel } from "./level.ts";

/** A mean of independent units with its t interval. */
export interface StudentEstimate {
  readonly value: number;
  readonly interval: readonly [number, number];
}

function standardError(units: readonly number[], centre: number): number {
  const squares = units.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  return Math.sqrt(squares / (units.length - 1) / units.length);
}

function checkUnits(units: readonly number[], level: number): void {
  checkLevel(level);
  if (units.length < 2) {
    throw new FirebreakError("bad-argument", `Cannot make a t interval of ${units.length} units: at least 2 are needed`);
  }
}

function around(value: number, error: number, { count, level }: { readonly count: number; readonly level: number }): StudentEstimate {
  const half = error === 0 ? 0 : jstat.studentt.inv((1 + level) / 2, count - 1) * error;
  return { value, interval: [value - half, value + half] };
}

/** The mean with Student's t interval; no wider than a point where nothing varies. @throws FirebreakError "bad-argument" for fewer than two units. */
export function studentMean(units: readonly number[], level: number): StudentEstimate {
  checkUnits(units, level);
  const value = units.reduce((sum, unit) => sum + unit, 0) / units.length;
  return around(value, standardError(units, value), { count: units.length, level });
}

/**
 * Σ tops / Σ bottoms over paired units, with a t interval round the linearised ratio (Cochran 1977, §6.4: the spread of top − ratio·bottom).
 * Null where the bottoms sum to 0. @throws FirebreakError "bad-argument" for fewer than two units.
 */
export function studentRatio(tops: readonly number[], bottoms: readonly number[], level: number): StudentEstimate | null {
  checkUnits(tops, level);
  const bottom = bottoms.reduce((sum, unit) => sum + unit, 0);
  if (bottom === 0) {
    return null;
  }
  const value = tops.reduce((sum, unit) => sum + unit, 0) / bottom;
  const rests = tops.map((top, index) => top - value * (bottoms[index] ?? 0));
  const error = standardError(rests, 0) / Math.abs(bottom / tops.length);
  return around(value, error, { count: tops.length, level });
}
