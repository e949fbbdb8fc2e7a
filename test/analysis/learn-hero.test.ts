import { compile, createRng, evaluatePolicy, type Policy, solve, uniformPolicy } from "@firebreak/core";
import { hero } from "@firebreak/envs";
import { type Learner, qLearning, sarsa } from "@firebreak/methods";
import { describe, expect, it } from "vitest";

/** What a learner loses of what there is to win on evaluative feedback; null where there is nothing to win. */
function lossOf(learner: Learner, parameters: { w: number; p: number; h: number }, run: { discount: number; seed: string }): number | null {
  const { dynamics, sampling, drawOrder, judgement } = compile(hero.with(parameters));
  const reward = judgement.evaluate ?? new Float64Array(0);
  const criterion = { kind: "discounted", discount: run.discount } as const;
  const meter = { affordable: () => Number.POSITIVE_INFINITY, pay: () => undefined };
  const learned = [...learner.learn({ dynamics, sampling, drawOrder, criterion, reward, meter }, createRng(run.seed))].at(-1);
  const worth = (policy: Policy): number => evaluatePolicy({ dynamics, reward, policy, criterion });
  const best = worth(solve(dynamics, reward, criterion).policy);
  const range = best - worth(uniformPolicy(dynamics));
  return range <= 1e-9 * (1 + Math.abs(best)) ? null : (best - worth(learned?.policy ?? uniformPolicy(dynamics))) / range;
}

describe.each([[qLearning.with()], [sarsa.with({ steps: 50_000 })]])("$title in the villain's world", (learner) => {
  it("loses under 2 % of what there is to win, on both sides of the flip of γ, in ten drawn worlds", () => {
    const rng = createRng("hero parameters");
    const sides = new Set<boolean>();
    let judged = 0;
    for (let draw = 0; draw < 10; draw++) {
      const [w, p, h] = [0.1 + 0.9 * rng.double(), 2 * rng.double(), 0.5 + 9.5 * rng.double()];
      for (const discount of [0.3, 0.9, 0.99]) {
        const loss = lossOf(learner, { w, p, h }, { discount, seed: `seed ${draw}` });
        if (loss !== null) {
          expect(loss).toBeLessThan(0.02);
          sides.add(discount * (h - w) > w + p);
          judged++;
        }
      }
    }
    expect(judged).toBeGreaterThanOrEqual(28);
    expect(sides.size).toBe(2);
  });
});
