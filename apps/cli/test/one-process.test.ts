import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Ended, firebreak, folderWith } from "./firebreak.ts";
import { inOneProcess, startChild } from "./one-process.ts";
import { CONFIG, studySource, worldSource } from "./worlds.ts";

const files = (before = ""): Record<string, string> => ({
  "world.ts": worldSource(),
  "studies/tiny.ts": before + studySource(),
  "log.csv": "episode,step,state,action,proxy,value\na,0,x,y,much,0\n",
});

const configured = (before = ""): Record<string, string> => ({ ...files(before), "firebreak.config.ts": CONFIG });

/** Every command, refused. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  list: ["list", "environment"],
  replay: ["replay", "hero", "work,defat"],
  solve: ["solve", "hero", "--discount", "1", "--json"],
  audit: ["audit", "--episodes", "log.csv"],
  watch: ["watch", "hero", "--policy", "overser"],
  play: ["play", "her", "--json"],
  run: ["run", "studies/tiny.ts", "--workers", "many"],
  report: ["report", "studies/tiny.ts"],
  plot: ["plot", "studies/tiny.ts", "--format", "jpg"],
  show: ["show", "lamp@1|consistent@1|uniform-play@1|-|-"],
  check: ["check", "studies/tiny.ts"],
  new: ["new", "environment", "Ferry"],
  benchmark: ["benchmark", "--half", "third"],
  bench: ["bench", "nothing"],
};
const ANSWERED = [
  [],
  ["--version"],
  ["solve", "--help", "--json"],
  ["list"],
  ["list", "detectors", "--json"],
  ["watch", "lamp", "--steps", "2"], // like `new`, it says how to call the command
  ["new", "environment", "ferry"],
  ["run", "tiny", "--workers", "0"], // warns and tells on standard error
  ["check", "world.ts"],
] as const;

describe("commands in one process", () => {
  const series = inOneProcess();

  it("name every command that there is", async () => {
    const { stdout } = await series.firebreak(["--help"]);
    const named = stdout.slice(stdout.indexOf("\nCommands:")).match(/^ {2}[a-z]+/gm) ?? [];
    expect(named.map((name) => name.trim()).filter((name) => name !== "help")).toEqual(Object.keys(REFUSED));
  });

  it.each(Object.entries(REFUSED))("refuse '%s' as a process of its own does", async (_, args) => {
    const folder = folderWith(files()); // without a configuration: bundling one costs more than a refusal
    const alone = await firebreak(args, { cwd: folder });
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: [^\n]+\n$/) });
    expect(await series.firebreak(args, { cwd: folder })).toEqual(alone);
    expect(readdirSync(folder)).not.toContain("results");
  });

  it.each(ANSWERED.map((args) => [args]))("answer %j as a process of its own does, once more too", async (args) => {
    const answers: Ended[] = [];
    for (const run of [firebreak, series.firebreak, series.firebreak]) {
      const folder = folderWith(configured());
      const { code, stdout, stderr } = await run(args, { cwd: folder });
      answers.push({ code, stdout: stdout.replaceAll(folder, "…"), stderr: stderr.replaceAll(folder, "…") });
    }
    expect(answers[0]?.code).toBe(0);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});

describe("a process of several commands that ends otherwise", () => {
  it("fails the command in whose midst it ends, and those after it, with what it said", async () => {
    const child = startChild();
    const ending = folderWith(configured(`console.log("farewell"); process.exit(0);\n`));
    await expect(child.run(["list", "detectors"], ending)).resolves.toMatchObject({ code: 0 });
    const told = /^The process ended \(2\) before 'run tiny' did: farewell\nerror: .* calls process\.exit/;
    await expect(child.run(["run", "tiny"], ending)).rejects.toThrow(told);
    await expect(child.run(["list"], ending)).rejects.toThrow("before 'list' did");
    await expect(child.end()).rejects.toThrow("farewell");
  });

  it("fails its file where it says more after its last command", async () => {
    const child = startChild();
    await child.run(["list", "studies"], folderWith(configured(`process.on("exit", () => console.log("late"));\n`)));
    await expect(child.end()).rejects.toThrow("The process ended (0) with more to say than its commands: late");
  });
});
