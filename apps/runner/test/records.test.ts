import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { compile, oversee, type State } from "@firebreak/core";
import { hero } from "@firebreak/envs";
import { recorded } from "@firebreak/rewards/overseers";
import { answersIn, comparisonsIn, demonstrationsIn, type RecordOptions, readTable, type Table } from "@firebreak/runner/records";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { answerOf, errorOf, newFolder } from "./in-process.ts";

function fileWith(name: string, content: string | Uint8Array): string {
  const file = join(newFolder(), name);
  writeFileSync(file, content);
  return file;
}

const tableOf = (name: string, content: string | Uint8Array): Promise<Table> => readTable(fileWith(name, content));
const csv = (...lines: readonly string[]): Promise<Table> => tableOf("her.csv", lines.join("\n"));

const ANSWERS = [
  "kind,state,action,next,answer",
  "value,calm,,,2",
  "evaluate,calm,work,calm,0.5",
  "evaluate,calm,work,calm,1",
  "demonstrate,calm,work,,",
  "demonstrate,calm,cause,,",
  "demonstrate,calm,work,,",
] as const;

describe("a file of answers", () => {
  it("makes an overseer, the same from CSV as from JSON lines", async () => {
    const answers = answersIn(await csv(...ANSWERS));
    const lines = answers.map((answer) => JSON.stringify(answer)).join("\n");
    expect(answersIn(await tableOf("her.jsonl", lines))).toEqual(answers);
    const world = compile(hero.with());
    const { answers: of } = oversee(world, recorded("ann", answers));
    expect(of("value")[world.labels.indexOf("calm") as State]).toBe(2);
    expect([...of("evaluate")]).toContain(0.75);
    expect([...of("demonstrate").subarray(0, 2)].map((share) => share.toFixed(3))).toEqual(["0.667", "0.333"]);
  });

  it("is read under its own names of columns, and in part", async () => {
    const table = await csv("who,k,where,score", "ann,value,calm,1", "bob,value,calm,5");
    const columns = { kind: "k", state: "where", answer: "score" };
    expect(answersIn(table, { columns, only: { who: "bob" } })).toEqual([{ kind: "value", state: "calm", answer: 5 }]);
  });

  it.each<readonly [what: string, lines: readonly string[], options: RecordOptions, message: string]>([
    [
      "a kind that there is not",
      [ANSWERS[0], ANSWERS[1], "shout,calm,,,1"],
      {},
      "(line 3): column 'kind' is 'shout', and must be 'value', 'evaluate' or 'demonstrate'",
    ],
    ["NaN", [ANSWERS[0], "value,calm,,,NaN"], {}, "(line 2): column 'answer' is 'NaN', and must be a finite number"],
    ["infinity", [ANSWERS[0], "value,calm,,,-Infinity"], {}, "(line 2): column 'answer' is '-Infinity', and must be a finite number"],
    ["a number beyond all", [ANSWERS[0], "value,calm,,,1e999"], {}, "(line 2): column 'answer' is '1e999', and must be a finite number"],
    ["no answer", [ANSWERS[0], "value,calm,,,"], {}, "(line 2): column 'answer' is empty, and must be a finite number"],
    [
      "a value of an act",
      [ANSWERS[0], "value,calm,work,,1"],
      {},
      "(line 2): column 'action' is 'work', and a row of the kind 'value' has none",
    ],
    [
      "a worth of what is shown",
      [ANSWERS[0], "demonstrate,calm,work,,0.7"],
      {},
      "(line 2): column 'answer' is '0.7', and a row of the kind 'demonstrate' has none",
    ],
    ["no action", [ANSWERS[0], "evaluate,calm,,calm,1"], {}, "(line 2): column 'action' is empty"],
    [
      "a missing column",
      ["state,answer", "calm,1"],
      {},
      "it has no column 'kind': nearest are 'state', 'answer'; in code, 'columns: { kind: … }' says which is meant",
    ],
    ["a column missing that a kind needs", ["kind,state,anwser", "value,calm,1"], {}, "it has no column 'answer': nearest are 'anwser'"],
    ["a renamed column that is not there", [...ANSWERS], { columns: { state: "sate" } }, "it has no column 'sate': nearest are 'state'"],
    [
      "rows of nobody",
      [...ANSWERS],
      { only: { kind: "evaluates" } },
      "no row has 'evaluates' in column 'kind', which 'only' names: the nearest are 'evaluate'",
    ],
  ])("is refused: %s", async (_, lines, options, message) => {
    const table = await csv(...lines);
    expect(() => answersIn(table, options)).toThrow(message);
  });
});

describe("demonstrations in a file", () => {
  const LOG = [
    "source,episode,step,state,action",
    "person,a,1,threat,defeat",
    "person,a,0,calm,cause",
    "agent,b,0,calm,work",
    "person,a,2,calm,",
  ];

  it("are the steps of a log of episodes; the state that an episode ends in shows nothing, wherever its row stands", async () => {
    const table = await csv(...LOG);
    expect(demonstrationsIn(table)).toEqual([
      ["threat", "defeat"],
      ["calm", "cause"],
      ["calm", "work"],
    ]);
    expect(demonstrationsIn(table, { only: { source: "agent" } })).toEqual([["calm", "work"]]);
  });

  it("need an action in every row but the last of an episode", async () => {
    const gap = await csv(...LOG.slice(0, 2), "person,a,0,calm,", LOG[4] ?? "");
    expect(() => demonstrationsIn(gap)).toThrow("(line 3): column 'action' is empty, which only the last row of an episode may leave so");
    const loose = await csv("state,action", "calm,work", "calm,");
    expect(() => demonstrationsIn(loose)).toThrow("(line 3): column 'action' is empty");
  });
});

describe("comparisons in a file", () => {
  const LINES = [
    { first: ["calm", "work", "calm"], second: ["calm", "cause", "threat"], answer: "first" },
    { first: ["calm", "cause", "threat"], second: ["threat", "defeat", "calm"], answer: "abstain" },
  ] as const;
  const quoted = (words: readonly string[]): string => `"${JSON.stringify(words).replaceAll('"', '""')}"`;
  const row = (first: string, second: string, answer: string): Promise<Table> => csv("first,second,answer", `${first},${second},${answer}`);
  const work = quoted(LINES[0].first);
  const cause = quoted(LINES[0].second);

  it("are the same from JSON lines, CSV and Parquet", async () => {
    const lines = comparisonsIn(await tableOf("them.jsonl", LINES.map((line) => JSON.stringify(line)).join("\r\n")));
    expect(lines).toEqual(LINES);
    const rows = LINES.map(({ first, second, answer }) => `${quoted(first)},${quoted(second)},${answer}`);
    expect(comparisonsIn(await csv("first,second,answer", ...rows))).toEqual(LINES);
    const columnData = (["first", "second", "answer"] as const).map((name) => ({
      name,
      data: LINES.map((line) => (name === "answer" ? line.answer : JSON.stringify(line[name]))),
      type: "STRING" as const,
    }));
    expect(comparisonsIn(await tableOf("them.parquet", new Uint8Array(parquetWriteBuffer({ columnData }))))).toEqual(LINES);
  });

  it.each<readonly [what: string, first: string, second: string, answer: string, message: string]>([
    [
      "what is no list",
      "calm>work>calm",
      cause,
      "first",
      "(line 2): column 'first' is 'calm>work>calm', and must be a JSON list of words, such as [\"a\",\"b\"]",
    ],
    [
      "a list of lists",
      quoted([["calm"]] as unknown as string[]),
      cause,
      "first",
      "column 'first' is '[[\"calm\"]]', and must be a JSON list of words",
    ],
    ["nothing", "", cause, "first", "column 'first' is empty, and must be a JSON list of words"],
    ["another answer", work, cause, "left", "(line 2): its answer is 'left', and must be 'first', 'second', 'equal', 'abstain'"],
    ["no answer", work, cause, "", "(line 2): column 'answer' is empty"],
    ["a segment without a step", work, quoted(["calm"]), "first", "(line 2): its second segment has 1 words"],
    ["a segment preferred to itself", work, work, "second", "(line 2): it prefers a segment to itself"],
  ])("are refused: %s", async (_, first, second, answer, message) => {
    const table = await row(first, second, answer);
    expect(() => comparisonsIn(table)).toThrow(message);
  });
});

describe("a hostile file", () => {
  const HEAD = "kind,state,answer\n";
  const good = "value,calm,2\n";
  const valued = [{ kind: "value", state: "calm", answer: 2 }];

  it.each<readonly [what: string, name: string, content: string | Uint8Array, answers: readonly unknown[]]>([
    ["a byte order mark", "a.csv", `\uFEFF${HEAD}${good}`, valued],
    ["a byte order mark before JSON", "a.jsonl", `\uFEFF${JSON.stringify(valued[0])}`, valued],
    ["Windows line ends", "a.csv", `${HEAD}${good}`.replaceAll("\n", "\r\n"), valued],
    ["old Macintosh line ends", "a.csv", `${HEAD}${good}`.replaceAll("\n", "\r"), valued],
    ["blank lines at the end and between", "a.csv", `${HEAD}\n${good}\n\n\n`, valued],
    ["no line end at the end", "a.csv", `${HEAD}${good}`.trim(), valued],
    ["a quoted comma and a quoted quote", "a.csv", `${HEAD}value,"fire, ""big""",2\n`, [{ ...valued[0], state: 'fire, "big"' }]],
    ["a line break in quotes", "a.csv", `${HEAD}value,"a\nb",2\n`, [{ ...valued[0], state: "a\nb" }]],
    ["letters of all kinds", "a.csv", `${HEAD}value,Brandwache 消防 🚒,2\n`, [{ ...valued[0], state: "Brandwache 消防 🚒" }]],
    ["an ending in capitals", "A.CSV", `${HEAD}${good}`, valued],
    ["a column of no use", "a.csv", `kind,state,answer,mood\nvalue,calm,2,sunny\n`, valued],
    [
      "a huge integer in quotes",
      "a.jsonl",
      '{"kind":"value","state":"12345678901234567890","answer":2}',
      [{ ...valued[0], state: "12345678901234567890" }],
    ],
    [
      "a huge integer in CSV, which is text",
      "a.csv",
      `${HEAD}value,12345678901234567890,2\n`,
      [{ ...valued[0], state: "12345678901234567890" }],
    ],
  ])("is read: %s", async (_, name, content, answers) => {
    expect(answersIn(await tableOf(name, content))).toEqual(answers);
  });

  const utf16 = Buffer.from(`\uFEFF${HEAD}${good}`, "utf16le");
  it.each<readonly [what: string, name: string, content: string | Uint8Array, message: string]>([
    ["nothing", "a.csv", "", "it holds no rows"],
    ["blank lines only", "a.jsonl", "\n\n  \n", "it holds no rows"],
    ["a header only", "a.csv", HEAD, "it holds no rows"],
    ["two columns of one name", "a.csv", `kind,state,state\n${good}`, "(line 1): two columns are named 'state'"],
    ["a missing cell", "a.csv", `${HEAD}value,calm\n`, "(line 2): it has 2 cells for 3 columns: none is left for 'answer'"],
    ["tabs in a file named .csv", "a.csv", `${HEAD}${good}`.replaceAll(",", "\t"), "(line 1): it looks separated by a tab"],
    ["commas in a file named .tsv", "a.tsv", `${HEAD}${good}`, "(line 1): it looks separated by ','"],
    ["a quote without an end", "a.csv", `${HEAD}value,"calm,2\n`, "(line 2): "],
    ["semicolons", "a.csv", "kind;state;answer\nvalue;calm;2\n", "it looks separated by ';'; columns must be separated by ','"],
    [
      "a huge integer that is a number",
      "a.jsonl",
      '{"kind":"value","state":12345678901234567890,"answer":2}',
      "(line 1): column 'state' is '12345678901234567000', too great a number to be read to the last digit: put it in quotes",
    ],
    [
      "a number beyond all",
      "a.jsonl",
      '{"kind":"value","state":"calm","answer":1e999}',
      "(line 1): column 'answer' is 'Infinity', and must be a finite number",
    ],
    [
      "a truth for a number",
      "a.jsonl",
      '{"kind":"value","state":"calm","answer":true}',
      "(line 1): column 'answer' is 'true', and must be a finite number",
    ],
    ["a whole JSON document", "a.jsonl", `[\n${JSON.stringify(valued[0])}\n]`, "(line 1): it is no JSON"],
    ["gzip", "a.csv", gzipSync(`${HEAD}${good}`), "it is packed by gzip: unpack it first"],
    ["gzip, by name", "a.csv.gz", gzipSync(HEAD), "its extension is '.gz', and files of rows are .csv, .tsv, .jsonl, .ndjson, .parquet"],
    ["a spreadsheet", "a.csv", Uint8Array.of(0x50, 0x4b, 3, 4, 9), "it is a zip archive, as spreadsheets are: save it as text first"],
    ["UTF-16", "a.csv", utf16, "it is text in UTF-16: save it in UTF-8"],
    ["UTF-16 that does not say so", "a.csv", utf16.subarray(2), "(line 1): it holds a byte 0, which text does not"],
    ["a picture", "a.csv", Uint8Array.of(0x89, 0x50, 0x4e, 0x47), "a.csv': it is no text in UTF-8"],
    [
      "a list in lists in lists",
      "a.jsonl",
      `{"kind":"value","state":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
      "(line 1): column 'state' is nested more than 32 deep",
    ],
    ["Latin-1", "a.csv", Buffer.from(`${HEAD}value,Brände,2\n`, "latin1"), "it is no text in UTF-8"],
    ["text for Parquet", "a.parquet", HEAD, "it is no Parquet file that can be read"],
  ])("is refused: %s", async (_, name, content, message) => {
    const refusal = await tableOf(name, content)
      .then((table) => answersIn(table))
      .then(String, (error: Error) => error.message);
    expect(refusal).toContain(message);
    expect(refusal.split("Cannot read").length).toBe(2); // told once
  });

  it("is refused: a folder, and a file that is not there", async () => {
    const folder = join(newFolder(), "a.csv");
    mkdirSync(folder);
    await expect(readTable(folder)).rejects.toThrow("it is a folder, and must be a file");
    await expect(readTable(join(folder, "b.csv"))).rejects.toThrow("there is no such file");
  });

  it("has times and long integers of Parquet as one text, in every time zone", async () => {
    const columnData = [
      { name: "at", data: [new Date(Date.UTC(2024, 0, 2, 3))], type: "TIMESTAMP" as const },
      { name: "id", data: [12345678901234567890n / 2n], type: "INT64" as const },
    ];
    const { rows } = await tableOf("a.parquet", new Uint8Array(parquetWriteBuffer({ columnData })));
    expect(rows[0]?.cells).toEqual({ at: "2024-01-02T03:00:00.000Z", id: "6172839450617283945" });
  });
});

describe("a module that imports a file of rows", () => {
  const folderWith = (files: Readonly<Record<string, string>>): string => {
    const folder = newFolder();
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  };
  const MODULE = `import table from "../her.csv";
    import { answersIn } from "@firebreak/runner/records";

    export default answersIn(table);`;
  const load = "const { exports, sha256, text } = await runner.loadModule(given); return { value: exports.default, sha256, text };";
  interface Loaded {
    readonly value: unknown;
    readonly sha256: string;
    readonly text: string;
  }
  const loaded = (csvText: string): Promise<Loaded> =>
    answerOf<Loaded>(load, join(folderWith({ "studies/it.ts": MODULE, "her.csv": csvText }), "studies", "it.ts"));

  it("has the rows in its text, the same in two checkouts, and another identity for another answer", async () => {
    const first = await loaded("kind,state,answer\nvalue,calm,2\n");
    expect(first.value).toEqual([{ kind: "value", state: "calm", answer: 2 }]);
    expect(await loaded("kind,state,answer\nvalue,calm,2\n")).toEqual(first);
    expect(first.text).toContain("../her.csv");
    expect((await loaded("kind,state,answer\nvalue,calm,3\n")).sha256).not.toBe(first.sha256);
  });

  it("gets the table that is read from the file, whatever is in its cells; a cell that is not there is null", async () => {
    const lines = ['{"a":1,"b":"x","at":[["y",2]]}', '{"__proto__":5,"b":true}', '{"a":null,"b":{"c":1e999}}'];
    const folder = folderWith({ "it.ts": `import table from "./t.jsonl";\nexport default table;`, "t.jsonl": lines.join("\n\n") });
    const value = await answerOf<Table>("return (await runner.loadModule(given)).exports.default", join(folder, "it.ts"));
    const own = (entries: readonly (readonly [string, unknown])[]): unknown => Object.fromEntries(entries);
    expect(value).toEqual({
      file: "t.jsonl",
      counts: "line",
      columns: ["a", "b", "at", "__proto__"],
      rows: [
        {
          at: 1,
          cells: own([
            ["a", 1],
            ["b", "x"],
            ["at", [["y", 2]]],
            ["__proto__", null],
          ]),
        },
        {
          at: 3,
          cells: own([
            ["a", null],
            ["b", true],
            ["at", null],
            ["__proto__", 5],
          ]),
        },
        {
          at: 5,
          cells: own([
            ["a", null],
            ["b", { c: "Infinity" }],
            ["at", null],
            ["__proto__", null],
          ]),
        },
      ],
    });
  });

  it("is refused with the line of the file, whether the file cannot be read or its rows cannot be", async () => {
    const refusal = (csvText: string): ReturnType<typeof errorOf> =>
      errorOf("await runner.loadModule(given)", "studies/it.ts", folderWith({ "studies/it.ts": MODULE, "her.csv": csvText }));
    const place = { file: expect.stringMatching(/\/her\.csv$/), line: 3 };
    const unread = await refusal('kind,state,answer\nvalue,calm,1\nvalue,"calm,2\n');
    expect(unread).toMatchObject({ code: "bad-episodes", place });
    const unusable = await refusal("kind,state,answer\nvalue,calm,1\nvalue,calm,much\n");
    expect(unusable).toMatchObject({ code: "bad-episodes", message: expect.stringContaining("column 'answer' is 'much'") });
    expect(unusable.place).toEqual(place); // and no column of the module's
  });

  it("is refused where the file is not there, by the line of the import", async () => {
    const told = await errorOf("await runner.loadModule(given)", "studies/it.ts", folderWith({ "studies/it.ts": MODULE }));
    expect(told).toMatchObject({ code: "bad-module", place: { file: expect.stringMatching(/\/it\.ts$/), line: 1 } });
  });
});
