// The public surface as text: every name that a package exports, with its declaration less comments and white space.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PACKAGES = ["packages/core", "packages/envs", "packages/methods", "packages/rewards", "packages/analysis", "apps/runner"];

/** The declarations of a file by name. tsc writes each at the start of a line, and what belongs to it after that, indented or closing. */
function declarationsOf(file) {
  const text = readFileSync(file, "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\/\/.*$/gm, "");
  const statements = text.split(/^(?=(?:export|declare|interface|type|import)\b)/m);
  const named = statements.flatMap((statement) => {
    const name = /^(?:export )?(?:declare )?(?:abstract )?(?:function|const|interface|type|class) (\w+)/.exec(statement)?.[1];
    return name === undefined
      ? []
      : [
          [
            name,
            statement
              .replace(/^export (declare )?/, "")
              .replace(/\s+/g, " ")
              .trim(),
          ],
        ];
  });
  // Overloads stand one after another under one name.
  return named.reduce(
    (known, [name, statement]) => known.set(name, known.has(name) ? `${known.get(name)} ${statement}` : statement),
    new Map(),
  );
}

/** What a barrel exports: the name within and the name without, with the file that declares it. Follows `export *`. */
function exportsOf(file) {
  const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const beside = (source) => join(dirname(file), source.replace(/\.(ts|js)$/, ".d.ts"));
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)"/gm)].flatMap(([, names, source]) =>
    names.split(",").flatMap((each) => {
      const [inner, outer] = each
        .trim()
        .replace(/^type /, "")
        .split(" as ");
      return inner === "" ? [] : [{ inner, outer: outer ?? inner, file: beside(source) }];
    }),
  );
  const starred = [...text.matchAll(/^export \* from "([^"]+)"/gm)].flatMap(([, source]) => exportsOf(beside(source)));
  const own = [...text.matchAll(/^export (?:declare )?(?:function|const|interface|type|class) (\w+)/gm)].map(([, name]) => ({
    inner: name,
    outer: name,
    file,
  }));
  return [...listed, ...starred, ...own];
}

/** Follows a name through barrels to the file that declares it. */
function declarationOf({ inner, file }) {
  const here = declarationsOf(file).get(inner);
  const onward = here === undefined ? exportsOf(file).find(({ outer }) => outer === inner) : undefined;
  return here ?? (onward === undefined ? "(not declared in this repository)" : declarationOf(onward));
}

/** The surface of every package, subpath by subpath, names in code-unit order. */
export function apiSurface() {
  return PACKAGES.flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    return Object.entries(exports).map(([subpath, { types }]) => {
      const lines = exportsOf(join(root, folder, types)).map((each) => `${each.outer}: ${declarationOf(each)}`);
      return `# ${name}${subpath.slice(1)}\n\n${[...new Set(lines)].sort((x, y) => (x < y ? -1 : 1)).join("\n")}\n`;
    });
  }).join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { writeFileSync } = await import("node:fs");
  writeFileSync(join(root, "api.golden.txt"), apiSurface());
}
