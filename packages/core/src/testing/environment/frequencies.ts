import { sampledChance } from "../../chance.ts";
import type { Environment } from "../../environment.ts";
import { createRng, type Rng } from "../../rng.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { explore, withSpec } from "./explore.ts";

const DRAWS = 2_000;
const MOST_ROWS = 50;
/** The chance that a healthy world fails, over all the frequencies of one check. */
const FALSE_ALARM = 1e-6;

interface Draw {
  readonly what: string;
  /** Probability of each label. */
  readonly expected: ReadonlyMap<string, number>;
  draw(rng: Rng): string;
}

/** Every start and step, with at most MOST_ROWS of those that chance decides, drawn by the seed. */
function drawsOf(environment: Environment, maxStates: number, rng: Rng): readonly Draw[] {
  const { spec } = environment;
  const { start, rows } = explore(environment, maxStates);
  const draw = (what: string, branches: typeof start, run: Parameters<typeof enumerate>[1]): Draw =>
    enumerate({ what, branches, spec }, run);
  const random = rows.filter(({ branches }) => branches.length > 1).map((row) => ({ row, key: rng.double() }));
  const chosen = new Set(
    [...random]
      .sort((x, y) => x.key - y.key)
      .slice(0, MOST_ROWS)
      .map(({ row }) => row),
  );
  const certain = rows.filter(({ branches }) => branches.length === 1).slice(0, MOST_ROWS);
  return [
    draw("the start", start, (chance) => spec.start(chance)),
    ...rows
      .filter((row) => chosen.has(row) || certain.includes(row))
      .map(({ state, label, action, branches }) =>
        draw(`'${action}' in '${label}'`, branches, (chance) => spec.step(state, action, chance)),
      ),
  ];
}

function enumerate(
  from: { readonly what: string; readonly branches: ReturnType<typeof explore>["start"]; readonly spec: Environment["spec"] },
  run: (chance: ReturnType<typeof sampledChance>) => unknown,
): Draw {
  const expected = new Map<string, number>();
  for (const { value, probability } of from.branches) {
    const label = from.spec.label(value);
    expected.set(label, (expected.get(label) ?? 0) + probability);
  }
  return { what: from.what, expected, draw: (rng) => from.spec.label(run(sampledChance(rng))) };
}

/** Kullback–Leibler divergence of two coins, in nats. */
function divergence(seen: number, said: number): number {
  const term = (x: number, y: number): number => (x === 0 ? 0 : x * Math.log(x / y));
  return term(seen, said) + term(1 - seen, 1 - said);
}

/**
 * What is enumerated is what is drawn. A frequency over n draws strays from its probability by a divergence of d with a chance of
 * at most 2·exp(−n·d) (Chernoff's bound, which holds at every n), so the rate of false alarms is at most FALSE_ALARM in all.
 */
export const frequenciesLaw: Law<Environment> = defineLaw({
  id: "frequencies",
  title: "Simulated steps go where the enumeration says, as often as it says",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates, seed }) => {
    const rng = createRng(`${seed}/frequencies/${environment.id}`);
    const draws = drawsOf(environment, maxStates, rng.fork("rows"));
    const cells = draws.reduce((sum, { expected }) => sum + expected.size, 0);
    const limit = Math.log((2 * cells) / FALSE_ALARM);
    for (const { what, expected, draw } of draws) {
      const count = expected.size === 1 ? 20 : DRAWS;
      const stream = rng.fork(what);
      const seen = new Map<string, number>();
      for (let at = 0; at < count; at++) {
        const label = draw(stream);
        seen.set(label, (seen.get(label) ?? 0) + 1);
        if (!expected.has(label)) {
          return broken(`A draw of ${what} led to '${label}', which the enumeration does not know (seed '${seed}')`);
        }
      }
      for (const [label, probability] of expected) {
        const frequency = (seen.get(label) ?? 0) / count;
        if (probability < 1 && count * divergence(frequency, probability) > limit) {
          return broken(
            `${what} led to '${label}' with frequency ${frequency} in ${count} draws, and should with ${probability} (seed '${seed}')`,
          );
        }
      }
    }
    return holds(
      `${cells} outcomes of ${draws.length} draws, ${DRAWS} times each where chance decides; false alarms below ${FALSE_ALARM}, seed '${seed}'`,
    );
  },
  fault: {
    title: "Every third step stands still, by a count of its own",
    plant: (environment) => {
      let steps = 0;
      const { rows } = explore(environment, 100_000);
      const moves = rows.some(({ label, branches }) => branches.some(({ value }) => environment.spec.label(value) !== label));
      if (!moves) {
        return null;
      }
      return withSpec(environment, {
        step: (state, action, chance) => {
          const next = environment.spec.step(state, action, chance);
          steps++;
          return steps % 3 === 0 ? state : next;
        },
      });
    },
  },
});
