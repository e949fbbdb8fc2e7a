import { describe, expect, test } from "vitest";
import { type Chance, enumerateChance, pairedChance, recordedChance, sampledChance, scriptedChance } from "./chance.ts";
import { FirebreakError } from "./error.ts";
import { createRng } from "./rng.ts";

/** Rain, and only if it rains, a colour of umbrella. */
const weather = (chance: Chance): string => {
  const colours = [
    ["black", 0.5],
    ["red", 0.3],
    ["blue", 0.2],
  ] as const;
  return chance(0.25, "rain") ? chance.pick(colours, "umbrella") : "none";
};

/** A draw of so many outcomes that a few coins after it are too many. */
const lottery = (count: number): ((chance: Chance) => unknown) => {
  const tickets = Array.from({ length: count }, (_, ticket) => [ticket, 1 / count] as const);
  return (chance) => [chance.pick(tickets, "ticket"), chance(0.5, "coin")];
};

describe("enumerateChance", () => {
  test("meets every branch once, with the product of its probabilities", () => {
    const branches = enumerateChance(weather);
    expect(Object.fromEntries(branches.map(({ value, probability }) => [value, probability]))).toEqual({
      none: 0.75,
      black: 0.125,
      red: 0.075,
      blue: 0.05,
    });
  });

  test("leaves out branches rarer than the least positive number", () => {
    const branches = enumerateChance((chance) => chance(1e-200, "one") && chance(1e-200, "two"));
    expect(branches.map(({ value, probability }) => [value, probability])).toEqual([
      [false, 1],
      [false, 1e-200],
    ]);
  });

  test.each([
    ["more outcomes than fit into memory", lottery(1_048_574), "1048576 outcomes"],
    [
      "no last draw",
      (chance: Chance) => {
        while (chance(0.5, "again"));
      },
      "more than 2000 times (the last draw is 'again')",
    ],
  ])("refuses a step with %s", (_, step, message) => {
    expect(() => enumerateChance<unknown>(step)).toThrow(
      expect.objectContaining({ code: "bad-probability", message: expect.stringContaining(message) }),
    );
  });

  test("leaves out branches of probability 0", () => {
    expect(enumerateChance((chance) => chance(0, "never") || chance(1, "always"))).toEqual([
      { value: true, probability: 1, choices: [0, 1] },
    ]);
  });

  test("writes scripts that replay their branch", () => {
    for (const { value, choices } of enumerateChance(weather)) {
      expect(weather(scriptedChance(choices))).toBe(value);
    }
  });

  test("refuses probabilities that do not sum to 1, with the sum", () => {
    const broken = (chance: Chance): string =>
      chance.pick(
        [
          ["a", 0.5],
          ["b", 0.4],
        ],
        "letter",
      );
    expect(() => enumerateChance(broken)).toThrow(/'letter'.*sum to 0\.9/);
    expect(() => enumerateChance((chance) => chance(Number.NaN, "nothing"))).toThrow(FirebreakError);
    const swapped = [[0.5, "a"]] as unknown as readonly (readonly [string, number])[]; // as an author without types may write it
    expect(() => enumerateChance((chance) => chance.pick(swapped, "letter"))).toThrow(/'letter': an outcome is \[value, probability\]/);
  });
});

describe("recordedChance", () => {
  test("writes down the script of what it drew", () => {
    for (let seed = 0; seed < 50; seed++) {
      const choices: number[] = [];
      const drawn = weather(recordedChance(createRng(`seed ${seed}`), choices));
      expect(weather(scriptedChance(choices))).toBe(drawn);
    }
  });
});

describe("scriptedChance", () => {
  test("refuses a script that is too short or impossible, naming the draw", () => {
    expect(() => weather(scriptedChance([1]))).toThrow(/draw 1 \('umbrella'\)/);
    expect(() => weather(scriptedChance([7]))).toThrow(/draw 0 \('rain'\)/);
  });
});

describe("sampledChance", () => {
  test("draws each branch as often as its probability says", () => {
    const rng = createRng("sampled");
    const chance = sampledChance(rng);
    const counts = new Map<string, number>();
    const draws = 40_000;
    for (let draw = 0; draw < draws; draw++) {
      const value = weather(chance);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const { value, probability } of enumerateChance(weather)) {
      const error = Math.sqrt((probability * (1 - probability)) / draws);
      // Five standard errors, seed stated: a false alarm in about one run of two million, were the seed free.
      expect(Math.abs((counts.get(value) ?? 0) / draws - probability)).toBeLessThan(5 * error);
    }
  });
});

describe("pairedChance", () => {
  test("gives a named draw the same answer whatever else was drawn before it", () => {
    const luck = createRng("world");
    for (let time = 0; time < 40; time++) {
      const at = { episode: 0, time };
      const busy = pairedChance(luck, at);
      busy(0.5, "something the other agent asked");
      expect(busy(0.5, "rain")).toBe(pairedChance(luck, at)(0.5, "rain"));
    }
  });

  test("draws anew at another time and for a repeated name", () => {
    const luck = createRng("world");
    const answers = Array.from({ length: 64 }, (_, time) => pairedChance(luck, { episode: 0, time })(0.5, "rain"));
    const chance = pairedChance(luck, { episode: 0, time: 0 });
    const repeats = Array.from({ length: 64 }, () => chance(0.5, "rain"));
    expect(new Set(answers).size).toBe(2);
    expect(new Set(repeats).size).toBe(2);
  });
});
