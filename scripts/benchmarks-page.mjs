// Writes docs/benchmarks.md from the stored results of the study `competence`. Trains nothing: `npm run benchmarks` runs the study first.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { folderOf, loadModule, loadStudy, readResults, writeWhole } from "../apps/runner/dist/index.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const options = { cacheFolder: root };
const { study } = await loadStudy(join(root, "studies/competence.ts"), options);
const { exports } = await loadModule(join(root, "studies/competence/page.ts"), options);
const results = await readResults(folderOf(study, join(root, "results")), study);
await writeWhole(join(root, "docs/benchmarks.md"), exports.page(results));
