import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type firebreak, firebreakJson, folderWith } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";
import { CONFIG, studySource, worldSource } from "./worlds.ts";

const series = inOneProcess();

const CLAIM = '[{ id: "C1", position: "It runs", rule: { margin: 0 } }]';
const DRAWN = 'const figure = { id: "f", title: "F", select: () => 1, draw: () => ({ data: [], layout: {} }), describe: () => "f" };';

/** A report that answers `verdict` for the claim C1, with whatever else. */
const reportSource = (verdict: string, more = ""): string => `${DRAWN}
export default { decide: { C1: () => (${verdict}) }, figures: [figure${more}] };
`;
const verdict = (parts: string): string =>
  `{ id: "C1", verdict: "depends", estimate: 0.5, interval: [0, 1], unit: "share", sentence: "Maybe.", ${parts} }`;

const files = (report: string, claims = CLAIM): Record<string, string> => ({
  "firebreak.config.ts": CONFIG,
  "world.ts": worldSource(),
  "studies/tiny.ts": studySource().replace("claims: []", `claims: ${claims}`),
  ...(report === "" ? {} : { "studies/tiny.report.ts": report }),
});

const run = (folder: string, ...words: readonly string[]): ReturnType<typeof firebreak> =>
  series.firebreak(words.length === 0 ? ["run", "tiny", "--workers", "0"] : words, { cwd: folder });

describe("a verdict", () => {
  it.each([
    ["an estimate that is no number", "estimate: Number.NaN", "its estimate is NaN, and must be a finite number"],
    ["an estimate that is missing", "estimate: undefined", "its estimate is undefined"],
    ["an estimate that is no JSON", "estimate: 1n", "its estimate is 1n, and must be a finite number"],
    ["an interval with an end at infinity", "interval: [0, Infinity]", "its interval is [0, Infinity]"],
    ["an interval of one end", "interval: [0]", "its interval is [0]"],
    ["an interval that is out of order", "interval: [1, 0]", "its interval is [1, 0]: the ends are out of order"],
    ["an estimate outside its interval", "estimate: 3", "its estimate 3 is outside its interval [0, 1]"],
    ["a word that is none", 'verdict: "perhaps"', "its verdict is \"perhaps\", and must be one of 'supported', 'not supported', 'depends'"],
    ["another claim's id", 'id: "C2"', "its id is \"C2\", and must be 'C1'"],
  ])("with %s is refused, naming the claim and the value", async (_, parts, message) => {
    const { code, stdout, stderr } = await run(folderWith(files(reportSource(verdict(parts)))));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`error: studies/tiny.report.ts: Cannot decide claim 'C1': ${message}`);
  });

  it("may have no interval", async () => {
    // Without a figure: what draws one takes seconds to load.
    const folder = folderWith(files(reportSource(verdict("interval: null")).replace("figures: [figure]", "figures: []")));
    const { claims } = await firebreakJson<{ claims: readonly object[] }>(["run", "tiny", "--workers", "0"], { cwd: folder });
    expect(claims).toMatchObject([{ id: "C1", estimate: 0.5, interval: null }]);
  });

  it.each([
    ["has no report file", "", "there is no"],
    ["is not decided by the report", reportSource(verdict("")).replace("C1:", "C2:"), "the report does not say how"],
  ])("that %s is missed before the run starts", async (_, report, message) => {
    const folder = folderWith(files(report));
    const { code, stdout, stderr } = await run(folder);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(existsSync(join(folder, "results"))).toBe(false);
  });
});

describe("what an author's code throws", () => {
  const threw = (name: string): string => `error: ${name}: Cannot go on: this line threw `;

  it("in a decision is told with the line of the report", async () => {
    const { code, stderr } = await run(folderWith(files(reportSource('(() => {\n  throw new Error("no idea");\n})()'))));
    expect(code).toBe(2);
    expect(stderr).toContain(`${threw("studies/tiny.report.ts:3:9")}Error: no idea`);
    expect(stderr).not.toContain("bug:");
  });

  it("in a figure is told with the line of the report", async () => {
    const folder = folderWith(files(reportSource(verdict(""), ",\n  { ...figure, id: 'g', select: (results) => results.nothing.at(0) }")));
    const { code, stderr } = await run(folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error: studies\/tiny\.report\.ts:3:\d+: Cannot go on: this line threw TypeError: /);
  });

  it("in a step is told with the line of the world, the engine's own frames left out", async () => {
    const folder = folderWith({ ...files(""), "world.ts": worldSource({ step: 'JSON.parse("{")' }) });
    const { code, stderr } = await run(folder, "replay", "lamp", "on");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: world\.ts:6:\d+: Cannot go on: this line threw SyntaxError: /);
  });

  it("in a signal is told with the line of the signal", async () => {
    const signal = `import { defineFamily } from "@firebreak/core";
import { evaluativeFeedback } from "@firebreak/rewards";
export const spite = { ...evaluativeFeedback, name: "spite", with: () => ({ ...evaluativeFeedback.with(), id: "spite@1",
  compile() { throw new Error("out of spite"); } }) };
`;
    const config = CONFIG.replace("environments: [world]", "environments: [world], signals: [spite]").replace(
      "\nimport",
      '\nimport { spite } from "./spite.ts";\nimport',
    );
    const folder = folderWith({ ...files(""), "firebreak.config.ts": config, "spite.ts": signal });
    const { code, stderr } = await run(folder, "solve", "lamp", "--reward", "spite", "--discount", "0.9");
    expect(code).toBe(2);
    expect(stderr).toContain(`${threw("spite.ts:4:21")}Error: out of spite`);
  });

  it("is told where it is no Error too", async () => {
    const folder = folderWith({ ...files(""), "world.ts": worldSource({ step: '(() => { throw "a text"; })()' }) });
    const { code, stderr } = await run(folder, "replay", "lamp", "on");
    expect(code).toBe(2);
    expect(stderr).toContain("Cannot go on: a file of yours threw 'a text', which");
  });
});
