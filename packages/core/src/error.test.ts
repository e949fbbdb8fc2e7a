import { describe, expect, test } from "vitest";
import { nearestOf } from "./error.ts";

describe("nearestOf", () => {
  test("suggests what may be a slip of the pen, nearest first, and nothing farther", () => {
    expect(nearestOf("heroo", ["boat-race", "zero", "hero"])).toBe("the nearest are 'hero', 'zero'");
    expect(nearestOf("ab", ["abcd", "abcde"])).toBe("the nearest are 'abcd'");
  });

  test("takes a name for near of which the word is part, or which is part of it, from three letters on", () => {
    expect(nearestOf("fire", ["boat-race", "fire-brigade", "firm"])).toBe("the nearest are 'firm', 'fire-brigade'");
    expect(nearestOf("the-boat-race", ["boat-race", "hero"])).toBe("the nearest are 'boat-race'");
    expect(nearestOf("in", ["lunch", "calendar-in-town"])).toBe("known are 'lunch', 'calendar-in-town'");
  });

  test("lists what there is where nothing is near", () => {
    expect(nearestOf("quixotic", ["boat-race", "hero"])).toBe("known are 'boat-race', 'hero'");
    expect(nearestOf("work", ["defeat"], "legal")).toBe("legal are 'defeat'");
  });

  test("says how many there are where it lists only the first", () => {
    const known = ["apple", "banana", "cherry", "damson", "elder", "fig", "grape"];
    expect(nearestOf("xxxxxxxxxx", known)).toBe("known are 'apple', 'banana', 'cherry', 'damson', 'elder', … (7 in all)");
  });

  test("says that there is nothing", () => {
    expect(nearestOf("anything", [])).toBe("there are none");
  });
});
