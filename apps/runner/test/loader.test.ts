import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answerOf, errorOf, newFolder, type Told } from "./in-process.ts";

/** A folder far from any node_modules, with these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const refusal = (files: Readonly<Record<string, string>>, name = "it.ts"): Promise<Told> =>
  errorOf("await runner.loadModule(given)", name, folderWith(files));

describe("the loader", () => {
  it("gives a file outside any package this command's own single copy of core", async () => {
    const folder = folderWith({ "it.ts": `export { FirebreakError } from "@firebreak/core";\nexport * as envs from "@firebreak/envs";` });
    const same = await answerOf<boolean>(
      `const { exports } = await runner.loadModule("it.ts");
       const core = await import(import.meta.resolve("@firebreak/core"));
       return exports.FirebreakError === core.FirebreakError && exports.envs.hero.name === "hero";`,
      null,
      folder,
    );
    expect(same).toBe(true);
  });

  it("gives one code identity for two checkouts, with nothing of either in the text", async () => {
    const text = `import { help } from "./lib/help.ts";\nimport part from "part";\nexport default [help(), part];`;
    const files = {
      "studies/it.ts": text,
      "studies/lib/help.ts": "export const help = (): number => 1;",
      "node_modules/part/package.json": `{ "name": "part", "main": "index.js" }`,
      "node_modules/part/index.js": `const { sep } = require("node:path"); module.exports = sep;`,
    };
    const [one, other] = [folderWith(files), folderWith({})];
    cpSync(one, join(other, "deeper", "checkout"), { recursive: true });
    const load = `const { text, sha256, exports } = await runner.loadModule(given); return { text, sha256, value: exports.default };`;
    const first = await answerOf<{ text: string; sha256: string }>(load, join(one, "studies", "it.ts"));
    const second = await answerOf<{ text: string; sha256: string }>(load, join(other, "deeper", "checkout", "studies", "it.ts"));
    expect(second).toEqual(first);
    expect(first).toMatchObject({ value: [1, "/"] });
    expect(first.text).not.toContain(one);
    expect(first.text).not.toContain("file:");
  });

  it("gives another identity to other code, and the same to another comment", async () => {
    const load = "return (await runner.loadModule(given)).sha256";
    const identity = (text: string): Promise<string> => answerOf<string>(load, join(folderWith({ "it.ts": text }), "it.ts"));
    const first = await identity("export default 1;");
    expect(await identity("// why\nexport default 1;")).toBe(first);
    expect(await identity("export default 2;")).not.toBe(first);
  });

  it("tells a syntax error with file, line and column", async () => {
    const told = await refusal({ "it.ts": "const a = 1;\nconst b = ;\n" });
    expect(told).toMatchObject({ code: "bad-module", place: { file: expect.stringMatching(/\/it\.ts$/), line: 2, column: 11 } });
  });

  it("tells what a module throws while it is evaluated with the author's file, line and column", async () => {
    const told = await refusal({
      "it.ts": `import { hero } from "@firebreak/envs";\nimport { make } from "./part.ts";\n\nexport default make(hero);`,
      "part.ts": `interface Made { readonly id: string }\n\nexport const make = (family: any): Made =>\n    family.with({ h: "many" });`,
    });
    expect(told).toMatchObject({ code: "bad-parameter", place: { file: expect.stringMatching(/\/part\.ts$/), line: 4, column: 12 } });
  });

  it("tells a plain exception likewise", async () => {
    const told = await refusal({ "it.ts": "const none: any = undefined;\n\nexport default none.such;" });
    expect(told).toMatchObject({ code: "bad-module", place: { line: 3, column: 21 } });
    expect(told.message).toContain("TypeError");
  });

  it("names the nearest export, module and file", async () => {
    const noExport = await refusal({ "it.ts": `import { herro } from "@firebreak/envs";\nexport default herro;` });
    expect(noExport).toMatchObject({ code: "bad-module", place: { line: 1, column: 10 } });
    expect(noExport.message).toContain("nearest are 'hero'");
    const noModule = await refusal({ "it.ts": `export const a = 1;\nimport "@firebreak/rewads";` });
    expect(noModule).toMatchObject({
      code: "bad-module",
      place: { line: 2, column: 8 },
      message: expect.stringContaining("nearest are '@firebreak/rewards'"),
    });
    const noFile = await refusal({ "villain.ts": "" }, "vilain.ts");
    expect(noFile).toMatchObject({ code: "bad-module", message: expect.stringContaining("nearest are 'villain.ts'") });
  });

  it("refuses a native add-on, however it is reached", async () => {
    const direct = await refusal({ "it.ts": `import add from "./add.node";\nexport default add;`, "add.node": "" });
    expect(direct).toMatchObject({ code: "bad-module", message: expect.stringContaining("native add-on") });
    const found = await refusal({
      "it.ts": `import fast from "fast";\nexport default fast;`,
      "node_modules/fast/package.json": `{ "name": "fast", "main": "index.js" }`,
      "node_modules/fast/index.js": `module.exports = require("bindings")("fast");`,
    });
    expect(found).toMatchObject({ code: "bad-module", message: expect.stringContaining("native add-on") });
  });
});
