import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const cores = availableParallelism();

/** What takes longest in few lines. Vitest begins with the longest files where it knows no times, and would end with these alone. */
const FIRST = /same-bytes|laws\/environments|laws\/methods|studies\/villain/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [true, false].flatMap((first) => sorted.filter(({ moduleId }) => FIRST.test(moduleId) === first));
  }
}

/** Minutes of computing: `npm run test:long`, never `npm test`. */
const long = "**/*.long.test.ts";

/** Workspace packages as their sources. Regular expressions with an end: the string form would catch subpaths too. */
const alias = ["core", "envs", "methods", "rewards", "analysis"].flatMap((name) => [
  { find: new RegExp(`^@firebreak/${name}$`), replacement: here(`packages/${name}/src/index.ts`) },
  { find: new RegExp(`^@firebreak/${name}/([a-z-]+)$`), replacement: here(`packages/${name}/src/$1/index.ts`) },
]);

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias },
        // test/{analysis,laws,studies}: real worlds under real overseers, which no package may import together.
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts", "test/{analysis,laws,studies}/**/*.test.ts"],
          exclude: [long],
          testTimeout: 180_000,
          // Both cores of a small machine: by itself Vitest leaves one of two idle.
          maxWorkers: Math.max(2, cores - 1),
          // Sources keep no state of their own between files, and loading them anew for each file takes longer than most tests.
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: { name: "long", include: [`packages/${long}`, `test/{analysis,laws,studies}/${long}`], testTimeout: 3_600_000 },
      },
      {
        // Processes, workers, disk and signals: the built command, never the sources.
        test: {
          name: "command",
          globalSetup: "scripts/bundle.mjs",
          include: ["apps/*/src/**/*.test.ts", "apps/*/test/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["test/{analysis,laws,studies}/**", long],
          testTimeout: 300_000,
          // A worker waits while the command runs, and a command does while it reads and writes: one more than there are cores keeps them busy.
          maxWorkers: cores + 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: { name: "long-command", include: [`apps/*/{src,test}/${long}`], testTimeout: 3_600_000, fileParallelism: false },
      },
    ],
  },
});
