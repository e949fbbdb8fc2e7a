import { type Checkpoint, checkPolicy, createRng, evaluatePolicy, type Policy, uniformPolicy } from "@firebreak/core";
import { encodeStates } from "@firebreak/core/neural";
import { describe, expect, it } from "vitest";
import { cpuTensors } from "../../../core/test/cpu-tensors.ts";
import { type LabelledWorld, permuted, randomWorld } from "../../../core/test/random-world.ts";
import { expertPolicy, expertProblem } from "../../test/expert-problem.ts";
import { imitation } from "../imitation.ts";
import { cloneDemonstrations } from "../neural/clone-demonstrations.ts";
import { checkedDemonstrations } from "../neural/demonstrations.ts";
import { netWorld } from "../neural/tabulate.ts";
import { neuralCloning } from "./neural-cloning.ts";

const { tensors } = await cpuTensors();
const small = { steps: 300, checkpoints: 2, "gradient-steps": 20, hidden: 6, batch: 8 };

const last = (checkpoints: Iterable<Checkpoint>): Checkpoint => [...checkpoints].at(-1) ?? expect.fail("there is no checkpoint");

/** What a stationary policy plays, by label and name. */
function byName({ dynamics, labels, names }: LabelledWorld, policy: Policy): Record<string, number | undefined> {
  const table = policy.kind === "stationary" ? policy.probability : expect.fail("a clone's policy is stationary");
  return Object.fromEntries(
    labels.flatMap((label, state) => names.map((name, action) => [`${label} ${name}`, table[state * dynamics.actionCount + action]])),
  );
}

describe("neural cloning", () => {
  const world = randomWorld({ states: 12, actions: 4, outcomes: 3 }, "clone");

  it("comes within 5 % of the overseer it was shown, from uniform play, for each seed of a block", () => {
    const problems = ["a", "b", "c"].map(() => expertProblem(world, { tensors }));
    const rngs = ["a", "b", "c"].map(createRng);
    const distiller = neuralCloning.with({ steps: 1000, checkpoints: 1, "gradient-steps": 500, "learning-rate": 0.01 });
    const [checkpoints = []] = [...(distiller.distilBlock?.(problems, rngs) ?? [])].slice(-1);
    const criterion = { kind: "discounted", discount: 0.9 } as const;
    const { dynamics, reward } = world;
    const worth = (policy: Policy): number => evaluatePolicy({ dynamics, reward, policy, criterion });
    const [floor, best] = [worth(uniformPolicy(dynamics)), worth(expertPolicy(world))];
    expect(checkpoints).toHaveLength(3);
    for (const { policy } of checkpoints) {
      checkPolicy(policy, dynamics);
      expect((worth(policy) - floor) / (best - floor)).toBeGreaterThan(0.95);
    }
  });

  it("moves by not one bit when states and actions are told in another order", () => {
    for (const seed of ["one", "two"]) {
      const of = randomWorld({ states: 6, actions: 4, outcomes: 2, terminal: seed === "two" }, seed);
      const told = permuted(of, [3, 5, 0, 4, 2, 1], [2, 0, 3, 1]);
      const [before, after] = [of, told].map((given) =>
        byName(given, last(neuralCloning.with(small).distil(expertProblem(given, { tensors }), createRng(seed))).policy),
      );
      expect(after).toEqual(before);
    }
  });

  it("gives the same bits for the same block, and each seed what it learns alone, to 1e-5", () => {
    const train = (seeds: readonly string[]): readonly Checkpoint[] =>
      [
        ...(neuralCloning.with(small).distilBlock?.(
          seeds.map(() => expertProblem(world, { tensors })),
          seeds.map(createRng),
        ) ?? []),
      ].at(-1) ?? [];
    const together = train(["a", "b"]);
    expect(train(["a", "b"])).toEqual(together);
    ["a", "b"].forEach((seed, at) => {
      const [alone] = train([seed]);
      const [x, y] = [alone, together[at]].map((checkpoint) =>
        Object.values(byName(world, checkpoint?.policy ?? uniformPolicy(world.dynamics))),
      );
      x?.forEach((share, index) => {
        expect(share).toBeCloseTo(y?.[index] ?? Number.NaN, 5);
      });
    });
  });

  it("pays for one demonstration a step, and stops where its budget does", () => {
    const problem = expertProblem(world, { tensors, budget: { kind: "cost", limit: 170 } });
    const checkpoints = [...neuralCloning.with(small).distil(problem, createRng("a"))];
    expect(checkpoints.map(({ step }) => step)).toEqual([150, 170]);
    expect(problem.overseer.ledger()).toMatchObject({ asked: { demonstrate: 170 }, environmentSteps: 170 });
  });

  it("plays uniformly when it can pay for no demonstration, and keeps no tensor", () => {
    const before = tensors.memory().numTensors;
    const problem = expertProblem(world, { tensors, budget: { kind: "cost", limit: 0 } });
    expect(last(neuralCloning.with(small).distil(problem, createRng("a")))).toEqual({ step: 0, policy: uniformPolicy(world.dynamics) });
    expect(tensors.memory().numTensors).toBe(before);
  });

  it("says in its method that it needs a backend, and trains a block as one", () => {
    const method = imitation({ distiller: neuralCloning.with({ block: 4 }) });
    expect(method.id).toBe("imitation@1?distiller=neural-cloning@1&distiller.block=4");
    expect(method).toMatchObject({ blockSize: 4, needs: { tensors: true, sampled: true } });
    expect(() => [...method.train(expertProblem(world), createRng("a"))]).toThrow("was not equipped with a tensor backend");
  });
});

describe("demonstrations from elsewhere", () => {
  const { dynamics, drawOrder, labels } = randomWorld({ states: 5, actions: 3, outcomes: 2, terminal: true }, "pairs");
  const observations = { labels, view: Int32Array.from(labels.keys()), features: () => undefined };
  const world = netWorld(dynamics, drawOrder, encodeStates(observations, "state").order);
  const legal = [...world.legal.keys()].find((state) => world.legal[state] !== 0) ?? 0;

  it("are refused where there are none, and where a state or an action is not the world's, by number", () => {
    const refusal = (message: RegExp): unknown =>
      expect.objectContaining({ code: "bad-episodes", message: expect.stringMatching(message) });
    const good = { state: legal, action: drawOrder[Math.log2((world.legal[legal] ?? 0) & -(world.legal[legal] ?? 0))] ?? 0 };
    expect(() => checkedDemonstrations([], world)).toThrow(refusal(/there are none$/));
    expect(() => checkedDemonstrations([good, { ...good, state: 99 }], world)).toThrow(refusal(/demonstration 2.*has 5 states$/));
    expect(() => checkedDemonstrations([{ ...good, state: Number.NaN }], world)).toThrow(refusal(/state NaN/));
    expect(() => checkedDemonstrations([{ ...good, action: 7 }], world)).toThrow(refusal(/action 7.*not legal there$/));
    const terminal = dynamics.terminal.indexOf(1);
    expect(() => checkedDemonstrations([{ state: terminal, action: 0 }], world)).toThrow(refusal(/not legal there$/));
    expect(checkedDemonstrations([good], world).states).toEqual(Int32Array.of(legal));
  });

  it("are cloned for each seed as they are, and refused where a seed has none", () => {
    const given = { dynamics, drawOrder, observations, tensors };
    const settings = { steps: 200, batch: 8, entropy: 0, hidden: [8], learningRate: 0.05, encoding: "state" as const };
    const pairs = [0, 1].map((rank) =>
      [...world.legal.keys()]
        .filter((state) => world.legal[state] !== 0)
        .map((state) => {
          const legalActions = [...drawOrder].filter((_, k) => ((world.legal[state] ?? 0) >>> k) & 1);
          return { state, action: legalActions[rank % legalActions.length] ?? 0 };
        }),
    );
    const rngs = ["a", "b"].map(createRng);
    const policies = cloneDemonstrations(given, pairs, { ...settings, rngs });
    policies.forEach((policy, seed) => {
      checkPolicy(policy, dynamics);
      for (const { state, action } of pairs[seed] ?? []) {
        expect(policy.kind === "stationary" && policy.probability[state * 3 + action]).toBeGreaterThan(0.9);
      }
    });
    expect(() => cloneDemonstrations(given, [pairs[0] ?? [], []], { ...settings, rngs })).toThrow(
      expect.objectContaining({ code: "bad-episodes" }),
    );
  });

  it.each([
    [1, 0],
    [0, 0.5],
    [0.5, 0.5],
  ])("are cloned down to the minimum of −log π(a|s) − %f·H + %f/2 times the sum of squares of the weights", (entropy, l2) => {
    const one = randomWorld({ states: 1, actions: 2, outcomes: 1 }, "one state");
    const given = { ...one, observations: { labels: one.labels, view: Int32Array.of(0), features: () => undefined }, tensors };
    const settings = { steps: 600, batch: 1, entropy, l2, hidden: [], learningRate: 0.05, encoding: "state" as const };
    const [policy] = cloneDemonstrations(given, [[{ state: 0, action: 1 }]], { ...settings, rngs: [createRng("a")] });
    // Without hidden layers the act shown gets d more than the other, from a kernel and a bias each: at the least, four weights of ±d/4. The loss
    // is then log(1 + e^−d) − w·H + l2·d²/8; its slope by d, below, is 0 at one place.
    const slope = (d: number): number => {
      const p = 1 / (1 + Math.exp(-d));
      return p - 1 + entropy * d * p * (1 - p) + (l2 * d) / 4;
    };
    let [low, high] = [0, 20];
    for (let halving = 0; halving < 60; halving++) {
      const middle = (low + high) / 2;
      [low, high] = slope(middle) < 0 ? [middle, high] : [low, middle];
    }
    const share = policy?.kind === "stationary" ? (policy.probability[1] ?? 0) : Number.NaN;
    expect(Math.abs(share - 1 / (1 + Math.exp(-low)))).toBeLessThan(1e-6);
  });
});
