import { describe, expect, it } from "vitest";
import { type AnswerChannel, CLEAR, checkChannel, hasErrors, hasGaps, heardTable, listen, openLine } from "./answer-channel.ts";
import { createRng } from "./rng.ts";

const channel = (change: Partial<AnswerChannel>): AnswerChannel => ({ ...CLEAR, ...change });

/** What a line of so many answers says: errors, and whether each came. */
function hear(of: AnswerChannel, { answers = 1, count = 20_000 }): { readonly errors: number[]; readonly came: boolean[] } {
  const line = openLine(of, { answers }, createRng("a trial"));
  const errors: number[] = [];
  const came = Array.from({ length: count }, () => {
    const comes = listen(line, 0);
    errors.push(line.error);
    return comes;
  });
  return { errors, came };
}

const deviationOf = (errors: readonly number[]): number => Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);

describe("an answer channel", () => {
  // 20,000 draws: a deviation is within 4.5/√40,000 of itself, a share within 4.5·√(p(1 − p)/20,000), false alarm below 1e-5 each.
  it("errs by the stated deviation, √2 of it where a reward is made of two answers", () => {
    expect(Math.abs(deviationOf(hear(channel({ deviation: 0.5 }), {}).errors) - 0.5)).toBeLessThan((0.5 * 4.5) / 200);
    const two = deviationOf(hear(channel({ deviation: 0.5 }), { answers: 2 }).errors);
    expect(Math.abs(two - Math.SQRT1_2)).toBeLessThan((Math.SQRT1_2 * 4.5) / 200);
  });

  it("loses a reward of two answers when either is lost: 1 − (1 − .3)² = .51", () => {
    const lost = hear(channel({ absent: 0.3 }), { answers: 2 }).came.filter((comes) => !comes).length / 20_000;
    expect(Math.abs(lost - 0.51)).toBeLessThan(4.5 * Math.sqrt((0.51 * 0.49) / 20_000));
  });

  it("deals the n-th question the same luck, whatever else is lost", () => {
    const [few, many] = [0.1, 0.4].map((absent) => hear(channel({ deviation: 1, absent }), { count: 500 }));
    expect(few?.errors).toEqual(many?.errors);
    expect(many?.came.some((comes, at) => comes && few?.came[at] === false)).toBe(false);
  });

  it("swings with her mood: a quarter, a half and three quarters through a period of 4", () => {
    const { errors } = hear(channel({ mood: { amplitude: 2, period: 4 } }), { count: 6 });
    [0, 2, 0, -2, 0, 2].forEach((error, at) => {
      expect(errors[at]).toBeCloseTo(error, 12);
    });
  });

  it("never speaks of what she does not answer about", () => {
    const line = openLine(CLEAR, { answers: 1, silent: Uint8Array.of(0, 1) }, createRng("a trial"));
    expect([0, 1, 0, 1].map((item) => listen(line, item))).toEqual([true, false, true, false]);
  });

  it("has gaps or errors in the kinds of question that it touches only", () => {
    const mute = channel({ unanswered: { value: Uint8Array.of(0, 1), evaluate: Uint8Array.of(0, 0) } });
    expect(hasGaps(mute, ["value"])).toBe(true);
    expect(hasGaps(mute, ["evaluate", "demonstrate"])).toBe(false);
    expect(hasGaps(channel({ absent: 0.1 }), [])).toBe(false);
    expect(hasGaps(channel({ absent: 0.1 }), ["compare"])).toBe(true);
    expect(hasErrors(channel({ deviation: 1 }), ["demonstrate", "compare"])).toBe(false);
    expect(hasErrors(channel({ mood: { amplitude: 0, period: 9 } }), ["value"])).toBe(false);
  });

  it("gives a table's entries their errors by name, so that their order moves nothing", () => {
    const names = ["calm", "threat", "gone"];
    const luck = createRng("a trial");
    const of = channel({ deviation: 1, mood: { amplitude: 0.5, period: 7 } });
    const told = heardTable(Float64Array.of(0, 10, 20), of, { luck, nameOf: (item) => names[item] ?? "" });
    const reversed = heardTable(Float64Array.of(20, 10, 0), of, { luck, nameOf: (item) => names[2 - item] ?? "" });
    expect([...reversed].reverse()).toEqual([...told]);
    expect(new Set(told.map((answer, item) => answer - 10 * item)).size).toBe(3);
  });

  it("refuses numbers that are out of range", () => {
    for (const bad of [
      { deviation: -1 },
      { deviation: Number.NaN },
      { absent: 1 },
      { absent: -0.1 },
      { mood: { amplitude: 1, period: 0 } },
    ]) {
      expect(() => checkChannel(channel(bad))).toThrow(/^Cannot answer through a channel/);
    }
  });
});
