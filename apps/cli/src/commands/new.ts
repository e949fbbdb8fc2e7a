import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { checkName, FirebreakError } from "@firebreak/core";
import type { Answer } from "../answer.ts";
import { wordArgument } from "../arguments.ts";
import { environmentTemplate } from "../environment-template.ts";
import { commandLine } from "../invocation.ts";

/** What went wrong with a file, in words. */
function reasonOf(error: NodeJS.ErrnoException): string {
  return error.code === "EEXIST" ? "there is such a file already, and it is not overwritten" : error.message;
}

/** `new environment NAME`: writes NAME.ts in the working folder. */
export async function scaffold([kind = "", name = ""]: readonly string[]): Promise<Answer> {
  wordArgument("what to make", kind, ["environment"]);
  checkName("an environment", name);
  const file = resolve(`${name}.ts`);
  await writeFile(file, environmentTemplate(name), { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    throw new FirebreakError("cannot-write", `Cannot write '${name}.ts': ${reasonOf(error)}`, { file });
  });
  const next = [
    ["prove the laws on it", commandLine("check", `${name}.ts`)],
    ["make its id work everywhere, in studies and in workers", `add it to \`environments\` in ${resolve("firebreak.config.ts")}`],
    ["then see what its optimum does", commandLine("solve", name, "--reward", "evaluative-feedback", "--discount", "0.9")],
  ];
  return {
    document: { files: [file] },
    text: `Wrote ${file}, a world of three states. Make it yours. Next:\n\n${next.map(([why, how]) => `  ${why}:\n    ${how}`).join("\n")}`,
  };
}
