import type { OverseerModel } from "@firebreak/core";
import {
  blind,
  consistent,
  fooled,
  generous,
  habituating,
  intransitive,
  learned,
  moody,
  noisy,
  rescuePraising,
  shortSighted,
  sparse,
  trembling,
  villainous,
  wavering,
} from "@firebreak/rewards";

/** A way of failing, in degrees from 0, where she is the faultless overseer, to 1. */
export interface Fault {
  readonly id: string;
  readonly title: string;
  /** What degree 1 is, in its own unit. */
  readonly whole: string;
  /** The overseer of a degree above 0. */
  at(degree: number): OverseerModel;
  /** Worlds that count rescues, for who gets used to them. */
  readonly counted?: boolean;
  /** It shows in comparisons only, which no method of the claims asks for: they leave it out. */
  readonly inComparisons?: boolean;
}

/** Degrees of a fault that are tried, shares of the strongest. */
export const DEGREES: readonly number[] = [0.25, 0.5, 1];

/** Without fault she plans eight steps for her own value of states: enough for the fire brigade's optimum. */
const SIGHT = 8;
const conduct = { depth: SIGHT, plans: "value" } as const;
/** The overseer of degree 0, whatever the fault. */
export const faultless: OverseerModel = consistent.with(conduct);

/** Answers that a judgement was learned from: 500 at a quarter of the whole degree, 76 at a half, 20 at the whole. */
const samplesAt = (degree: number): number => Math.round(20 * Math.exp(Math.log(5) * 2 * (1 / Math.sqrt(degree) - 1)));

export const faults: readonly Fault[] = [
  {
    id: "noisy",
    title: "noisy for good",
    whole: "errors of deviation 1",
    at: (degree) => noisy.with({ ...conduct, feedbackNoise: degree, valueNoise: degree }),
  },
  {
    id: "wavering",
    title: "noisy anew each time",
    whole: "errors of deviation 1",
    at: (degree) => wavering.with({ ...conduct, deviation: degree }),
  },
  {
    id: "moody",
    title: "moody",
    whole: "swings by 1",
    at: (degree) => moody.with({ ...conduct, amplitude: degree }),
  },
  {
    id: "sparse",
    title: "seldom there",
    whole: "95 % absent",
    at: (degree) => sparse.with({ ...conduct, absent: 0.95 * degree }),
  },
  {
    id: "short-sighted",
    title: "short-sighted",
    whole: `1 step ahead, of ${SIGHT}`,
    at: (degree) => shortSighted.with({ steps: Math.max(1, Math.round(SIGHT * (1 - degree))) }),
  },
  { id: "blind", title: "blind", whole: "sees nothing", at: (degree) => blind.with({ ...conduct, hidden: degree }) },
  { id: "fooled", title: "fooled", whole: "looks alone", at: (degree) => fooled.with({ ...conduct, trust: degree }) },
  { id: "generous", title: "generous", whole: "blames nothing", at: (degree) => generous.with({ ...conduct, leniency: degree }) },
  {
    id: "rescue-praising",
    title: "loves rescues",
    whole: "2 for a rise by 1",
    at: (degree) => rescuePraising.with({ ...conduct, bonus: 2 * degree }),
  },
  {
    id: "habituating",
    title: "used to rescues",
    whole: "only the first",
    at: (degree) => habituating.with({ ...conduct, fading: degree }),
    counted: true,
  },
  {
    id: "intransitive",
    title: "running in circles",
    whole: "2 for a kind of segment over the next",
    at: (degree) => intransitive.with({ ...conduct, strength: 2 * degree }),
    inComparisons: true,
  },
  { id: "learned", title: "learned", whole: "from 20 answers", at: (degree) => learned.with({ ...conduct, samples: samplesAt(degree) }) },
  { id: "trembling", title: "trembling hand", whole: "shows anything legal", at: (degree) => trembling.with({ ...conduct, slip: degree }) },
  {
    id: "villainous",
    title: "villainous",
    whole: "seeks praise always",
    at: (degree) => villainous.with({ ...conduct, q: degree }),
  },
];
