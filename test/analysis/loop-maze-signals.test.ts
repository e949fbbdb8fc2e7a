import { type Criterion, compile, compileSignal, evaluatePolicy, type OverseenWorld, oversee, type Signal, solve } from "@firebreak/core";
import { hero, loopMaze } from "@firebreak/envs";
import {
  consistent,
  evaluativeFeedback,
  monaApproval,
  observedOutcome,
  overBaseline,
  regretApproval,
  valueDifference,
} from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const maze = oversee(compile(loopMaze.with()), consistent.with());

/** True return over 100 steps of the signal's optimum: −18 by the shortest way, −100 round and round. */
function worth(signal: Signal, criterion: Criterion, { world, ...overseen }: OverseenWorld = maze): number {
  const { dynamics, trueReward } = world;
  const { policy } = solve(dynamics, compileSignal({ world, ...overseen }, signal, criterion), criterion);
  return evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: { kind: "finite", horizon: 100 } });
}

describe("signals in the loop maze", () => {
  const far: Criterion = { kind: "discounted", discount: 0.95 };

  it("far-sighted, circle on feedback only: differences, regret and comparisons with what she would do all go to the goal", () => {
    expect(worth(evaluativeFeedback.with(), far)).toBeCloseTo(-100, 9);
    for (const signal of [valueDifference, regretApproval, overBaseline, observedOutcome]) {
      expect(worth(signal.with(), far)).toBeCloseTo(-18, 9);
    }
  });

  it("compared with any action alike, still circle: praise is taken away, and not all of it", () => {
    expect(worth(overBaseline.with({ baseline: "uniform" }), far)).toBeCloseTo(-100, 9);
  });

  it("by MONA approval at a lookahead of 1 go to the goal, whether feedback or the channel is what approval is added to", () => {
    for (const reward of ["feedback", "observed"] as const) {
      expect(worth(monaApproval.with({ reward }), { kind: "lookahead", steps: 1, discount: 1 })).toBeCloseTo(-18, 9);
    }
  });

  it("by MONA approval of feedback circle as before once they look far: approval telescopes away round a circle", () => {
    expect(worth(monaApproval.with(), { kind: "discounted", discount: 0.999 })).toBeCloseTo(-100, 9);
    expect(worth(monaApproval.with({ reward: "observed" }), { kind: "discounted", discount: 0.999 })).toBeCloseTo(-18, 9);
  });
});

describe("MONA approval in the villain's world", () => {
  it("causes no threat at a lookahead of 1, and is as villainous as plain feedback when it looks far", () => {
    const place = oversee(compile(hero.with()), consistent.with());
    const causes = (criterion: Criterion): boolean => {
      const { dynamics, actions, labels } = place.world;
      const { mask } = solve(dynamics, compileSignal(place, monaApproval.with(), criterion), criterion).optimal;
      return (((mask[labels.indexOf("calm")] ?? 0) >>> actions.indexOf("cause")) & 1) === 1;
    };
    expect(causes({ kind: "lookahead", steps: 1, discount: 1 })).toBe(false);
    expect(causes({ kind: "discounted", discount: 0.99 })).toBe(true);
  });
});
