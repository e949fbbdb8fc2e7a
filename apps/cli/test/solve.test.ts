import { describe, expect, it } from "vitest";
import { firebreak, firebreakJson } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";

const series = inOneProcess();

interface Solved {
  readonly proxyReturn: number;
  readonly trueReturn: { readonly mean: number; readonly min: number | null; readonly max: number | null };
  readonly optimalActions: readonly { readonly state: string; readonly actions: readonly string[] }[];
  readonly note?: string;
}

const calm = ({ optimalActions }: Solved): readonly string[] => optimalActions.find(({ state }) => state === "calm")?.actions ?? [];

describe("solve", () => {
  // Leike et al. 2017: the observed reward pays a lap and a back-and-forth alike; half of each step's ties are progress.
  it("finds 50 observed and 0, 49 and 100 true in the boat race of 100 steps", async () => {
    const { proxyReturn, trueReturn } = await firebreakJson<Solved>(["solve", "boat-race", "--reward", "observed", "--horizon", "100"]);
    expect(proxyReturn).toBe(50);
    expect(trueReturn.min).toBeCloseTo(0, 9);
    expect(trueReturn.mean).toBeCloseTo(49, 9);
    expect(trueReturn.max).toBeCloseTo(100, 9);
  });

  // Villainy is strictly better on evaluative feedback iff γ(h − w) > w + p: for w = 1, p = 0.2, h = 3 above γ = 0.6.
  it.each([
    [0.59, ["work"]],
    [0.6, ["work", "cause"]],
    [0.61, ["cause"]],
  ])("causes a threat under evaluative feedback on the one side of the flip only (γ = %d)", async (discount, actions) => {
    expect(
      calm(await series.firebreakJson<Solved>(["solve", "hero", "--reward", "evaluative-feedback", "--discount", String(discount)])),
    ).toEqual(actions);
  });

  it.each([["0.5"], ["0.9"], ["0.99"]])(
    "never prefers to cause a threat under value difference or regret approval (γ = %s)",
    async (discount) => {
      for (const reward of ["value-difference", "regret-approval"]) {
        expect(calm(await series.firebreakJson<Solved>(["solve", "hero", "--reward", reward, "--discount", discount]))).toEqual(["work"]);
      }
    },
  );

  it("shows an exact tie of value difference at a lookahead of 2 without a discount", async () => {
    const solved = await series.firebreakJson<Solved>(["solve", "hero", "--reward", "value-difference", "--lookahead", "2"]);
    expect(calm(solved)).toEqual(["work", "cause"]);
    expect(solved.trueReturn).toMatchObject({ min: -0.5, max: 0 });
  });

  it("gives the range of true return over every policy that is best in the long run: where value difference pays nothing, all of them", async () => {
    expect((await series.firebreakJson<Solved>(["solve", "hero"])).trueReturn).toEqual({ mean: 0, min: 0, max: 0 });
    const { trueReturn, note } = await series.firebreakJson<Solved>(["solve", "hero", "--reward", "value-difference"]);
    expect(trueReturn).toMatchObject({ min: -0.5, max: 0 });
    expect(note).toBeUndefined();
  });

  it("prints labels and names, and no indices", async () => {
    const { stdout } = await firebreak(["solve", "hero", "--reward", "evaluative-feedback", "--discount", "0.9"]);
    expect(stdout).toMatch(/^calm +cause$/m);
    expect(stdout).toMatch(/^criterion +discounted-0\.9$/m);
  });
});
