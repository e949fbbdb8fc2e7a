import { createRng, type Environment, type Rng, rememberRescues } from "@firebreak/core";
import { calendar, fireBrigade, hero, inbox } from "@firebreak/envs";

const uniform = (rng: Rng, low: number, high: number): number => Math.round((low + (high - low) * rng.double()) * 10_000) / 10_000;

/** Small worlds of four kinds, all numbers within half of their defaults either way. */
const kinds: readonly ((rng: Rng) => Environment)[] = [
  (rng) => hero.with({ w: uniform(rng, 0.5, 1.5), p: uniform(rng, 0.1, 0.3), h: uniform(rng, 1.5, 4.5) }),
  (rng) => fireBrigade.with({ c: uniform(rng, 0.1, 0.3), fire: uniform(rng, 0.01, 0.03), value: "fires-and-deliveries" }),
  (rng) =>
    inbox.with({
      slots: 2,
      routine: uniform(rng, 0.06, 0.18),
      urgent: uniform(rng, 0.04, 0.12),
      escalates: uniform(rng, 0.08, 0.22),
      rescue: uniform(rng, 0.3, 0.9),
    }),
  (rng) =>
    calendar.with({
      halfHours: 3,
      invitation: uniform(rng, 0.06, 0.18),
      request: uniform(rng, 0.18, 0.52),
      rescue: uniform(rng, 0.5, 1.5),
    }),
];

/** So many worlds of each kind, from streams of their own: another count draws the same first worlds. */
export const drawWorlds = (count: number): readonly Environment[] =>
  kinds.flatMap((draw, kind) => Array.from({ length: count }, (_, index) => draw(createRng(`narrow-end/worlds/${kind}/${index}`))));

/** The same worlds with the last two rescues counted; one is forgotten every twentieth step. */
export const counting = (environment: Environment): Environment => rememberRescues(environment, { levels: 2, forget: 0.05 });
