// Every check that is no test: types, format, lint, types-aware lint, dead code, package hygiene. Runs all, fails if one does.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { members, root } from "./members.mjs";

const checks = [
  ["types", "tsc", "-b"],
  ["bundles", "node", join(root, "scripts", "bundle.mjs")],
  ["format and lint", "biome", "check", "--error-on-warnings", "."],
  ["lint with types", "oxlint"],
  ["dead code", "knip", "--no-config-hints"],
  ["one version of everything", "sherif"],
  ...members.map((folder) => [`package ${folder}`, "publint", "--strict", "--pack", "npm", folder]),
];

let failed = 0;
for (const [name, command, ...args] of checks) {
  const program = command === "node" ? process.execPath : join(root, "node_modules", ".bin", command);
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name}`);
  if (status !== 0) {
    failed++;
    console.log(`${stdout}${stderr}`);
  }
}
console.log(failed === 0 ? "All checks pass." : `${failed} of ${checks.length} checks fail.`);
process.exitCode = failed === 0 ? 0 : 1;
