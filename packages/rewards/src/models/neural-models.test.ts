import {
  type CompiledEnvironment,
  compile,
  createRng,
  defineEnvironment,
  type FittedReward,
  type Method,
  openProblem,
  oversee,
  type RewardModel,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { cpuTensors } from "../../../core/test/cpu-tensors.ts";
import { garden } from "../../test/worlds.ts";
import { consistent } from "../overseers/consistent.ts";
import type { Comparison } from "./bradley-terry.ts";
import { fromEvaluations } from "./from-evaluations.ts";
import { openNetComparisons, openNetRegression } from "./net-fits.ts";
import { neuralFromComparisons } from "./neural-from-comparisons.ts";
import { neuralFromEvaluations } from "./neural-from-evaluations.ts";
import { openRewardNets, type RewardNets } from "./reward-nets.ts";

const { tensors } = await cpuTensors();

function problemIn(world: CompiledEnvironment): ReturnType<typeof openProblem> {
  const method = { needs: {} } as Method; // a problem reads nothing else of it
  const problem = openProblem(oversee(world, consistent.with()), {
    method,
    criterion: { kind: "finite", horizon: 5 },
    budget: { kind: "unlimited" },
  });
  return { ...problem, tensors };
}

const fitsOf = (model: RewardModel, world: CompiledEnvironment): readonly FittedReward[] => [
  ...model.fit(problemIn(world), createRng("nets")),
];

function lastFit(model: RewardModel, world: CompiledEnvironment = garden): FittedReward {
  return fitsOf(model, world).at(-1) ?? expect.fail("it yields at least once");
}

/** A line of 12 cells, in which the overseer likes what is farther right. Its feature is how far, in [0, 1]. */
const LENGTH = 12;
const line = compile(
  defineEnvironment({
    name: "line",
    version: 1,
    title: "Line",
    source: "Written for this test",
    actions: ["left", "right"],
    start: () => 0,
    step: (cell: number, action) => Math.min(LENGTH - 1, Math.max(0, cell + (action === "right" ? 1 : -1))),
    label: (cell) => `cell ${cell}`,
    features: {
      names: ["distance"],
      write: (cell, out) => {
        out[0] = cell / (LENGTH - 1);
      },
    },
    rewards: { true: ({ next }) => next },
    judgement: { value: (cell) => cell, evaluate: ({ next }) => 2 * next - 5 },
    evaluation: { kind: "average" },
    traits: { deterministic: true, episodic: false },
    workedEpisodes: [{ actions: ["right"], trueReturn: 1, endsIn: "cell 1" }],
  }).with(),
);

/** Settings of nets that a test calls by itself. */
const BRIEF = {
  hidden: 3,
  layers: 1,
  batch: 4,
  encoding: "state",
  basis: "next",
  "learning-rate": 0.01,
  "gradient-steps": 5,
  l2: 0,
  "l2-scaling": 0,
  "loss-ratio-from": 0.9,
  "loss-ratio-to": 1.5,
  members: 1,
} as const;

describe("a reward from evaluations by nets", () => {
  it("comes to what a table comes to without a ridge, pair by pair, where the net is linear in the state", () => {
    const settings = { questions: 2000, checkpoints: 1, "held-out": 0 };
    const nets = lastFit(
      neuralFromEvaluations.with({ ...settings, layers: 0, l2: 0, batch: 128, "learning-rate": 0.003, "gradient-steps": 3000 }),
    );
    const table = lastFit(fromEvaluations.with({ ...settings, ridge: 1e-9 }));
    // Batches are drawn: the last of them leave their mark where answers about one pair differ.
    table.reward.forEach((reward, z) => {
      expect(Math.abs(reward - (nets.reward[z] ?? Number.NaN))).toBeLessThan(0.25);
    });
    expect(Math.max(...table.reward) - Math.min(...table.reward)).toBeGreaterThan(2);
  });

  it("tells what was never met from what states show, where a table knows nothing: linear in a feature without hidden layers", () => {
    const brief = { questions: 60, checkpoints: 1, episode: 6, basis: "next", "held-out": 0 } as const; // it never comes beyond cell 6
    const linear = lastFit(
      neuralFromEvaluations.with({ ...brief, layers: 0, l2: 0, encoding: "features", "learning-rate": 0.05, "gradient-steps": 2000 }),
      line,
    );
    const table = lastFit(fromEvaluations.with({ ...brief, ridge: 1e-9 }), line);
    line.dynamics.nextState.forEach((next, z) => {
      expect(Math.abs((linear.reward[z] ?? Number.NaN) - (2 * next - 5))).toBeLessThan(0.05);
      expect(next <= 6 || table.reward[z] === 0).toBe(true);
    });
  });

  it("foresees answers held out, and says by how much it errs", () => {
    const { fit } = lastFit(
      neuralFromEvaluations.with({ questions: 1000, checkpoints: 1, basis: "next", encoding: "features", hidden: 8 }),
      line,
    );
    expect(fit.heldOut).toBeGreaterThan(60);
    expect(fit.heldOutError).toBeGreaterThan(0);
    expect(fit.heldOutError).toBeLessThan(0.5); // answers go from -5 to 17
    expect(fit.calibrationError).toBeNull();
  });

  it("takes so many deviations of its members off, who differ most where they never were", () => {
    const settings = { questions: 60, checkpoints: 1, episode: 6, basis: "next", members: 5, hidden: 8, "gradient-steps": 500 } as const;
    const bold = lastFit(neuralFromEvaluations.with(settings), line);
    const shy = lastFit(neuralFromEvaluations.with({ ...settings, pessimism: 2 }), line);
    const unsure = bold.uncertainty ?? expect.fail("an ensemble has a deviation");
    bold.reward.forEach((reward, z) => {
      expect(shy.reward[z]).toBeCloseTo(reward - 2 * (unsure[z] ?? Number.NaN), 9);
    });
    const mean = (met: boolean): number => {
      const of = unsure.filter((_, z) => (line.dynamics.nextState[z] ?? 0) <= 6 === met);
      return of.reduce((sum, deviation) => sum + deviation, 0) / of.length;
    };
    expect(mean(false)).toBeGreaterThan(2 * mean(true));
  });

  it("says 0 of everything before an answer is counted, and a member that counts none the mean of those that others do", () => {
    const nets = openRewardNets(problemIn(line), { ...BRIEF, members: 2 });
    const regression = openNetRegression(nets, { ...BRIEF, members: 2 }, createRng("few"));
    regression.add({ column: 3, answer: 7, weights: null });
    expect(regression.fit()).toMatchObject({ fit: { heldOut: 1, heldOutError: 7 } });
    regression.add({ column: 2, answer: 4, weights: [1, 0] });
    const [one = new Float64Array(0), other] = regression.fit().weights;
    expect([...new Set(other)]).toEqual([4]);
    expect(new Set(one).size).toBeGreaterThan(1);
  });

  it("is refused pessimism without an ensemble", () => {
    expect(() => neuralFromEvaluations.with({ pessimism: 1 })).toThrow(expect.objectContaining({ code: "bad-parameter" }));
  });
});

describe("a reward from comparisons by nets", () => {
  it("is Bradley and Terry's: three answers of four for the one are a gap of log 3, two of three a gap of log 2", () => {
    const settings = { ...BRIEF, layers: 0, batch: 64, "gradient-steps": 3000, temperature: 1, noise: 0 };
    const nets = openRewardNets(problemIn(line), settings);
    const heard = (first: number, second: number, answers: readonly number[]): readonly Comparison[] =>
      answers.map((answer) => ({ sum: { columns: Int32Array.of(first, second), weights: Float64Array.of(1, -1) }, answer, weights: [1] }));
    const comparisons = [...heard(0, 1, [1, 1, 0, 1]), ...heard(2, 1, [0, 1, 0])];
    const fitTo = openNetComparisons(nets, settings, createRng("answers"));
    const [said = new Float64Array(0)] = fitTo(comparisons);
    // Batches of 64 out of 7 answers: the last bear an error of about 0.1.
    expect(Math.abs((said[0] ?? 0) - (said[1] ?? 0) - Math.log(3))).toBeLessThan(0.3);
    expect(Math.abs((said[1] ?? 0) - (said[2] ?? 0) - Math.log(2))).toBeLessThan(0.3);
  });

  it("orders steps as the overseer does, where segments are single steps", () => {
    const settings = { questions: 600, checkpoints: 1, length: 1, hidden: 16, batch: 16, basis: "next", encoding: "features" } as const;
    const { reward } = lastFit(neuralFromComparisons.with(settings), line);
    const byCell = Array.from({ length: LENGTH }, (_, cell) => reward[line.dynamics.nextState.indexOf(cell)] ?? Number.NaN);
    byCell.slice(1).forEach((worth, cell) => {
      expect(worth).toBeGreaterThan(byCell[cell] ?? Number.NaN);
    });
  });

  it("foresees answers held out far better than a coin, asking where its members disagree", () => {
    const active = { members: 3, candidates: 3, hidden: 8, layers: 1, batch: 16, "gradient-steps": 400, "learning-rate": 0.01 };
    const { fit, uncertainty } = lastFit(neuralFromComparisons.with({ questions: 600, checkpoints: 2, ...active }));
    expect(fit.heldOut).toBeGreaterThan(30);
    expect(fit.heldOutError).toBeLessThan(Math.log(2) / 1.5);
    expect(fit.calibrationError).toBeLessThan(0.15);
    expect(uncertainty?.some((deviation) => deviation > 0)).toBe(true);
  });
});

describe("an L2 weight that is scaled", () => {
  const LEAST = 1 / 8192; // halves of it are exact
  const SCALED = { ...BRIEF, layers: 0, "learning-rate": 0.1, "gradient-steps": 150, l2: LEAST, "l2-scaling": 0.5 };

  /** The L2 weights of three fits to the same answers: those that each member counts so often, and those held out. */
  function weightsOver(trained: readonly number[], held: readonly number[], members: readonly number[] = [1]): readonly number[] {
    const settings = { ...SCALED, members: members.length };
    const nets = openRewardNets(problemIn(line), settings);
    const opened: number[] = [];
    const watched: RewardNets = {
      ...nets,
      open(rngs, l2) {
        opened.push(l2);
        return nets.open(rngs, l2);
      },
    };
    const regression = openNetRegression(watched, settings, createRng("scaled"));
    trained.forEach((answer, at) => {
      regression.add({ column: at % 4, answer, weights: members });
    });
    held.forEach((answer, at) => {
      regression.add({ column: at % 4, answer, weights: null });
    });
    regression.fit();
    regression.fit();
    regression.fit();
    return opened;
  }

  it("grows by 1 + k at each next fit, where nets learn by heart what does not hold for the others", () => {
    expect(weightsOver([0, 1, 0, 1], [1, 0, 1, 0])).toEqual([LEAST, 1.5 * LEAST, 2.25 * LEAST]);
  });

  it("falls by 1 − k where what is held out is told far better than what was fitted: the mean of answers that contradict each other", () => {
    expect(weightsOver([0, 0, 0, 0, 1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5])).toEqual([LEAST, LEAST / 2, LEAST / 4]);
  });

  it("stays where both are told alike, where nothing is held out, and where nothing is counted", () => {
    const same = [LEAST, LEAST, LEAST];
    expect(weightsOver([0, 0, 0, 0, 1, 1, 1, 1], [0, 1, 0, 1])).toEqual(same);
    expect(weightsOver([0, 1, 0, 1], [])).toEqual(same);
    expect(weightsOver([], [1, 0])).toEqual(same);
  });

  it("is the ensemble's: by the mean of its members' losses, those left out that count nothing", () => {
    expect(weightsOver([0, 1, 0, 1], [1, 0, 1, 0], [1, 0, 2])).toEqual([LEAST, 1.5 * LEAST, 2.25 * LEAST]);
  });

  it("is larger at the next checkpoint of a model that overfits: each fit is the one that the larger weight would have made", () => {
    const brief = { questions: 24, checkpoints: 3, length: 1, layers: 0, batch: 16, basis: "next", "held-out": 0.5 } as const;
    const fitted = { ...brief, "learning-rate": 0.1, "gradient-steps": 200 };
    const scaled = fitsOf(neuralFromComparisons.with({ ...fitted, l2: 0.01, "l2-scaling": 0.9 }), line);
    const first = fitsOf(neuralFromComparisons.with({ ...fitted, l2: 0.01 }), line);
    const larger = fitsOf(neuralFromComparisons.with({ ...fitted, l2: 0.01 * 1.9 }), line);
    expect(first[0]?.fit.heldOutError).toBeGreaterThan(Math.log(2)); // worse than a coin, and it knows by heart what it was told
    expect(scaled[0]).toEqual(first[0]);
    expect(scaled[1]).toEqual(larger[1]);
    expect(scaled[1]?.reward).not.toEqual(first[1]?.reward);
    const size = (fit: FittedReward | undefined): number => Math.max(...(fit?.reward ?? []).map(Math.abs));
    expect(size(scaled[2])).toBeLessThan(size(larger[2]));
  });

  it("is refused where there is nothing to scale, or nothing to scale it by", () => {
    for (const model of [neuralFromComparisons, neuralFromEvaluations]) {
      const refusal = (why: string) => expect.objectContaining({ code: "bad-parameter", message: expect.stringContaining(why) });
      expect(() => model.with({ "l2-scaling": 0.1, l2: 0 })).toThrow(refusal("there is no 'l2' to scale"));
      expect(() => model.with({ "l2-scaling": 0.1, "held-out": 0 })).toThrow(refusal("nothing is held out"));
      expect(model.with({ "l2-scaling": 0 }).id).toBe(`${model.name}@1`);
    }
  });
});
