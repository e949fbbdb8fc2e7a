// Runs a small study under Node 20, 24 and 26 and compares the results byte by byte. npm's package `node` brings each version.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSIONS = ["20", "24", "26"];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const study = process.argv[2] ?? "examples/studies/small.ts";
const folder = mkdtempSync(join(tmpdir(), "firebreak-nodes-"));

/** The one file of that name below a folder. */
function readBelow(below, file) {
  const [name] = readdirSync(below, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(file));
  return readFileSync(join(below, name));
}

/** The version that really ran: npx may find another `node` first. */
function versionThatRan(below) {
  return /"node":"v([\d.]+)"/.exec(readBelow(below, "provenance.jsonl").toString("utf8"))?.[1] ?? "unknown";
}

const hashes = new Set();
try {
  for (const version of VERSIONS) {
    const results = join(folder, version);
    const command = [
      "--yes",
      `--package=node@${version}`,
      "node",
      "apps/cli/dist/main.js",
      "run",
      study,
      "--workers",
      "2",
      "--results",
      results,
      "--json",
    ];
    execFileSync("npx", command, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
    const ran = versionThatRan(results);
    if (ran.split(".")[0] !== version) {
      throw new Error(`Node ${version} was asked for, and ${ran} ran`);
    }
    const bytes = readBelow(results, "results.jsonl");
    const hash = createHash("sha256").update(bytes).digest("hex");
    hashes.add(hash);
    console.log(`node ${ran}: ${bytes.toString("utf8").trim().split("\n").length} trials, sha256 ${hash}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(hashes.size === 1 ? "The same bytes on every version." : "The bytes DIFFER between versions.");
process.exitCode = hashes.size === 1 ? 0 : 1;
