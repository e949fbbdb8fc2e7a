import {
  type Checkpoint,
  type Criterion,
  compile,
  createRng,
  equipMethod,
  evaluatePolicy,
  type Method,
  type OverseenWorld,
  openProblem,
  oversee,
  solve,
} from "@firebreak/core";
import { loopMaze } from "@firebreak/envs";
import { deepTamer, tamer, viTamer } from "@firebreak/methods";
import { consistent } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { loadBackend } from "../../apps/runner/src/backend/load-backend.ts";

const place = (values: Parameters<typeof loopMaze.with>[0]): OverseenWorld => oversee(compile(loopMaze.with(values)), consistent.with());

function lastOf(
  overseen: OverseenWorld,
  method: Method,
  trial: { readonly discount?: number; readonly seed: string },
): Checkpoint & { questions: number } {
  const criterion: Criterion | null = trial.discount === undefined ? null : { kind: "discounted", discount: trial.discount };
  const problem = openProblem(overseen, { method, criterion, budget: { kind: "unlimited" } });
  const last = [...method.train(problem, createRng(trial.seed))].at(-1);
  if (last === undefined) {
    throw new Error("no checkpoint");
  }
  return { ...last, questions: problem.overseer.ledger().asked.evaluate };
}

/** True return, on the maze's own clock: −18 by the shortest way, −19/20 a step round and round. */
const worth = ({ world }: OverseenWorld, { policy }: Checkpoint): number =>
  evaluatePolicy({ dynamics: world.dynamics, reward: world.trueReward, policy, criterion: world.environment.spec.evaluation });

const AT_ONCE = { "delay-min": 0, "delay-max": 0 };
const SEEDS = ["one", "two", "three", "four", "five"];

describe("TAMER in the loop maze", () => {
  it("goes to the goal in 19 steps, whatever is blamed, with words 0.2 to 0.8 s late: 2,000 questions, 5 seeds", () => {
    for (const c of [0.2, 0.5, 1]) {
      for (const task of ["episodic", "continuing"] as const) {
        const overseen = place({ c, task });
        for (const seed of SEEDS) {
          const last = lastOf(overseen, tamer.with(), { seed });
          expect(worth(overseen, last)).toBeCloseTo(task === "episodic" ? -18 : -19 / 20, 9);
          expect(last.questions).toBe(2000);
        }
      }
    }
  });

  it("learns what she says to the last bit where she speaks at once: Ĥ = g on every step it tried", () => {
    const overseen = place({ c: 0.5 });
    const { proxyReward } = lastOf(overseen, tamer.with({ ...AT_ONCE, epsilon: 1 }), { seed: "one" });
    const wrong = [...overseen.answers("evaluate")].filter((g, z) => proxyReward?.[z] !== g && proxyReward?.[z] !== 0);
    expect(wrong).toEqual([]);
    expect(proxyReward?.filter((h) => h !== 0).length).toBeGreaterThan(50);
  });

  it("learns alike by gradient steps, and by words weighted as in Deep TAMER", () => {
    const overseen = place({ c: 0.5 });
    for (const settings of [{ fit: "incremental" }, { credit: "weighted" }, { credit: "weighted", fit: "incremental" }] as const) {
      expect(worth(overseen, lastOf(overseen, tamer.with(settings), { seed: "one" }))).toBeCloseTo(-18, 9);
    }
  });

  it("goes there with a net for Ĥ too", async () => {
    const backend = await loadBackend({ only: "wasm" });
    const overseen = place({ c: 0.5 });
    const last = lastOf(overseen, equipMethod(deepTamer.with({ checkpoints: 1 }), backend), { seed: "one" });
    expect(worth(overseen, last)).toBeCloseTo(-18, 9);
    expect(last.questions).toBe(2000);
  });
});

describe("VI-TAMER in the loop maze", () => {
  it("at discount 0 is TAMER, to the bit", () => {
    const overseen = place({});
    for (const settings of [{ epsilon: 0.1 }, { epsilon: 0.1, credit: "weighted", fit: "incremental" }] as const) {
      const [near, far] = [
        lastOf(overseen, tamer.with(settings), { seed: "same" }),
        lastOf(overseen, viTamer.with(settings), { seed: "same", discount: 0 }),
      ];
      expect(far).toEqual(near);
    }
  });

  it("learns to circle where the exact optimum does, and only there: γ either side of the threshold, words at once", () => {
    for (const c of [0, 0.5, 0.9]) {
      const threshold = (Math.sqrt(1 + 4 * (1 + c)) - 1) / 2;
      const overseen = place({ c });
      for (const seed of SEEDS.slice(0, 2)) {
        const learned = [threshold - 0.03, threshold + 0.03].map((discount) =>
          worth(overseen, lastOf(overseen, viTamer.with({ ...AT_ONCE, steps: 3000 }), { seed, discount })),
        );
        expect(learned).toEqual([expect.closeTo(-18, 9), expect.closeTo(-100, 9)]);
      }
    }
  });

  it("goes round and round the continuing task at high discounts, words 0.2 to 0.8 s late", () => {
    for (const c of [0, 0.5]) {
      const overseen = place({ c, task: "continuing" });
      for (const discount of [0.7, 0.9, 0.99]) {
        expect(worth(overseen, lastOf(overseen, viTamer.with({ steps: 4000 }), { seed: "one", discount }))).toBeCloseTo(-19 / 20, 9);
      }
    }
  });

  it("plans on Ĥ as a planner would: its policy is the optimum of its own proxy reward", () => {
    const overseen = place({});
    const { policy, proxyReward } = lastOf(overseen, viTamer.with({ steps: 500 }), { seed: "one", discount: 0.9 });
    expect(policy).toEqual(
      solve(overseen.world.dynamics, proxyReward ?? new Float64Array(0), { kind: "discounted", discount: 0.9 }).policy,
    );
  });
});
