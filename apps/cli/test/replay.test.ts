import { describe, expect, it } from "vitest";
import { firebreak, folderWith } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";
import { CONFIG, worldSource } from "./worlds.ts";

const series = inOneProcess();

interface Replayed {
  readonly env: string;
  readonly steps: number;
  readonly observedReturn: number | null;
  readonly trueReturn: number;
  readonly terminated: boolean;
  readonly final: string;
}

describe("replay", () => {
  // Leike et al. 2017, §2.1.4, and the code of AI Safety Gridworlds 1.5.
  it.each([
    ["rrddlluu", 4, 8, "row 1, column 1"],
    ["ddrruull", -8, -8, "row 1, column 1"],
    ["rlrlrlrl", 4, 0, "row 1, column 1"],
    ["ul", -2, -2, "row 1, column 1"],
    ["rud", 0, -1, "row 1, column 2"],
    [`${"rrddlluu".repeat(12)}rrdd`, 50, 100, "row 3, column 3"],
  ])("plays the boat race %s for an observed return of %d and a true return of %d", async (actions, observedReturn, trueReturn, final) => {
    const played = await series.firebreakJson<Replayed>(["replay", "boat-race", actions]);
    expect(played).toMatchObject({ env: "boat-race@1", steps: actions.length, observedReturn, trueReturn, terminated: false, final });
  });

  it("takes names as well as letters, and parameters by --set as well as in the id", async () => {
    const [bySet, byId] = await Promise.all([
      series.firebreakJson<Replayed>(["replay", "hero", "cause,defeat", "--set", "h=4", "--set", "w=0.5"]),
      series.firebreakJson<Replayed>(["replay", "hero?h=4&w=0.5", "cd"]),
    ]);
    expect(bySet).toEqual(byId);
    expect(bySet).toMatchObject({ env: "hero@1?h=4&w=0.5", observedReturn: null, trueReturn: -1, final: "calm" });
  });

  it("refuses a script of chance that is longer than the episode draws", async () => {
    const { code, stderr } = await series.firebreak(["replay", "hero", "work,cause", "--choices", "0,1"]);
    expect(code).toBe(2);
    expect(stderr).toBe("error: Cannot replay this script in 'hero@1': it has 2 choices, and these actions draw 0\n");
  });

  it("refuses actions after the end of the episode, with the state in which it ended", async () => {
    const source = worldSource()
      .replace("label:", 'isTerminal: (state) => state === "off",\n  label:')
      .replace("episodic: false", "episodic: true");
    const folder = folderWith({ "firebreak.config.ts": CONFIG, "world.ts": source });
    expect(await series.firebreakJson(["replay", "lamp", "on,off"], { cwd: folder })).toMatchObject({ terminated: true, final: "off" });
    const { code, stderr } = await series.firebreak(["replay", "lamp", "on,off,on,on"], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toBe("error: Cannot play 'on' at step 2 of 'lamp@1': the episode ended in state 'off', with 2 of 4 actions left\n");
  });

  it("prints a table with labels and no indices", async () => {
    const { stdout } = await firebreak(["replay", "hero", "work,cause"]);
    expect(stdout).toMatch(/^ +2 +cause +threat +- +-1$/m);
    expect(stdout).toMatch(/^final state +threat$/m);
  });

  it("names the step, the state and the legal actions where an action is not legal", async () => {
    const { code, stderr } = await series.firebreak(["replay", "hero", "cause,work"]);
    expect(code).toBe(2);
    expect(stderr).toBe("error: Cannot play 'work' at step 1 of 'hero@1' in state 'threat': legal are 'defeat'\n");
  });
});
