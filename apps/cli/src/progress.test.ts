import { describe, expect, it } from "vitest";
import { formatDuration, remainingSeconds } from "./progress.ts";

describe("progress", () => {
  it.each([
    [0.4, "0 s"],
    [59.4, "59 s"],
    [200, "3 min 20 s"],
    [3599.6, "1 h 00 min"],
    [3900, "1 h 05 min"],
  ])("tells %d seconds as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it("expects the rest to take as long a trial as those computed so far, not counting those that were stored", () => {
    expect(remainingSeconds({ done: 60, failed: 0, stored: 50, total: 100 }, 20)).toBe(80);
    expect(remainingSeconds({ done: 0, failed: 10, stored: 0, total: 20 }, 5)).toBe(5);
  });

  it("expects nothing before a trial is done", () => {
    expect(remainingSeconds({ done: 50, failed: 0, stored: 50, total: 100 }, 20)).toBe(null);
  });
});
