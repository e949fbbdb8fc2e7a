import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answerOf, errorOf, newFolder } from "./in-process.ts";
import { studyText } from "./study-text.ts";

const WORLD = `import { defineEnvironment } from "@firebreak/core";
export const lamp = defineEnvironment({
  name: "NAME", version: 1, title: "A lamp of one's own", source: "Written for this test",
  actions: ["on", "off"], start: () => "off", step: (_: string, action: string) => action, label: (state: string) => state,
  rewards: { true: ({ next }: any) => (next === "on" ? 1 : 0) },
  judgement: { value: (state: string) => (state === "on" ? 1 : 0), evaluate: ({ action }: any) => (action === "on" ? 1 : 0) },
  evaluation: { kind: "average" }, traits: { deterministic: true, episodic: false },
  workedEpisodes: [{ actions: ["on"], trueReturn: 1, endsIn: "on" }],
});
`;
const CONFIG = `import { defineConfig } from "@firebreak/runner/config";
import { lamp } from "./lamp.ts";
export default defineConfig({ environments: [lamp], studies: ["mine/*.ts"] });
`;

/** A third party's folder, outside of any package: a world, a configuration, a study. */
function thirdParty(name: string, config: string = CONFIG): string {
  const folder = newFolder();
  mkdirSync(join(folder, "mine", "deeper"), { recursive: true });
  writeFileSync(join(folder, "lamp.ts"), WORLD.replace("NAME", name));
  writeFileSync(join(folder, "firebreak.config.ts"), config);
  const study = studyText({
    sweeps: `[{ id: "all", environments: [lamp.with()], overseers: [consistent.with()], methods: [exact], criteria: [{ kind: "average" }] }]`,
  });
  writeFileSync(join(folder, "mine", "light.ts"), `import { lamp } from "../lamp.ts";\n${study}`);
  writeFileSync(join(folder, "mine", "light.report.ts"), "export default { decide: {}, figures: [] };");
  return folder;
}

describe("a configuration", () => {
  it("is found upwards, and its parts stand beside the built-in ones", async () => {
    const folder = thirdParty("lamp");
    const found = await answerOf<{ file: string; names: string[]; methods: string[] }>(
      `const config = await runner.loadConfig({ startFolder: given });
       const catalogs = runner.loadCatalogs(config);
       return { file: config.file, names: catalogs.environments.map(({ name }) => name), methods: catalogs.methods.map(({ name }) => name) };`,
      join(folder, "mine", "deeper"),
    );
    expect(found.file).toBe(join(folder, "firebreak.config.ts"));
    expect(found.names).toEqual(expect.arrayContaining(["hero", "boat-race", "lamp"]));
    expect(found.methods).toEqual(expect.arrayContaining(["narrow-rl", "imitation"]));
  });

  it("is refused where a part has the id of a built-in one, naming both", async () => {
    const told = await errorOf("runner.loadCatalogs(await runner.loadConfig({ startFolder: given }))", thirdParty("hero"));
    expect(told.code).toBe("duplicate-id");
    expect(told.message).toContain("'hero@1': 'Hero: cause a threat to be praised for defeating it' (built in) and 'A lamp of one's own'");
  });

  it("is refused with the field and its value where it is malformed", async () => {
    const told = await errorOf(
      "await runner.loadConfig({ startFolder: given })",
      thirdParty("lamp", "export default { environments: [3] };"),
    );
    expect(told).toMatchObject({ code: "bad-configuration", place: { line: 1, column: 16, what: "environments[0]" } });
    const unknown = await errorOf("await runner.loadConfig({ startFolder: given })", thirdParty("lamp", "export default { worlds: [] };"));
    expect(unknown.message).toContain("worlds");
  });

  it("is refused where a family stands in the list of another kind, or makes nothing of any", async () => {
    const load = "runner.loadCatalogs(await runner.loadConfig({ startFolder: given }))";
    const overseer = `import { noisy } from "@firebreak/rewards"; export default { signals: [{ ...noisy, name: "mine" }] };`;
    expect(await errorOf(load, thirdParty("lamp", overseer))).toMatchObject({
      code: "bad-configuration",
      message: "Cannot use 'signals[0]' of the configuration: 'mine' belongs in 'overseers'",
      place: { what: "signals[0]" },
    });
    const nothing = `import { hero } from "@firebreak/envs"; export default { environments: [{ ...hero, name: "mine", with: () => 3 }] };`;
    expect((await errorOf(load, thirdParty("lamp", nothing))).message).toContain("'mine' makes no environment");
  });

  it("names its studies, and a third party's world in one of them runs in workers", async () => {
    const folder = thirdParty("lamp");
    const ran = await answerOf<{ names: string[]; results: { measures: object; key: string }[] }>(
      `const config = await runner.loadConfig({ startFolder: given });
       const names = (await runner.listStudyFiles(config)).map(({ name }) => name);
       const { file } = await runner.findStudyFile(config, "light", given);
       await runner.loadReport(file);
       const { results } = await runner.runStudy(await runner.loadStudy(file), { workers: 2, resultsFolder: null });
       return { names, results };`,
      folder,
    );
    expect(ran.names).toEqual(["light"]);
    expect(ran.results).toMatchObject([{ status: "done", curve: [{ trueReturn: 1 }] }]);
    const told = await errorOf(`await runner.findStudyFile(await runner.loadConfig({ startFolder: given }), "ligth", given)`, folder);
    expect(told).toMatchObject({ code: "unknown-id", message: expect.stringContaining("nearest are 'light'") });
  });
});
