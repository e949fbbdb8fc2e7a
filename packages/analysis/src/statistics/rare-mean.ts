import { clopperPearsonInterval } from "./proportion.ts";
import type { StudentEstimate } from "./student.ts";

/**
 * The mean of independent units of which few differ from 0 and none by more than `bound`: between minus the greatest chance of a negative unit
 * and the greatest chance of a positive one that the counts allow (Clopper and Pearson 1934), times the bound. At its level or above,
 * where a t interval of mostly zeros is far too short. @throws FirebreakError "bad-argument" for no units or a level outside (0, 1).
 */
export function rareMean(units: readonly number[], bound: number, level: number): StudentEstimate {
  const greatest = (sign: 1 | -1): number => {
    const successes = units.filter((unit) => sign * unit > 0).length;
    return bound * clopperPearsonInterval({ successes, trials: units.length }, level)[1];
  };
  return { value: units.reduce((sum, unit) => sum + unit, 0) / units.length, interval: [0 - greatest(-1), greatest(1)] };
}
