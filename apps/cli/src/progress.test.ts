import { describe, expect, it } from "vitest";
import { formatDuration, plainLines, remainingSeconds } from "./progress.ts";

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

  it("ends with the last trial where lines were told at all, and tells it once", () => {
    const lines: string[] = [];
    let seconds = 0;
    const display = plainLines({ write: (line) => lines.push(line) }, () => seconds);
    const at = (done: number): void => display.show({ done, failed: 0, stored: 0, total: 30 }, "5 s to go");
    at(1);
    seconds = 11;
    at(20);
    seconds = 12;
    at(30);
    display.stop();
    display.stop();
    expect(lines).toEqual(["20 of 30 trials, 5 s to go\n", "30 of 30 trials\n"]);
  });

  it("is silent for what takes less than ten seconds", () => {
    const lines: string[] = [];
    const display = plainLines({ write: (line) => lines.push(line) }, () => 0);
    display.show({ done: 30, failed: 0, stored: 0, total: 30 }, "");
    display.stop();
    expect(lines).toEqual([]);
  });

  it("expects nothing before a trial is done", () => {
    expect(remainingSeconds({ done: 50, failed: 0, stored: 50, total: 100 }, 20)).toBe(null);
  });
});
