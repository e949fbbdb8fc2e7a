import { expect, test } from "vitest";
import { smallWorld } from "../../test/small-world.ts";
import { uniformPolicy } from "../policy.ts";
import { averageReward } from "./average-reward.ts";
import { policyValue } from "./evaluate-policy.ts";
import { occupancy } from "./occupancy.ts";

const average = { kind: "average" } as const;

test("two absorbing loops pay by where the world starts", () => {
  // 0 → 1 or 2 by chance; 1 loops at +1, 2 loops at +5; 3 may go to either.
  const { dynamics, reward } = smallWorld(
    [0.5, 0, 0, 0.5],
    [
      [
        0,
        0,
        [
          [1, 0.25, 0],
          [2, 0.75, 0],
        ],
      ],
      [1, 0, [[1, 1, 1]]],
      [2, 0, [[2, 1, 5]]],
      [3, 0, [[1, 1, 100]]],
      [3, 1, [[2, 1, -100]]],
    ],
  );
  const { value, startValue, optimal, policy } = averageReward(dynamics, reward);
  expect([...value]).toEqual([4, 1, 5, 5]);
  expect(startValue).toBe(4.5);
  // What the step itself pays does not matter in the long run: only where it leads.
  expect(optimal.mask[3]).toBe(0b10);
  const { mass } = occupancy({ dynamics, policy, criterion: average });
  expect([...mass]).toEqual([0, 0.125, 0.875, 0]);
});

test("a periodic chain has its Cesàro limit, where powers of its matrix have none", () => {
  const { dynamics, reward } = smallWorld(0, [
    [0, 0, [[1, 1, 6]]],
    [1, 0, [[2, 1, 0]]],
    [2, 0, [[0, 1, 0]]],
  ]);
  expect(averageReward(dynamics, reward).startValue).toBeCloseTo(2, 14);
  const policy = uniformPolicy(dynamics);
  expect([...occupancy({ dynamics, policy, criterion: average }).mass].map((x) => x * 3)).toEqual([1, 1, 1]);
  // In three phases the chain stands still: each phase has its own state.
  const { mass } = occupancy({ dynamics, policy, criterion: average, phases: 3 });
  expect([...mass].map((x) => x * 3)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
});

test("a transient choice of the worse reward on the way is still told from the better by the bias", () => {
  // Both actions of 0 lead to the same loop; one pays 3 on the way.
  const { dynamics, reward } = smallWorld(0, [
    [0, 0, [[1, 1, 0]]],
    [0, 1, [[1, 1, 3]]],
    [1, 0, [[1, 1, 2]]],
  ]);
  const { optimal, q, value } = averageReward(dynamics, reward);
  expect(optimal.mask[0]).toBe(0b10);
  expect([...value]).toEqual([2, 2]);
  expect((q[1] ?? 0) - (q[0] ?? 0)).toBeCloseTo(3, 12);
});

test("leaving a good loop for a better one is found even where staying pays more now", () => {
  const { dynamics, reward } = smallWorld(0, [
    [0, 0, [[0, 1, 3]]],
    [0, 1, [[1, 1, -50]]],
    [1, 0, [[2, 1, -50]]],
    [2, 0, [[2, 1, 4]]],
  ]);
  const { startValue, optimal } = averageReward(dynamics, reward);
  expect(startValue).toBe(4);
  expect(optimal.mask[0]).toBe(0b10);
});

test("gains are told apart on their own scale, however large a single payment is on the way", () => {
  // 0 → 1 pays a million once and then .5 a step; 0 → 2 pays nothing and then .5 and 10^-8 a step.
  const { dynamics, reward } = smallWorld(0, [
    [0, 0, [[1, 1, 1e6]]],
    [0, 1, [[2, 1, 0]]],
    [1, 0, [[1, 1, 0.5]]],
    [2, 0, [[2, 1, 0.50000001]]],
  ]);
  const { startValue, optimal } = averageReward(dynamics, reward);
  expect(startValue).toBe(0.50000001);
  expect(optimal.mask[0]).toBe(0b10);
});

test("two states that are left once in p⁻¹ steps share the long run as their rates say, for every p", () => {
  // 0 → 1 with p, 1 → 0 with p/2: π = (1/3, 2/3), and only state 1 pays.
  for (const p of [1e-3, 1e-9, 1e-15, 1e-17, 1e-300]) {
    const { dynamics, reward } = smallWorld(0, [
      [
        0,
        0,
        [
          [0, 1 - p, 0],
          [1, p, 1],
        ],
      ],
      [
        1,
        0,
        [
          [0, p / 2, 0],
          [1, 1 - p / 2, 1],
        ],
      ],
    ]);
    const policy = uniformPolicy(dynamics);
    expect(policyValue({ dynamics, reward, policy, criterion: average }).startValue).toBeCloseTo(2 / 3, 12);
    expect(occupancy({ dynamics, policy, criterion: average }).mass[1]).toBeCloseTo(2 / 3, 12);
  }
});

test("a world in which a tie could hide a gain is refused", () => {
  // In 0 the agent stays or tries to leave for 1, which pays 1 a step: both are worth the same to within rounding of values near 10^15.
  const p = 1e-15;
  const { dynamics, reward } = smallWorld(0, [
    [0, 0, [[0, 1, 0]]],
    [
      0,
      1,
      [
        [0, 1 - p, 0],
        [1, p, 1],
      ],
    ],
    [
      1,
      0,
      [
        [0, p / 2, 0],
        [1, 1 - p / 2, 1],
      ],
    ],
  ]);
  expect(() => averageReward(dynamics, reward)).toThrow(expect.objectContaining({ code: "not-converged" }));
});

test("a birth and death chain has the stationary distribution of its detailed balance", () => {
  // Up with .3, down with .6, stay with .1; reflecting at both ends: π(k) ∝ (1/2)^k, and the reward is k.
  const last = 9;
  const { dynamics, reward } = smallWorld(
    last,
    Array.from({ length: last + 1 }, (_, k) => [
      k,
      0,
      [
        ...(k > 0 ? [[k - 1, 0.6, k] as const] : []),
        [k, 0.1 + (k === 0 ? 0.6 : 0) + (k === last ? 0.3 : 0), k] as const,
        ...(k < last ? [[k + 1, 0.3, k] as const] : []),
      ],
    ]),
  );
  const weight = Array.from({ length: last + 1 }, (_, k) => 1 / (1 << k));
  const total = weight.reduce((x, y) => x + y, 0);
  const policy = uniformPolicy(dynamics);
  const { mass } = occupancy({ dynamics, policy, criterion: average });
  weight.forEach((w, k) => {
    expect(mass[k]).toBeCloseTo(w / total, 14);
  });
  const mean = weight.reduce((sum, w, k) => sum + (k * w) / total, 0);
  expect(policyValue({ dynamics, reward, policy, criterion: average }).startValue).toBeCloseTo(mean, 13);
});

test("an episode that ends has gain 0 and spends the long run where it ends", () => {
  const { dynamics, reward } = smallWorld(0, [
    [
      0,
      0,
      [
        [0, 0.9, 1],
        [1, 0.1, 1],
      ],
    ],
  ]);
  const { startValue, q, policy } = averageReward(dynamics, reward);
  expect(startValue).toBe(0);
  expect(q[0]).toBeCloseTo(10, 12);
  expect(occupancy({ dynamics, policy, criterion: average })).toMatchObject({ phases: 1, absorbed: 1 });
});
