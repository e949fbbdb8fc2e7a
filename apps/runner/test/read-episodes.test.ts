import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { auditEpisodes } from "@firebreak/analysis/episodes";
import { joinLogs, readEpisodes, readReference } from "@firebreak/runner/episodes";
import { describe, expect, it } from "vitest";
import { newFolder } from "./in-process.ts";

const HEADER = "episode,step,state,action,proxy,value";

function fileOf(lines: readonly string[], name = "log.csv"): string {
  const file = join(newFolder(), name);
  writeFileSync(file, lines.join("\n"));
  return file;
}

const read = (lines: readonly string[], name?: string): ReturnType<typeof readEpisodes> =>
  readEpisodes(fileOf(lines, name), { columns: new Map() });

describe("a log of episodes", () => {
  it.each<readonly [what: string, lines: readonly string[], name: string, message: string]>([
    ["NaN", [HEADER, "a,0,x,y,NaN,0"], "log.csv", "(line 2): column 'proxy' is 'NaN', and must be a finite number"],
    ["an empty number", [HEADER, "a,0,x,y,1,"], "log.csv", "(line 2): column 'value' is empty, and must be a finite number"],
    [
      "a step that is no whole number",
      [HEADER, "a,0.5,x,y,1,0"],
      "log.csv",
      "(line 2): column 'step' is '0.5', and must be a whole number",
    ],
    [
      "a step twice",
      [HEADER, "a,0,x,y,1,0", "b,0,x,y,1,0", "a,0,x,y,1,0"],
      "log.csv",
      "(line 4): episode 'a' has step 0 twice, the first time in line 2",
    ],
    ["a gap", [HEADER, "a,0,x,y,1,0", "a,2,x,y,1,0"], "log.csv", "(line 3): episode 'a' goes from step 0 to step 2, and step 1 is missing"],
    ["a beginning that is missing", [HEADER, "a,3,x,y,1,0"], "log.csv", "(line 2): episode 'a' begins at step 3, and step 1 is missing"],
    [
      "no action in between",
      [HEADER, "a,0,x,,1,0", "a,1,x,y,1,0"],
      "log.csv",
      "(line 2): column 'action' is empty, which only the last row",
    ],
    [
      "hexadecimal",
      [HEADER, "a,0,x,y,0x10,0"],
      "log.csv",
      "(line 2): column 'proxy' is '0x10', and must be a finite number in decimal digits",
    ],
    ["an infinity", [HEADER, "a,0,x,y,1,Infinity"], "log.csv", "(line 2): column 'value' is 'Infinity', and must be a finite number"],
    ["a number beyond all", [HEADER, "a,0,x,y,1,1e999"], "log.csv", "(line 2): column 'value' is '1e999', and must be a finite number"],
    ["digits in groups", [HEADER, "a,1_000,x,y,1,0"], "log.csv", "(line 2): column 'step' is '1_000', and must be a finite number"],
    ["a cell too few", [HEADER, "a,0,x,y,1"], "log.csv", "(line 2): it has 5 cells for 6 columns: none is left for 'value'"],
    [
      "cells too many",
      [HEADER, "a,0,x,y,1,0,7,8"],
      "log.csv",
      "(line 2): it has 8 cells for 6 columns: beyond column 'value' stands '7', '8'",
    ],
    [
      "semicolons",
      ["episode;step;state;action;proxy;value", "a;0;x;y;1,5;0"],
      "log.csv",
      "(line 1): it looks separated by ';'; columns must",
    ],
    ["no rows", [HEADER], "log.csv", "it holds no rows"],
    ["an empty file", [], "log.csv", "it holds no rows"],
    ["neither value nor true", ["episode,step,state,action,proxy", "a,0,x,y,1"], "log.csv", "neither a column 'value'"],
    ["a spreadsheet", ["x"], "log.xlsx", "its extension is '.xlsx', and files of rows are .csv, .tsv, .jsonl, .ndjson, .parquet"],
    ["half a record", ['{"episode":1,', ""], "log.jsonl", "log.jsonl' (line 1): it is no JSON"],
    [
      "NaN in a list in JSON",
      ['{"episode":1,"step":0}', '{"a":{"b":[NaN]},"c":1e5}'],
      "log.jsonl",
      "(line 2): column 'a' is NaN, for which JSON has no word",
    ],
    [
      "infinity in JSON",
      ['{"say":"x: NaN, \\"","proxy":-Infinity}'],
      "log.jsonl",
      "(line 1): column 'proxy' is -Infinity, for which JSON has no word",
    ],
    ["a list for a record", ["[1]"], "log.jsonl", "(line 1): a line must be an object"],
    ["no Parquet", ["no such thing"], "log.parquet", "it is no Parquet file that can be read"],
    [
      "a number whose sums would overflow",
      [HEADER, "a,0,x,y,1,0", "a,1,x,y,1e308,0"],
      "log.csv",
      "(line 3): column 'proxy' is '1e308', and must be a finite number of at most 1e70 in size",
    ],
    [
      "a quote that nothing closes, by the line in which it opens",
      [HEADER, "a,0,x,y,1,0", "", 'a,1,"x,y,1,0', "a,2,x,y,1,0", ""],
      "log.csv",
      "(line 4): a quote opens in the record that begins here, and none closes it",
    ],
    [
      "a cell below names that go over lines, by its own line",
      [HEADER, 'a,0,"x', 'or z",y,1,0', "a,1,x,y,much,0"],
      "log.csv",
      "(line 4): column 'proxy' is 'much'",
    ],
    [
      "a cell in a row that goes over lines, by the row's first",
      [HEADER, "a,0,x,y,1,0", 'a,1,"x', 'or z",y,much,0'],
      "log.csv",
      "(line 3): column 'proxy' is 'much'",
    ],
    [
      "a column given twice in a record",
      ['{"episode":1,"step":0,"state":{"proxy":1},"action":"go","proxy":1,"value":0,"proxy":2}'],
      "log.jsonl",
      "(line 1): column 'proxy' is given twice",
    ],
  ])("is refused: %s", async (_, lines, name, message) => {
    await expect(read(lines, name)).rejects.toThrow(message);
  });

  it("says which columns are not read for their capitals, and which states of a policy it does not have", async () => {
    const log = await read(["episode,step,state,action,proxy,true,Value,Comment", "a,0,calm,work,1,0,5,x", "a,1,calm,,,,,"]);
    expect(log.unreadColumns).toEqual(["Value"]);
    const reference = await readReference(fileOf(["state,action", "kalm,work", "calm,work"], "policy.csv"), new Map());
    const declared = reference.kind === "policy" ? reference.policy : null;
    const { sentence } = auditEpisodes(log, { discount: 0.9, declared });
    expect(sentence).toContain("Not read for its capitals: 'Value'; names of columns are in small letters");
    expect(sentence).toContain("The declared policy names 1 state that the log does not have: 'kalm'.");
    expect(joinLogs(log, log).unreadColumns).toEqual(["Value"]);
  });

  it("keeps rows that a log marks as the reference's beside a file of hers, whichever column marks them", async () => {
    const log = await read([
      "source,policy,episode,step,state,action,proxy,value",
      "srv1,reference,a,0,x,go,1,0",
      "srv1,agent,b,0,x,go,1,0",
    ]);
    expect(log.episodes.map(({ steps }) => steps[0]?.byReference)).toEqual([true, false]);
  });

  it("refuses a file of the reference's that says itself that a row is somebody else's", async () => {
    const mixed = fileOf([`${HEADER},source`, "a,0,x,go,1,0,reference", "b,0,x,go,1,0,agent"]);
    await expect(readReference(mixed, new Map())).rejects.toThrow(
      "(line 3): it is given as the reference's, and column 'source' is 'agent' here",
    );
    const hers = fileOf([`${HEADER},source`, "a,0,x,go,1,0,person"]);
    expect(await readReference(hers, new Map())).toMatchObject({
      kind: "episodes",
      log: { episodes: [{ steps: [{ byReference: true }] }] },
    });
  });

  it("says of capitals where they leave too little, in a log and in a policy", async () => {
    await expect(read(["episode,step,state,action,proxy,Value", "a,0,x,y,1,0"])).rejects.toThrow("'Value' is not read");
    const policy = fileOf(["state,action,Probability", "x,y,0.5", "x,z,0.5"], "policy.csv");
    await expect(readReference(policy, new Map())).rejects.toThrow(
      "column 'Probability' is not read: its name is 'probability', in small letters",
    );
  });

  it("takes a column as read that is given by its own name", async () => {
    const file = fileOf(["episode,step,State,action,proxy,value", "a,0,calm,work,1,0"]);
    expect((await readEpisodes(file, { columns: new Map([["state", "State"]]) })).unreadColumns).toEqual([]);
  });
});
