import { resolve } from "node:path";
import { type Environment, type Family, FirebreakError } from "@firebreak/core";
import { loadModule } from "@firebreak/runner";
import type { Answer } from "../answer.ts";
import { EXIT } from "../failure.ts";
import { type Checked, tellFaultOnce } from "../one-fault.ts";
import { formatTable } from "../table.ts";

const GUIDE = "docs/guide/laws.md";

function isFamily(value: unknown): value is Family<unknown> {
  return typeof value === "object" && value !== null && "with" in value && typeof value.with === "function" && "parameters" in value;
}

function isEnvironment(value: unknown): value is Environment {
  return typeof value === "object" && value !== null && "id" in value && "spec" in value;
}

/** Every world that a module exports, families by their defaults, in the order of their ids. */
function environmentsOf(exported: Readonly<Record<string, unknown>>): readonly Environment[] {
  const worlds = Object.values(exported)
    .map((value) => (isFamily(value) ? value.with() : value))
    .filter(isEnvironment);
  return [...new Map(worlds.map((world) => [world.id, world])).values()];
}

/** What `--json` says of one law: where to read on, if it is broken. */
function documentOf({ law, environment, pass, detail }: Checked): object {
  return { law, environment, pass, detail, ...(pass ? {} : { help: `${GUIDE}#${law}` }) };
}

/** Every law on every environment that a file exports. Exit 1 where one fails. */
export async function check([path = ""]: readonly string[]): Promise<Answer> {
  const module = await loadModule(resolve(path));
  const environments = environmentsOf(module.exports);
  if (environments.length === 0) {
    const names = Object.keys(module.exports);
    throw new FirebreakError(
      "bad-module",
      `Cannot check '${path}': it exports no environment${names.length === 0 ? ", and nothing else" : `, only ${names.map((name) => `'${name}'`).join(", ")}`}`,
      { file: module.path },
    );
  }
  const { checkEnvironment } = await import("@firebreak/core/testing");
  const laws = environments.flatMap((environment) => tellFaultOnce(environment, checkEnvironment(environment)));
  const broken = laws.filter(({ pass }) => !pass);
  const failures = broken.filter(({ reached }) => reached);
  const table = formatTable(
    ["environment", "law", "holds"],
    laws.map(({ environment, law, pass, reached }) => [environment, law, reached ? pass : "not reached"]),
  );
  const told = failures.map(({ law, environment, detail }) => `${environment} breaks '${law}': ${detail}\n  what now: ${GUIDE}#${law}`);
  const unreached = broken.length === failures.length ? "" : ` ${broken.length - failures.length} were not reached.`;
  const sum = broken.length === 0 ? `All ${laws.length} laws hold.` : `${failures.length} of ${laws.length} laws are broken.${unreached}`;
  return {
    document: { laws: laws.map(documentOf) },
    text: [table, ...told, sum].join("\n\n"),
    exitCode: broken.length === 0 ? EXIT.done : EXIT.checkFailed,
  };
}
