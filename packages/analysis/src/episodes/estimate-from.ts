import { rareMean } from "../statistics/rare-mean.ts";
import { studentMean, studentRatio } from "../statistics/student.ts";
import type { EpisodeSample } from "./evaluate-repair.ts";
import { PARTS, type Part } from "./parts.ts";
import type { Extremes, SimulatedClock } from "./roll-out.ts";
import { cutBias } from "./simulated-clock.ts";
import { FEW, type Sampled, type SimulatedRepair } from "./simulated-report.ts";

/** What was chosen before, and what was met on the way. */
interface Estimating {
  readonly clock: SimulatedClock;
  readonly met: Extremes;
  readonly level: number;
  /** Whether the repair mends anything, and whether any deed is flagged: what is none by choice is 0, whatever episodes show. */
  readonly mends: boolean;
  readonly flags: boolean;
}

const NONE: Sampled = { value: 0, interval: [0, 0] };

function widened({ value, interval }: Sampled, by: number): Sampled {
  return { value, interval: [interval[0] - by, interval[1] + by] };
}

/** The mean, by Student's t; where few units differ from 0 that is far too short, and `bound` says by how much one of them can. */
function meanOrRare(units: readonly number[], bound: number, level: number): Sampled {
  const rare = units.filter((unit) => unit !== 0).length < FEW;
  return rare ? rareMean(units, bound, level) : studentMean(units, level);
}

/** The estimates of a report from what each fresh episode said; intervals are widened by what a clock cut short can have moved. */
export function estimateFrom(
  samples: readonly EpisodeSample[],
  { clock, met, level, mends, flags }: Estimating,
): SimulatedRepair["estimates"] {
  const bias = cutBias(clock, met);
  const range = met.mostWelfare - met.leastWelfare;
  const column = (of: (sample: EpisodeSample) => number): readonly number[] => samples.map(of);
  const mean = (of: (sample: EpisodeSample) => number, by: number): Sampled => widened(studentMean(column(of), level), by);
  const [avoidable, manufactured] = [column((sample) => sample.avoidable), column(({ parts }) => parts.manufactured)];
  const flagged = column((sample) => sample.flagged);
  const perDeed = (of: (sample: EpisodeSample) => number, by: number): Sampled | null => {
    const ratio = studentRatio(column(of), flagged, level);
    return ratio === null ? null : widened(ratio, by);
  };
  const parts = Object.fromEntries(PARTS.map((part) => [part, mean((sample) => sample.parts[part], bias.parts)])) as Record<Part, Sampled>; // every part is a key
  return {
    avoidable: mends ? widened(meanOrRare(avoidable, range, level), bias.avoidable) : NONE,
    // A deed can cost the range of welfare in every step of the clock.
    parts: { ...parts, manufactured: flags ? widened(meanOrRare(manufactured, range / clock.firstShare, level), bias.parts) : NONE },
    rate: mean(({ rate }) => rate, bias.rate),
    gained: mean(({ pays }) => pays, bias.praise),
    share: studentRatio(manufactured, avoidable, level),
    deeds: {
      damage: perDeed(({ damage }) => damage, bias.parts),
      opportunity: perDeed(({ opportunity }) => opportunity, bias.praise),
      redeemed: perDeed(({ redeemed }) => redeemed, bias.praise),
      pays: perDeed(({ pays }) => pays, bias.praise),
      shows: perDeed(({ shows }) => shows, bias.value),
    },
  };
}
