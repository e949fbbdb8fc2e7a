import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, oversee, type State } from "@firebreak/core";
import { hero } from "@firebreak/envs";
import { recorded } from "@firebreak/rewards/overseers";
import { readAnswers } from "@firebreak/runner/episodes";
import { expect, it, onTestFinished } from "vitest";

function fileWith(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "answers-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const LINES = [
  "kind,state,action,next,answer",
  "value,calm,,,2",
  "evaluate,calm,work,calm,0.5",
  "evaluate,calm,work,calm,1",
  "demonstrate,calm,work,,",
  "demonstrate,calm,cause,,",
  "demonstrate,calm,work,,",
];

it("makes an overseer of a file of a person's answers, the same from CSV as from JSON lines", async () => {
  const csv = await readAnswers(fileWith("her.csv", LINES.join("\n")));
  const lines = csv.map((answer) => JSON.stringify(answer)).join("\n");
  expect(await readAnswers(fileWith("her.jsonl", lines))).toEqual(csv);
  const world = compile(hero.with());
  const { answers } = oversee(world, recorded("ann", csv));
  expect(answers("value")[world.labels.indexOf("calm") as State]).toBe(2);
  expect([...answers("evaluate")]).toContain(0.75);
  expect([...answers("demonstrate").subarray(0, 2)].map((share) => share.toFixed(3))).toEqual(["0.667", "0.333"]);
});

it("names the line of an answer that cannot be", async () => {
  const line = (text: string): Promise<unknown> => readAnswers(fileWith("her.csv", [LINES[0], LINES[1], text].join("\n")));
  await expect(line("shout,calm,,,1")).rejects.toThrow(
    /\(line 3\): column 'kind' is 'shout', and must be 'value', 'evaluate' or 'demonstrate'/,
  );
  await expect(line("value,calm,,,NaN")).rejects.toThrow(/\(line 3\): column 'answer' is 'NaN', and must be a finite number/);
  await expect(line("evaluate,calm,,calm,1")).rejects.toThrow(/\(line 3\): column 'action' is empty/);
  await expect(readAnswers(fileWith("her.csv", "state,answer\ncalm,1\n"))).rejects.toThrow(/no column 'kind'/);
});
