import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { firebreak, firebreakJson, folderWith, ROOT } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";

const series = inOneProcess();

interface Audited {
  readonly rung: string;
  readonly verdict: string;
  readonly sentence: string;
  readonly notUsed: readonly { readonly rung: string }[];
  readonly log: { readonly episodes: number; readonly steps: number };
  readonly evidence?: {
    readonly estimates: { readonly manufactured: { readonly value: number; readonly interval: readonly [number, number] } };
  };
}

const HERO = readFileSync(join(ROOT, "examples/episodes/hero.csv"), "utf8");
const [HEADER = "", ...LINES] = HERO.trim().split("\n");
const NAMES = HEADER.split(",");
const NUMBERS = new Set(["step", "proxy", "value"]);

/** The cells of a line, numbers as numbers, an empty one null. */
const cellsOf = (line: string): readonly (string | number | null)[] =>
  line.split(",").map((cell, at) => (cell === "" ? null : NUMBERS.has(NAMES[at] ?? "") ? Number(cell) : cell));

const small = (lines: readonly string[], header = "episode,step,state,action,proxy,value"): Record<string, string> => ({
  "log.csv": `${[header, ...lines].join("\n")}\n`,
});

describe("audit --episodes", () => {
  it("convicts the example's agent in one command, from CSV, JSON lines and Parquet alike", async () => {
    const rows = LINES.map(cellsOf);
    const folder = folderWith({
      "hero.csv": HERO,
      "hero.tsv": HERO.replaceAll(",", "\t"),
      "hero.jsonl": rows.map((cells) => JSON.stringify(Object.fromEntries(NAMES.map((name, at) => [name, cells[at]])))).join("\n"),
    });
    const columnData = NAMES.map((name, at) => ({
      name,
      data: rows.map((cells) => cells[at] ?? null),
      type: NUMBERS.has(name) ? ("DOUBLE" as const) : ("STRING" as const),
      nullable: true,
    }));
    writeFileSync(join(folder, "hero.parquet"), Buffer.from(parquetWriteBuffer({ columnData })));
    const found = await Promise.all(
      ["csv", "tsv", "jsonl", "parquet"].map((kind) =>
        firebreakJson<Audited>(["audit", "--episodes", `hero.${kind}`, "--reference", "source=person"], { cwd: folder }),
      ),
    );
    expect(found[0]).toMatchObject({ rung: "logged data with overlap", verdict: "convicted", log: { episodes: 40, steps: 800 } });
    for (const other of found) {
      expect(other).toEqual(found[0]);
    }
    // π causes in .8 of calm steps, ρ in .1. With v what calm is worth under ρ, v = −.1/(1 − .9γ − .1γ²), a deed costs
    // 1 + γ(1 − γ)v, is done .7 times more often, and calm is 1/(1 + .8γ) of the time.
    const gamma = 0.99;
    const calm = -0.1 / (1 - 0.9 * gamma - 0.1 * gamma * gamma);
    const harm = (0.7 * (1 + gamma * (1 - gamma) * calm)) / (1 + 0.8 * gamma);
    const [low = Number.NaN, high = Number.NaN] = found[0]?.evidence?.estimates.manufactured.interval ?? [];
    expect([low < harm, harm < high, high - low < 0.1]).toEqual([true, true, true]);
  });

  it("is suspicious at most where nobody is the reference, and says why not more", async () => {
    const { code, stdout } = await firebreak(["audit", "--episodes", "examples/episodes/hero.csv"], { cwd: ROOT });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^rung 3 of 3: logged data without overlap\nnot simulator with restore: /);
    expect(stdout).toContain("not logged data with overlap: no step of the log is marked as the reference's");
    expect(stdout).toMatch(/^Suspicious: /m);
    expect(stdout).toContain("witness: episode 'agent-0'");
    expect(stdout).not.toMatch(/convict/i);
  });

  it("takes the reference from a file of episodes, or of a policy, and columns by the log's own names", async () => {
    const renamed = HERO.replace(HEADER, "run,t,s,a,reward,v,who");
    const own = "episode=run,step=t,state=s,action=a,proxy=reward,value=v";
    const of = (who: string): string => [HEADER.replace("source", "who"), ...LINES.filter((line) => line.endsWith(who))].join("\n");
    const folder = folderWith({
      "log.csv": renamed,
      "agent.csv": of("agent"),
      "person.csv": of("person"),
      "policy.csv": "state,action,probability\ncalm,work,0.9\ncalm,cause,0.1\nthreat,defeat,1\n",
    });
    const audit = (args: readonly string[]): Promise<Audited> => series.firebreakJson(["audit", ...args], { cwd: folder });
    const byRows = await audit(["--episodes", "log.csv", "--columns", own, "--reference", "who=person"]);
    expect(await audit(["--episodes", "agent.csv", "--reference", "person.csv"])).toEqual(byRows);
    const declared = await audit(["--episodes", "agent.csv", "--reference", "policy.csv"]);
    expect(declared).toMatchObject({ rung: "logged data with overlap", verdict: "convicted" });
  });

  it("writes its example again to the byte", () => {
    const script = join(ROOT, "examples/library/hero-log.mjs");
    expect(execFileSync(process.execPath, [script], { encoding: "utf8", cwd: join(ROOT, "examples/library") })).toBe(HERO);
  });

  it.each<readonly [what: string, files: Readonly<Record<string, string>>, args: readonly string[], message: string]>([
    [
      "a missing column",
      small(["a,0,x,y,1,0"], "episode,step,stat,action,proxy,value"),
      [],
      "it has no column 'state': nearest are 'stat'",
    ],
    ["a renamed column that is not there", small(["a,0,x,y,1,0"]), ["--columns", "state=sate"], "no column 'sate': nearest are 'state'"],
    [
      "a name that is none of ours",
      small(["a,0,x,y,1,0"]),
      ["--columns", "stat=state"],
      "Cannot name column 'stat': the nearest are 'state'",
    ],
    [
      "a name given twice",
      small(["a,0,x,y,1,0"]),
      ["--columns", "state=state", "--columns", "state=action"],
      "Cannot read --columns 'state=state,state=action': it names 'state' twice",
    ],
    [
      "a word for a number",
      small(["a,0,x,y,1,0", "a,1,x,y,much,0"]),
      [],
      "log.csv:3: Cannot read 'log.csv' (line 3): column 'proxy' is 'much'",
    ],
    ["a reference that no row has", small(["a,0,x,y,1,0"]), ["--reference", "state=z"], "no row has 'z' in column 'state'"],
    [
      "a column of the reference that is not there",
      small(["a,0,x,y,1,0"]),
      ["--reference", "who=me"],
      "it has no column 'who', which --reference names",
    ],
    ["a file that is not there", {}, [], "Cannot read 'log.csv': there is no such file"],
    ["an environment too", small(["a,0,x,y,1,0"]), ["--signal", "value-difference"], "--signal has no meaning with --episodes"],
    ["a discount of 1", small(["a,0,x,y,1,0", "a,1,x,y,1,0"]), ["--discount", "1"], "Cannot use 1 as a discount"],
  ])("refuses %s with exit 2 and one line", async (_, files, args, message) => {
    const { code, stdout, stderr } = await series.firebreak(["audit", "--episodes", "log.csv", ...args], { cwd: folderWith(files) });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.trim().split("\n").length).toBe(1);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(message);
  });

  it("says where one state has two values, and that states are lists or records", async () => {
    const two = ["a,1,calm,work,1,0", "a,2,calm,work,1,0.5", "b,1,calm,work,1,-1", "b,2,calm,,,0"];
    const { sentence } = await series.firebreakJson<Audited>(["audit", "--episodes", "log.csv"], { cwd: folderWith(small(two)) });
    expect(sentence).toContain(
      "1 state has more than one value (furthest apart 'calm': −1 in episode 'b', step 1, and 0.5 in episode 'a', step 2): each step counts with its own",
    );
    expect(sentence).not.toContain("a list or a record");
    const row = (step: number, state: string): string =>
      `{"episode":"a","step":${step},"state":${state},"action":"go","proxy":1,"value":0}`;
    const nested = [row(0, '{"x":1,"y":[2]}'), row(1, '{"y": [2], "x": 1}'), row(2, '"word"')].join("\n");
    const found = await series.firebreakJson<Audited>(["audit", "--episodes", "log.jsonl"], { cwd: folderWith({ "log.jsonl": nested }) });
    expect(found.log).toMatchObject({ states: 2, nestedStates: 2, unequalValues: null });
    expect(found.sentence).toContain("2 rows have a list or a record for a state; those are one state whose JSON texts are the same");
  });

  it("writes out what a terminal would obey", async () => {
    const rows = ["a,0,\u001b[31mred,y,1,0", "a,1,\u001b[31mred,y,1,1", "a,2,z,,,0"];
    const { stdout } = await series.firebreak(["audit", "--episodes", "log.csv"], { cwd: folderWith(small(rows)) });
    expect(stdout).toContain("\\u{1b}[31mred");
    expect(stdout).not.toContain("\u001b");
  });

  it("reads decimal numbers however they are written, with spaces round them", async () => {
    const log = (proxy: string): Record<string, string> => small([`a,0,x,y,${proxy},0`, "a,1,z,,,1"]);
    const audit = (proxy: string): Promise<Audited> =>
      series.firebreakJson<Audited>(["audit", "--episodes", "log.csv"], { cwd: folderWith(log(proxy)) });
    const plain = await audit("0.5");
    for (const written of ["  .5 ", '" 0.5 "', "5e-1", "+0.50"]) {
      expect(await audit(written)).toEqual(plain);
    }
    expect(await audit("0.25")).not.toEqual(plain); // the number is read at all
  });

  it("needs an environment with its signal, or a log", async () => {
    expect((await series.firebreak(["audit"])).stderr).toBe(
      "error: Cannot audit: name an environment and its --signal, or a log with --episodes\n",
    );
    expect((await series.firebreak(["audit", "hero", "--signal", "value-difference", "--reference", "x"])).stderr).toContain(
      "--reference belongs to --episodes",
    );
  });
});
