import {
  type AnswerChannel,
  CLEAR,
  checkPolicy,
  createRng,
  type FirebreakError,
  type OverseenProblem,
  occupancy,
  openAccount,
  type Policy,
  policyIteration,
  uniformPolicy,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { type LabelledWorld, randomWorld } from "../../core/test/random-world.ts";
import { type DaggerRound, daggerFrom, daggerRounds } from "../src/distillers/dagger.ts";
import type { Expert } from "../src/distillers/expert.ts";
import { constantMixture, exponentialMixture, linearMixture } from "../src/distillers/mixture.ts";
import { type DemonstratedStep, recordedDemonstrations } from "../src/distillers/recorded.ts";
import { sqil } from "../src/distillers/sqil.ts";
import { imitation } from "../src/imitation.ts";
import { at, counter, legalRows, rootSchedule, walkPlainly } from "./plain-walk.ts";

const world = randomWorld({ states: 6, actions: 3, outcomes: 2, terminal: true }, "imitation");

/** The optimum of the world's reward, mixed with uniform play: somebody worth imitating, who does not do the same every time. */
const shares = (of: Policy): Float64Array => (of.kind === "stationary" ? of.probability : new Float64Array(0));
function overseerOf({ dynamics, reward }: LabelledWorld): Float64Array {
  const best = shares(policyIteration(dynamics, reward, { discount: 0.9 }).policy);
  const uniform = shares(uniformPolicy(dynamics));
  return best.map((share, row) => 0.8 * share + 0.2 * (uniform[row] ?? 0));
}

/** A problem with that overseer, who is only ever asked for demonstrations. */
function problemOf(of: LabelledWorld, limit = Number.POSITIVE_INFINITY, channel: AnswerChannel = CLEAR): OverseenProblem {
  const account = openAccount(limit === Number.POSITIVE_INFINITY ? { kind: "unlimited" } : { kind: "cost", limit });
  const table = overseerOf(of);
  const never = (): never => {
    throw new Error("Nobody asks this here");
  };
  return {
    environment: "random@1",
    actions: of.names,
    observations: { labels: of.labels, view: Int32Array.from(of.labels.keys()), features: () => undefined },
    dynamics: of.dynamics,
    sampling: of.sampling,
    drawOrder: of.drawOrder,
    criterion: null,
    overseer: {
      ...account,
      channel,
      answers: ["demonstrate"],
      tabulate: never,
      demonstrate: never,
      compare: never,
      uncharged: () => table,
    },
  };
}

const SETTINGS = { rounds: 6, steps: 50, episodes: 4, episode: 8, schedule: "linear", rampdown: 4, p: 0.5, beta: 0.5 } as const;
const rounds = (settings: Partial<Parameters<typeof daggerRounds>[1]> = {}, of = problemOf(world), expert?: Expert): DaggerRound[] => [
  ...daggerRounds(of, { ...SETTINGS, ...settings }, createRng("seed"), expert),
];

describe("the expert's share", () => {
  it("falls linearly to 0 in N rounds and stays there, or by a factor a round, or not at all", () => {
    expect([0, 1, 2, 3, 4, 5].map(linearMixture(4))).toEqual([1, 0.75, 0.5, 0.25, 0, 0]);
    expect([0, 1, 2, 3].map(exponentialMixture(0.5))).toEqual([1, 0.5, 0.25, 0.125]);
    expect([0, 9].map(exponentialMixture(1))).toEqual([1, 1]);
    expect([0, 9].map(constantMixture(0.3))).toEqual([0.3, 0.3]);
    expect(rounds().map(({ beta }) => beta)).toEqual([1, 0.75, 0.5, 0.25, 0, 0]);
  });

  it("is refused where it is no probability or no length", () => {
    for (const make of [
      () => exponentialMixture(0),
      () => exponentialMixture(1.1),
      () => exponentialMixture(Number.NaN),
      () => linearMixture(0),
      () => linearMixture(2.5),
      () => constantMixture(-0.1),
    ]) {
      expect(make).toThrow(expect.objectContaining({ code: "bad-parameter" } satisfies Partial<FirebreakError>));
    }
  });

  it("at one half gives the learner 388 to 612 of 1,000 steps (seed 'seed'; the chance of a false alarm is 1e-12)", () => {
    const continuing = randomWorld({ states: 6, actions: 3, outcomes: 2 }, "continuing");
    const settings = { schedule: "constant", beta: 0.5, rounds: 1, steps: 1000, episodes: 1, episode: 1000 } as const;
    const [round] = rounds(settings, problemOf(continuing));
    expect(round?.steps).toBe(1000);
    expect(round?.ownSteps).toBeGreaterThanOrEqual(388);
    expect(round?.ownSteps).toBeLessThanOrEqual(612);
    expect(rounds({ schedule: "constant", beta: 1 }).every(({ ownSteps }) => ownSteps === 0)).toBe(true);
  });
});

describe("DAgger", () => {
  it("does what its algorithm says, round by round, by a plain reference", () => {
    const expert = overseerOf(world);
    const reference: Float64Array[] = [];
    const all = new Float64Array(expert.length);
    const learner = shares(uniformPolicy(world.dynamics)).slice();
    const drawn = (s: number, weights: Float64Array, u: number): number => {
      const rows = legalRows(world, s);
      const total = rows.reduce((sum, row) => sum + (weights[row] ?? 0), 0);
      const upTo = (k: number): number => rows.slice(0, k + 1).reduce((sum, row) => sum + (weights[row] ?? 0), 0);
      return rows.find((_, k) => u * total < upTo(k)) ?? -1;
    };
    const seed = createRng("seed");
    const [demonstration, mixture] = [seed.fork("demonstration"), seed.fork("mixture")];
    const endOfRound = (shown: Float64Array): void => {
      reference.push(shown);
      shown.forEach((count, row) => {
        all[row] = (all[row] ?? 0) + count;
      });
      for (let s = 0; s < 6; s++) {
        const rows = legalRows(world, s);
        const total = rows.reduce((sum, row) => sum + (all[row] ?? 0), 0);
        rows.forEach((row) => {
          learner[row] = total === 0 ? 1 / rows.length : (all[row] ?? 0) / total;
        });
      }
    };
    let [steps, episodes, shown] = [0, 0, new Float64Array(expert.length)];
    walkPlainly(world, { seed: "seed", steps: 600, episode: 8 }, (exploration) => ({
      choose(s) {
        const row = drawn(s, expert, demonstration.next());
        shown[row] = (shown[row] ?? 0) + 1;
        const beta = [1, 0.75, 0.5, 0.25, 0, 0][reference.length] ?? 0;
        return mixture.next() < beta ? row : drawn(s, learner, exploration.next());
      },
      learn({ over }) {
        steps++;
        episodes += over ? 1 : 0;
        if (over && steps >= 50 && episodes >= 4) {
          endOfRound(shown);
          [steps, episodes, shown] = [0, 0, new Float64Array(expert.length)];
        }
      },
    }));
    const made = rounds();
    expect(made.map((round) => round.shown)).toEqual(reference.slice(0, 6));
    expect(made.at(-1)?.policy.kind).toBe("stationary");
  });

  it("keeps each round's own data, at least the steps and episodes asked for, whole episodes only, one question a step", () => {
    const problem = problemOf(world);
    const made = rounds({ steps: 30, episodes: 20 }, problem);
    for (const { steps, episodes, shown } of made) {
      expect(steps).toBeGreaterThanOrEqual(30);
      expect(episodes).toBe(20); // episodes of 8 steps at most: 20 of them outlast 30 steps
      expect(shown.reduce((sum, count) => sum + count, 0)).toBe(steps);
    }
    const { asked, environmentSteps } = problem.overseer.ledger();
    expect(made.at(-1)?.step).toBe(environmentSteps);
    expect(asked.demonstrate).toBe(environmentSteps);
    made.forEach(({ policy }) => {
      checkPolicy(policy, world.dynamics);
    });
  });

  it("ends with its budget, in the middle of a round, and then adds nothing", () => {
    const problem = problemOf(world, 77);
    expect(rounds({}, problem).at(-1)?.step).toBe(77);
    expect(problem.overseer.ledger().asked.demonstrate).toBe(77);
  });

  it("follows a function that names an action, or gives the probability of several, and pays for it alike", () => {
    const first = (label: string): string =>
      world.names.find((_, a) => legalRows(world, world.labels.indexOf(label)).includes(world.labels.indexOf(label) * 3 + a)) ?? "";
    const named = daggerFrom({ name: "first-one", show: first }, { rounds: 8, steps: 200, schedule: "constant", beta: 0 });
    const mixed = daggerFrom(
      { name: "sure-of-it", show: (label) => ({ [first(label)]: 1 }) },
      { rounds: 8, steps: 200, schedule: "constant", beta: 0 },
    );
    expect(named.id).toBe("dagger-from@1?beta=0&expert=first-one&rounds=8&schedule=constant&steps=200");
    const learned = [named, mixed].map((distiller) => {
      const problem = problemOf(world);
      const method = imitation({ distiller });
      const policy = [...method.train(problem, createRng("seed"))].at(-1)?.policy;
      expect(problem.overseer.ledger().asked.demonstrate).toBeGreaterThanOrEqual(1600);
      return policy && shares(policy);
    });
    expect(learned[1]).toEqual(learned[0]);
    const row = (s: number): number => s * 3 + world.names.indexOf(first(world.labels[s] ?? ""));
    // Wherever it came; elsewhere it plays what is legal.
    const followed = [0, 1, 2, 3, 4].filter((s) => learned[0]?.[row(s)] === 1);
    expect(followed.length).toBeGreaterThanOrEqual(4);
  });

  it("refuses an expert whose words are not the world's", () => {
    const from = (show: Expert["show"]) => () => [...daggerFrom({ name: "stranger", show }).distil(problemOf(world), createRng("seed"))];
    expect(from(() => "acton 1")).toThrow(/Cannot take 'acton 1' for an action of 'random@1': .*'action 1'/);
    expect(from(() => ({ "action 0": 0.5 }))).toThrow(/sums to 0.5/);
    expect(from(() => ({ "action 0": 1.5, "action 1": -0.5 }))).toThrow(/Cannot/);
    expect(() => daggerFrom({ name: "No Name", show: () => "" })).toThrow(/Cannot name an expert/);
  });
});

describe("SQIL", () => {
  it("does what its algorithm says on tables, by a plain reference", () => {
    const settings = {
      demonstrations: 60,
      steps: 800,
      episode: 8,
      discount: 0.9,
      temperature: 0.3,
      "step-size": "polynomial",
      omega: 0.5,
    } as const;
    const alpha = rootSchedule(1, 3000);
    const stretched = (n: number): number => 1 / Math.sqrt(1 + (n - 1) / 10);
    expect(at(alpha, 4)).toBe(0.5); // the schedule below is another one, stretched by 1/(1 − γ)
    const expert = overseerOf(world);
    const seed = createRng("sqil");
    const [demonstration, replay] = [seed.fork("demonstration"), seed.fork("replay")];
    const luck = { world: seed.fork("world"), start: seed.fork("world").fork("start"), exploration: seed.fork("exploration") };
    const q = new Map<number, number>();
    const tried = counter();
    const soft = (s: number): number =>
      legalRows(world, s).length === 0
        ? 0
        : 0.3 * Math.log(legalRows(world, s).reduce((sum, row) => sum + Math.exp((q.get(row) ?? 0) / 0.3), 0));
    const pick = (s: number, weight: (row: number) => number, u: number): number => {
      const rows = legalRows(world, s);
      const total = rows.reduce((sum, row) => sum + weight(row), 0);
      const upTo = (k: number): number => rows.slice(0, k + 1).reduce((sum, row) => sum + weight(row), 0);
      return rows.find((_, k) => u * total < upTo(k)) ?? rows.at(-1) ?? -1;
    };
    const teach = (row: number, target: number): void => {
      q.set(row, (q.get(row) ?? 0) + stretched(tried(row)) * (target - (q.get(row) ?? 0)));
    };
    const shown: { row: number; next: number }[] = [];
    const { sampling, dynamics } = world;
    /** Walks on; the streams go on from the demonstrations to the learner's own play, as in the product. */
    const walk = (steps: number, choose: (s: number) => number, learn: (row: number, next: number) => void): void => {
      let [s, time] = [-1, 0];
      for (let step = 0; step < steps; step++) {
        if (s < 0) {
          const u = luck.start.next();
          [s, time] = [sampling.start[sampling.startCumulative.findIndex((sum) => u < sum)] ?? -1, 0];
          if (legalRows(world, s).length === 0) {
            s = -1;
            continue;
          }
        }
        const row = choose(s);
        const u = luck.world.next();
        const first = dynamics.rowStart[row] ?? 0;
        const next =
          dynamics.nextState[sampling.outcome[first + [...sampling.cumulative.subarray(first)].findIndex((sum) => u < sum)] ?? 0] ?? 0;
        learn(row, next);
        time++;
        s = time === 8 || legalRows(world, next).length === 0 ? -1 : next;
      }
    };
    walk(
      60,
      (s) => pick(s, (row) => expert[row] ?? 0, demonstration.next()),
      (row, next) => shown.push({ row, next }),
    );
    walk(
      800,
      (s) => pick(s, (row) => Math.exp((q.get(row) ?? 0) / 0.3), luck.exploration.next()),
      (row, next) => {
        teach(row, 0.9 * soft(next));
        const again = shown[Math.floor(replay.next() * shown.length)];
        if (again !== undefined) {
          teach(again.row, 1 + 0.9 * soft(again.next));
        }
      },
    );
    const [last] = [...sqil.with({ ...settings, checkpoints: 1 }).distil(problemOf(world), createRng("sqil"))];
    expect(last?.step).toBe(860);
    const learned = last && shares(last.policy);
    for (let s = 0; s < 6; s++) {
      for (const row of legalRows(world, s)) {
        expect(learned?.[row]).toBeCloseTo(Math.exp(((q.get(row) ?? 0) - soft(s)) / 0.3), 8);
      }
    }
  });

  it("does as the overseer does on more than nine in ten of her own steps, and pays for demonstrations only", () => {
    const continuing = randomWorld({ states: 6, actions: 3, outcomes: 2 }, "continuing");
    const best = shares(policyIteration(continuing.dynamics, continuing.reward, { discount: 0.9 }).policy);
    const problem = { ...problemOf(continuing), overseer: { ...problemOf(continuing).overseer, uncharged: () => best } };
    const [last] = [
      ...sqil.with({ demonstrations: 500, steps: 30_000, checkpoints: 1, temperature: 0.05 }).distil(problem, createRng("seed")),
    ];
    const learned = last && shares(last.policy);
    const { asked, environmentSteps } = problem.overseer.ledger();
    expect([asked.demonstrate, environmentSteps]).toEqual([500, 30_500]);
    const { mass } = occupancy({
      dynamics: continuing.dynamics,
      policy: { kind: "stationary", probability: best },
      criterion: { kind: "average" },
    });
    const agreed = best.reduce((sum, share, row) => sum + share * (learned?.[row] ?? 0) * (mass[Math.floor(row / 3)] ?? 0), 0);
    expect(agreed).toBeGreaterThan(0.9);
  });

  it("spends no more than its budget on demonstrations", () => {
    const problem = problemOf(world, 20);
    expect([...sqil.with({ steps: 10, checkpoints: 1 }).distil(problem, createRng("seed"))].at(-1)?.step).toBe(30);
    expect(problem.overseer.ledger().asked.demonstrate).toBe(20);
  });
});

describe("demonstrations that do not come", () => {
  const half: AnswerChannel = { ...CLEAR, absent: 0.5, unanswered: { demonstrate: Uint8Array.of(0, 1, 0, 0, 0, 0) } };

  it("are paid for, are no data, and leave the learner to its own play (DAgger)", () => {
    const problem = problemOf(world, Number.POSITIVE_INFINITY, half);
    const made = rounds({ steps: 500, schedule: "constant", beta: 1 }, problem);
    const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);
    const [steps, shown, own] = [
      made.at(-1)?.step ?? 0,
      made.reduce((total, round) => total + sum(round.shown), 0),
      made.reduce((total, round) => total + round.ownSteps, 0),
    ];
    expect(problem.overseer.ledger().asked.demonstrate).toBe(steps);
    expect(own).toBe(steps - shown);
    expect(shown / steps).toBeGreaterThan(0.3);
    expect(shown / steps).toBeLessThan(0.55); // half of them, less the state she never speaks of
    expect(made.every((round) => sum(round.shown.subarray(3, 6)) === 0)).toBe(true);
  });

  it("are no data for SQIL either", () => {
    const problem = problemOf(world, Number.POSITIVE_INFINITY, half);
    const [last] = [...sqil.with({ demonstrations: 400, steps: 2000, checkpoints: 1 }).distil(problem, createRng("seed"))];
    expect(problem.overseer.ledger().asked.demonstrate).toBeGreaterThan(300); // an episode may begin where the world has ended
    expect(last && shares(last.policy).every((share) => share >= 0 && share <= 1)).toBe(true);
  });
});

describe("recorded demonstrations", () => {
  const steps: readonly DemonstratedStep[] = [
    ["state a", "action 0"],
    ["state a", "action 0"],
    ["state a", "action 0"],
    ["state a", "action 1"],
    ["state b", "action 0"],
  ];
  const learn = (shown: readonly DemonstratedStep[]) => [
    ...recordedDemonstrations({ name: "file", steps: shown }).distil(problemOf(world), createRng("x")),
  ];

  it("are played as often as they were shown, uniformly where nothing was, and cost nothing", () => {
    const told = world.dynamics.rowStart[1] === world.dynamics.rowStart[2] ? steps.slice(0, 3) : steps;
    const [only] = learn(told);
    const policy = only && shares(only.policy);
    expect(policy?.[0]).toBe(told.length === 5 ? 0.75 : 1);
    expect(policy?.subarray(6, 9)).toEqual(shares(uniformPolicy(world.dynamics)).subarray(6, 9));
    expect(imitation({ distiller: recordedDemonstrations({ name: "file", steps }) }).needs).toMatchObject({ asks: [], sampled: false });
  });

  it("have an id of their name and content, whatever the file they come from", () => {
    const { id } = recordedDemonstrations({ name: "file", steps });
    expect(id).toMatch(/^recorded@1\?content=[0-9a-f]{12}&name=file$/);
    expect(recordedDemonstrations({ name: "file", steps: steps.slice() }).id).toBe(id);
    expect(recordedDemonstrations({ name: "file", steps: steps.slice(1) }).id).not.toBe(id);
  });

  it("are refused where they are empty or of another world", () => {
    expect(() => recordedDemonstrations({ name: "file", steps: [] })).toThrow(/there are none/);
    expect(() =>
      learn([
        ["state a", "action 0"],
        ["state z", "action 0"],
      ]),
    ).toThrow("Cannot use the demonstrations 'file' in 'random@1': there is no state 'state z' (step 2 of 2); the nearest are 'state a'");
    expect(() => learn([["state a", "jump"]])).toThrow(/Cannot take 'jump' for an action of 'random@1'/);
    expect(() => learn([["state f", "action 0"]])).toThrow(/Cannot learn to do 'action 0' in 'state f'/); // where the world has ended
  });
});
