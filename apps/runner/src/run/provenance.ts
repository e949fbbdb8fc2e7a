import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { release } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Provenance } from "@firebreak/analysis";
import { nodeHash } from "../store/node-hash.ts";

/** The packages whose code computes results and findings. */
const PACKAGES = ["@firebreak/core", "@firebreak/envs", "@firebreak/methods", "@firebreak/rewards", "@firebreak/analysis"];

/** A package's version and the hash of its built code: what was run, whatever the version says. */
async function packageIdentity(name: string): Promise<string> {
  const dist = dirname(fileURLToPath(import.meta.resolve(name)));
  const files = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith(".js")).sort();
  const texts = await Promise.all(files.map(async (file) => `${file}\n${await readFile(join(dist, file), "utf8")}`));
  const { version } = JSON.parse(await readFile(join(dist, "..", "package.json"), "utf8")) as { version: string }; // our own package
  // Not core's hash: a million letters are hashed at every start of a study.
  return `${version}+${nodeHash(texts.join("\n")).slice(0, 12)}`;
}

/** The commit of the folder and whether it differs from it; null where there is no git or no repository. */
async function gitState(folder: string): Promise<{ commit: string | null; dirty: boolean }> {
  const git = async (...given: readonly string[]): Promise<string> =>
    (await promisify(execFile)("git", ["-C", folder, ...given], { encoding: "utf8" })).stdout.trim();
  try {
    return { commit: await git("rev-parse", "HEAD"), dirty: (await git("status", "--porcelain", "--untracked-files=no")) !== "" };
  } catch {
    return { commit: null, dirty: false };
  }
}

/** How this process was started, without the paths of this machine. */
function commandLine(): string {
  const [, script = "", ...given] = process.argv;
  return [basename(dirname(script)) === "dist" ? "firebreak" : basename(script), ...given].join(" ");
}

/** What this session is: the code that computes, where, since when. `bundle` is the study's code identity, or "value". */
export async function describeSession(bundle: string, folder: string): Promise<Provenance> {
  const identities = await Promise.all(PACKAGES.map(async (name) => [name, await packageIdentity(name)] as const));
  return {
    bundle,
    packages: Object.fromEntries(identities),
    ...(await gitState(folder)),
    node: process.version,
    platform: `${process.platform} ${process.arch} ${release()}`,
    command: commandLine(),
    startedAt: new Date().toISOString(),
  };
}

/** Two sessions of one program: the same study and the same packages. */
export function isSameCode(x: Provenance, y: Provenance): boolean {
  return x.bundle === y.bundle && Object.entries(x.packages).every(([name, identity]) => y.packages[name] === identity);
}
