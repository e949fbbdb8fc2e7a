import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { firebreak, firebreakJson, folderWith } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";
import { CONFIG, studySource, worldSource } from "./worlds.ts";

const series = inOneProcess();

const EXACT = "narrowRl({ signal: evaluativeFeedback.with(), learner: exactLearner.with() }), uniformPlay()";
const files = {
  "firebreak.config.ts": CONFIG,
  "world.ts": worldSource(),
  "studies/tiny.ts": studySource({ methods: EXACT }),
};

interface Shown {
  readonly policy: {
    readonly kind?: string;
    readonly time?: number | null;
    readonly agrees?: boolean;
    readonly states?: readonly { readonly state: string; readonly actions: Readonly<Record<string, number>> }[];
    readonly absent?: string;
  };
}

const PLAY = "lamp@1|consistent@1|uniform-play@1|-|-";
const NARROW = "lamp@1|consistent@1|narrow-rl@1?learner=exact@1&signal=evaluative-feedback@1|discounted-0.9|-";

describe("show", () => {
  it("prints the policy, state by state, and the curve", async () => {
    const folder = folderWith(files);
    await series.firebreak(["run", "tiny", "--workers", "0"], { cwd: folder });
    // Feedback blames "off" and nothing else: the optimum keeps the lamp on, for ever.
    const { policy } = await firebreakJson<Shown>(["show", NARROW], { cwd: folder });
    expect(policy).toEqual({
      kind: "stationary",
      time: null,
      agrees: true,
      states: [
        { state: "on", actions: { on: 1 } },
        { state: "off", actions: { on: 1 } },
      ],
    });
    const inline = await firebreak(["run", "tiny", "--only", PLAY, "--inline"], { cwd: folder });
    expect(inline.stdout).toMatch(/^on +on 0\.5, off 0\.5$/m);
    expect(inline.stdout).toMatch(/\n\nthe same bytes as stored\n$/);
    const { stdout } = await firebreak(["show", PLAY], { cwd: folder });
    expect(stdout).toMatch(/^on +on 0\.5, off 0\.5$/m);
    expect(stdout).toMatch(/^training step +true return +proxy return$/m);
    expect(stdout).toContain("computed again; its hash is the stored one");
  });

  it("shows the first time of a policy that changes with time, and says so", async () => {
    const timed = studySource({ methods: EXACT }).replace('{ kind: "discounted", discount: 0.9 }', '{ kind: "finite", horizon: 3 }');
    const folder = folderWith({ ...files, "studies/tiny.ts": timed });
    await series.firebreak(["run", "tiny", "--workers", "0"], { cwd: folder });
    const key = NARROW.replace("discounted-0.9", "finite-3");
    expect((await series.firebreakJson<Shown>(["show", key], { cwd: folder })).policy).toMatchObject({ kind: "timed", time: 0 });
    expect((await series.firebreak(["show", key], { cwd: folder })).stdout).toContain("actions at time 0 (the policy changes with time)");
  });

  it("says why it cannot show a policy where the study is another one now", async () => {
    const folder = folderWith(files);
    await series.firebreak(["run", "tiny", "--workers", "0"], { cwd: folder });
    writeFileSync(join(folder, "studies/tiny.ts"), studySource({ methods: "uniformPlay()" }));
    expect((await series.firebreakJson<Shown>(["show", PLAY], { cwd: folder })).policy.absent).toContain("has the fingerprint of this run");
  });
});
