import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type firebreak, firebreakJson, folderWith, ROOT } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";

const series = inOneProcess();

const EXAMPLE = ["studies/from-files.ts", "studies/from-files/ann.csv", "studies/from-files/panel.jsonl", "episodes/hero.csv"] as const;
type Name = (typeof EXAMPLE)[number];
const CONFIG = `import { defineConfig } from "@firebreak/runner/config";\nexport default defineConfig({});\n`;
const original = (name: Name): string => readFileSync(join(ROOT, "examples", name), "utf8");

/** The example in a folder of its own, some of its files being others. */
const example = (changed: Partial<Record<Name, string>> = {}): string =>
  folderWith({ "firebreak.config.ts": CONFIG, ...Object.fromEntries(EXAMPLE.map((name) => [name, changed[name] ?? original(name)])) });

interface Ran {
  readonly trials: number;
  readonly folder: string;
  readonly fingerprint: string;
}
interface Row {
  readonly axes: { readonly overseer: string; readonly method: string; readonly criterion: string };
  /** Undefined where the trial failed. */
  readonly measures?: Readonly<Record<string, number>>;
}

const run = (folder: string, workers: number, json = series.firebreakJson): Promise<Ran> =>
  json<Ran>(["run", "from-files", "--workers", String(workers)], { cwd: folder });
const rowsOf = ({ folder }: Ran): readonly Row[] =>
  readFileSync(join(folder, "results.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { result: Row }).result); // a row of the results

describe("a study that learns from files", () => {
  it("gives the same bytes on workers as without, and what the files say", async () => {
    const [here, there] = await Promise.all([run(example(), 0, firebreakJson), run(example(), 2, firebreakJson)]);
    expect(here.trials).toBe(10);
    expect(there.fingerprint).toBe(here.fingerprint);
    expect(readFileSync(join(there.folder, "results.jsonl"))).toEqual(readFileSync(join(here.folder, "results.jsonl")));
    const worth = (overseer: string, method: string, criterion = "discounted-0.9"): readonly number[] =>
      rowsOf(here)
        .filter(({ axes }) => axes.overseer.startsWith(overseer) && axes.method.startsWith(method) && axes.criterion === criterion)
        .map(({ measures }) => measures?.["returns.true"] ?? Number.NaN);
    // Who causes a threat with probability p of a calm step spends p/(1 + p) of the time in one, at −1 each.
    const gone = (p: number): number => -p / (1 + p);
    expect(worth("recorded", "imitation@1?distiller=exact", "-")).toEqual([expect.closeTo(gone(1 / 3), 9)]);
    const person = original("episodes/hero.csv")
      .split("\n")
      .filter((line) => line.endsWith(",person") && line.includes(",calm,") && /,(work|cause),/.test(line));
    const share = person.filter((line) => line.includes(",cause,")).length / person.length;
    expect(worth("recorded", "imitation@1?distiller=recorded", "-")).toEqual([expect.closeTo(gone(share), 9)]);
    // Ann never praised causing a threat, and a learner does what it was praised for; her pupil, who thinks it middling, brings it about.
    expect(worth("recorded", "narrow-rl@1?learner=q-learning")).toEqual([0, 0]);
    expect(worth("anns-pupil", "narrow-rl@1?learner=exact")).toEqual([expect.closeTo(-0.5, 9)]);
    // The panel prefers a rescue to two steps of work, and work to the deed: it pays for whoever looks far enough.
    expect(worth("recorded", "learned-reward", "discounted-0.1")).toEqual([expect.closeTo(0, 9)]);
    expect(worth("recorded", "learned-reward", "discounted-0.9")).toEqual([expect.closeTo(-0.5, 9)]);
  });

  it("is another run where one answer is another", async () => {
    const folder = example();
    const first = await run(folder, 0);
    const file = join(folder, "studies/from-files/panel.jsonl");
    writeFileSync(file, readFileSync(file, "utf8").replace('"answer":"equal"', '"answer":"first"'));
    const second = await run(folder, 0);
    expect(second.fingerprint).not.toBe(first.fingerprint);
    expect(readdirSync(join(folder, "results", "from-files")).length).toBeGreaterThanOrEqual(2);
  });
});

const ANN: Name = "studies/from-files/ann.csv";
const PANEL: Name = "studies/from-files/panel.jsonl";
const LOG: Name = "episodes/hero.csv";
const answers = (...lines: readonly string[]): string => ["kind,state,action,next,answer", ...lines, ""].join("\n");
const compared = (first: readonly string[], second: readonly string[], answer: string): string =>
  `${JSON.stringify({ first, second, answer })}\n`;
const WORK = ["calm", "work", "calm"];
const CAUSE = ["calm", "cause", "threat"];

describe("a study with bad data", () => {
  it.each<readonly [what: string, name: Name, text: string, message: string]>([
    ["an empty file", ANN, "", "studies/from-files/ann.csv: Cannot read"],
    ["a header only", ANN, answers(), "it holds no rows"],
    [
      "NaN",
      ANN,
      answers("value,calm,,,0", "value,threat,,,NaN"),
      "studies/from-files/ann.csv:3: Cannot read 'from-files/ann.csv' (line 3): column 'answer' is 'NaN'",
    ],
    ["infinity", ANN, answers("value,calm,,,Infinity"), "column 'answer' is 'Infinity', and must be a finite number"],
    [
      "answers about another world",
      ANN,
      answers("value,left,,,0", "value,right,,,1"),
      "none of the 2 states spoken of is there, so it may be a record of another world; the first is 'left' (answer 1 of 2); known are 'calm', 'threat'",
    ],
    [
      "a misspelt state",
      ANN,
      answers("value,calm,,,0", "value,thret,,,1"),
      "there is no state 'thret' (answer 2 of 2); the nearest are 'threat'",
    ],
    [
      "an action of another world",
      ANN,
      answers("demonstrate,calm,wrok,,"),
      "(answer 1 of 1): there is no action 'wrok'; the nearest are 'work'",
    ],
    ["an action that is not legal there", ANN, answers("demonstrate,threat,work,,"), "'work' is not legal at 'threat'"],
    ["a step that never happens", ANN, answers("evaluate,calm,work,threat,1"), "'work' at 'calm' never leads to 'threat'"],
    [
      "a line break in a word",
      ANN,
      answers('"va\nlue",calm,,,0'),
      "column 'kind' is 'va lue', and must be 'value', 'evaluate' or 'demonstrate'",
    ],
    ["a log without actions", LOG, "state,source\ncalm,person\n", "it has no column 'action': nearest are 'state', 'source'"],
    [
      "a log of nobody",
      LOG,
      "state,action,source\ncalm,work,agent\n",
      "no row has 'person' in column 'source', which 'only' names: known are 'agent'",
    ],
    ["a comparison of a thing with itself", PANEL, compared(WORK, WORK, "first"), "(line 1): it prefers a segment to itself"],
    [
      "comparisons of one class",
      PANEL,
      compared(WORK, CAUSE, "equal") + compared(CAUSE, WORK, "abstain"),
      "none of 2 prefers anything: 1 are 'equal', 1 'abstain'",
    ],
    [
      "a segment cut short",
      PANEL,
      compared(WORK, ["calm", "cause"], "first"),
      "(line 1): its second segment has 2 words, and must be states and actions by turns",
    ],
    ["JSON that is none", PANEL, "{\n", "studies/from-files/panel.jsonl:1: Cannot read"],
  ])("refuses %s with exit 2 and one line, and stores nothing", async (_, name, text, message) => {
    const folder = example({ [name]: text });
    const { code, stdout, stderr } = await series.firebreak(["run", "from-files", "--workers", "0"], { cwd: folder });
    expect(stderr).toContain(message);
    expect([code, stdout, stderr.trim().split("\n").length]).toEqual([2, "", 1]);
    expect(existsSync(join(folder, "results"))).toBe(false);
  });

  it.each<readonly [what: string, name: Name, text: string, message: string]>([
    [
      "demonstrations",
      LOG,
      "state,action,source\nleft,go,person\nright,go,person\n",
      "Cannot use the demonstrations 'person' in 'hero@1': none of the 2 states spoken of is there, so it may be a record of another world",
    ],
    [
      "comparisons",
      PANEL,
      compared(["left", "go", "right"], ["right", "go", "left"], "first"),
      "Cannot use the comparisons 'panel' in 'hero@1': none of the 2 states spoken of is there",
    ],
    [
      "an action in demonstrations",
      LOG,
      "state,action,source\ncalm,wrok,person\n",
      "Cannot take 'wrok' for an action of 'hero@1': the nearest are 'work'",
    ],
  ])("fails the trials that learn from %s of another world, with the reason, and runs the others", async (_, name, text, message) => {
    const folder = example({ [name]: text });
    const { code, stderr } = await series.firebreak(["run", "from-files", "--workers", "0"], { cwd: folder });
    expect(code).toBe(3);
    const [fingerprint = ""] = readdirSync(join(folder, "results", "from-files"));
    const stored = rowsOf({ trials: 0, fingerprint, folder: join(folder, "results", "from-files", fingerprint) });
    const failed = stored.filter((row) => row.measures === undefined).map(({ axes }) => axes.method);
    expect(stored.length).toBe(10);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((method) => /recorded/.test(method))).toBe(true);
    expect(stderr).toContain(message);
  });

  it("takes answers that are all the same at their word: everything is one tie", async () => {
    const same = answers("evaluate,calm,work,calm,1", "evaluate,calm,cause,threat,1", "evaluate,threat,defeat,calm,1");
    const folder = example({ [ANN]: same });
    const solved = await series.firebreakJson<{ optimalActions: unknown; trueReturn: { min: number; max: number } }>(
      ["solve", "hero", "--reward", "evaluative-feedback", "--discount", "0.9", "--overseer", ANN],
      { cwd: folder },
    );
    expect(solved.optimalActions).toEqual([
      { state: "calm", actions: ["work", "cause"] },
      { state: "threat", actions: ["defeat"] },
    ]);
    expect([solved.trueReturn.min, solved.trueReturn.max]).toEqual([expect.closeTo(-0.5, 9), expect.closeTo(0, 9)]);
  });

  it("takes a circle of comparisons for no order at all: everything is one tie", async () => {
    const defeat = ["threat", "defeat", "calm"];
    const circle = compared(WORK, CAUSE, "first") + compared(CAUSE, defeat, "first") + compared(defeat, WORK, "first");
    const rows = rowsOf(await run(example({ [PANEL]: circle }), 0)).filter(({ axes }) => axes.method.startsWith("learned-reward"));
    expect(rows.map(({ measures }) => [measures?.["returns.trueMin"], measures?.["returns.trueMax"]])).toEqual([
      [expect.closeTo(-0.5, 9), expect.closeTo(0, 9)],
      [expect.closeTo(-0.5, 9), expect.closeTo(0, 9)],
    ]);
  });
});

describe("--overseer with a file of answers", () => {
  const whole = answers(
    "evaluate,calm,work,calm,1",
    "evaluate,calm,cause,threat,-0.2",
    "evaluate,threat,defeat,calm,3",
    "demonstrate,calm,work,,",
    "demonstrate,threat,defeat,,",
  );
  const ask = (args: readonly string[], text: string, name = "ann.csv"): ReturnType<typeof firebreak> =>
    series.firebreak([...args, "--overseer", name], { cwd: folderWith({ [name]: text }) });
  const SOLVE = ["solve", "hero", "--reward", "evaluative-feedback", "--discount", "0.9"] as const;
  const AUDIT = ["audit", "hero", "--signal", "evaluative-feedback", "--discount", "0.9"] as const;

  it("solves and audits as with the overseer of the same answers, and shows what she would do", async () => {
    const built = JSON.parse((await series.firebreak([...SOLVE, "--json"])).stdout) as Record<string, unknown>; // the contract of solve
    const read = JSON.parse((await ask([...SOLVE, "--json"], whole)).stdout) as Record<string, unknown>;
    expect(read["overseer"]).toMatch(/^recorded@1\?answers=[0-9a-f]{12}&person=ann$/);
    expect({ ...read, overseer: built["overseer"] }).toEqual(built);
    expect((await ask(AUDIT, whole)).stdout).toMatch(/^best-repair: FIRED$|^disarm: FIRED$/m);
    expect((await ask(["watch", "hero", "--policy", "overseer", "--steps", "2", "--no-step"], whole)).stdout).toContain("step 2: work");
  });

  it("tells what files it reads where it is given another", async () => {
    const { code, stderr } = await ask(SOLVE, "[]", "ann.json");
    expect(code).toBe(2);
    expect(stderr).toContain("its extension is '.json', and files of rows are .csv, .tsv, .jsonl, .ndjson, .parquet");
  });

  it("names her after any file's name", async () => {
    const { stdout } = await ask([...SOLVE, "--json"], whole, "2024 Ann's.CSV");
    expect(stdout).toContain("person=person-2024-ann-s");
  });

  it.each<readonly [what: string, args: readonly string[], text: string, message: string]>([
    [
      "what she was not asked",
      SOLVE,
      whole.replace("evaluate,calm,cause,threat,-0.2\n", ""),
      "asked to evaluate, she said nothing of 1 of 3 outcomes; a learner in a study bears gaps, and 'learnedFrom' fills them",
    ],
    [
      "what she did not show",
      AUDIT,
      whole.replace("demonstrate,threat,defeat,,\n", ""),
      "asked to demonstrate, she said nothing of 1 of 2 states, such as 'threat'",
    ],
    ["another world", SOLVE, whole.replaceAll("calm", "left").replaceAll("threat", "right"), "none of the 2 states spoken of is there"],
    [
      "a bad number",
      SOLVE,
      whole.replace("-0.2", "low"),
      "ann.csv:3: Cannot read 'ann.csv' (line 3): column 'answer' is 'low', and must be a finite number",
    ],
  ])("refuses %s", async (_, args, text, message) => {
    const { code, stdout, stderr } = await ask(args, text);
    expect(stderr).toContain(message);
    expect([code, stdout, stderr.trim().split("\n").length]).toEqual([2, "", 1]);
  });
});
