// Installs the packages of this checkout unless they are there already. Needs Node and npm only: pnpm comes through npx.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PNPM = "pnpm@12.21.0";
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".firebreak-installed");

/** What decides which packages are installed, as one hash. */
function wanted() {
  const members = ["packages", "apps"].flatMap((parent) =>
    readdirSync(join(root, parent))
      .sort()
      .map((name) => join(parent, name, "package.json")),
  );
  const files = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ...members.filter((file) => existsSync(join(root, file)))];
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

const hash = wanted();
if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) {
  process.exit(0);
}
const started = performance.now();
process.stderr.write(`Installing packages with ${PNPM}...\n`);
execFileSync(process.platform === "win32" ? "npx.cmd" : "npx", ["--yes", PNPM, "install", "--frozen-lockfile"], {
  cwd: root,
  stdio: ["ignore", 2, 2],
});
writeFileSync(stamp, hash);
process.stderr.write(`Installed in ${((performance.now() - started) / 1000).toFixed(1)} s, downloads included.\n`);
