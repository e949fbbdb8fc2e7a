import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { plotlyFile } from "./plotly-window.ts";

/** The cache of the installation that a file belongs to: what is made from a package is kept beside it, once for all projects. */
function cacheBeside(file: string): string {
  const [root = ""] = file.split(`${sep}node_modules${sep}`);
  return join(root, "node_modules", ".cache", "firebreak");
}

/**
 * Plotly for a page: minified, gzipped, base64, about 2 MB. Kept beside the installed package under the hash of the bundle it was made
 * from; made anew (about two seconds) where it is not there and cannot be written.
 */
export async function plotlyBundle(): Promise<string> {
  const source = await readFile(plotlyFile());
  const cacheFolder = cacheBeside(plotlyFile());
  const file = join(cacheFolder, `plotly-${createHash("sha256").update(source).digest("hex").slice(0, 16)}.min.js.gz.base64`);
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null) {
    return kept;
  }
  const { transform } = await import("esbuild");
  const { code } = await transform(source.toString("utf8"), { minify: true, legalComments: "inline", target: "es2022" });
  const text = (await promisify(gzip)(code, { level: 9 })).toString("base64");
  await keep(file, text, cacheFolder);
  return text;
}

/** Writes a file whole or not at all. A cache that cannot be written costs time, not a report. */
async function keep(file: string, text: string, folder: string): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  await mkdir(folder, { recursive: true })
    .then(() => writeFile(part, text))
    .then(() => rename(part, file))
    .catch(() => undefined);
}
