import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { FirebreakError, nearestOf } from "@firebreak/core";
import type { LoadedConfig } from "../config/load-config.ts";
import { loadModule } from "../loader/load-module.ts";
import { isFamily } from "./make-study.ts";

const DEFAULT_STUDIES = ["studies/*.ts"];

/** A study's file and the name it goes by: the file's, without its ending. */
export interface StudyFile {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
}

const nameOf = (file: string): string => basename(file).replace(/\.[cm]?[jt]s$/, "");

/** Every study file that the configuration's globs match, sorted by path. */
export async function listStudyFiles({ config, folder }: LoadedConfig): Promise<readonly StudyFile[]> {
  const { glob } = await import("tinyglobby"); // not loaded by a command that looks for no study
  const files = await glob([...(config.studies ?? DEFAULT_STUDIES)], {
    cwd: folder,
    absolute: true,
    ignore: ["**/*.report.*", "**/*.test.*", "**/*.d.ts", "**/node_modules/**"],
    expandDirectories: false,
  });
  return files.sort().map((file) => ({ name: nameOf(file), file }));
}

/** The configured globs that match no study: a misspelt folder would otherwise only look empty. */
export async function emptyStudyGlobs(loaded: LoadedConfig): Promise<readonly string[]> {
  const globs = loaded.config.studies ?? [];
  const matched = await Promise.all(
    globs.map((studies) => listStudyFiles({ ...loaded, config: { ...loaded.config, studies: [studies] } })),
  );
  return globs.filter((_, at) => matched[at]?.length === 0);
}

/** What a default export calls itself: the name of a family of studies, or a study's id without its version and values. */
export function studyNameOf(exported: unknown): string | null {
  const named: { readonly id?: unknown; readonly name?: unknown } = typeof exported === "object" && exported !== null ? exported : {};
  const name = isFamily(exported) ? named.name : named.id;
  return typeof name === "string" ? name.replace(/[@?].*$/, "") : null;
}

/** The study of a file under the name that it calls itself. One that cannot be loaded keeps the name of its file. */
async function selfNamed({ name, file }: StudyFile, cacheFolder: string): Promise<StudyFile> {
  const module = await loadModule(file, { cacheFolder }).catch(() => undefined);
  return { name: studyNameOf(module?.exports.default) ?? name, file };
}

/** No study of that name: with the names there are, and, where there is no configuration, that. */
function unknownStudy(asked: string, known: readonly StudyFile[], { file, folder }: LoadedConfig): FirebreakError {
  const names = [...new Set(known.map(({ name }) => name))];
  const why = file === null ? `; there is no firebreak.config.ts in '${folder}' or above it` : "";
  return new FirebreakError("unknown-id", `Cannot find study '${asked}': ${nearestOf(nameOf(asked), names)}${why}`);
}

const looksLikePath = (text: string): boolean => /[/\\]/.test(text) || /\.[cm]?[jt]s$/.test(text);

/**
 * The file of a study given by path (relative to `startFolder`), by the name of its file, or by the name that it calls itself.
 * @throws FirebreakError "unknown-id" with the nearest names, or "duplicate-id" with both files.
 */
export async function findStudyFile(config: LoadedConfig, pathOrName: string, startFolder: string = process.cwd()): Promise<StudyFile> {
  const path = resolve(startFolder, pathOrName);
  if (looksLikePath(pathOrName) && existsSync(path)) {
    return { name: nameOf(path), file: path };
  }
  const known = await listStudyFiles(config);
  const byFile = known.filter(({ name, file }) => name === pathOrName || file === path);
  const named = byFile.length > 0 ? [] : await Promise.all(known.map((study) => selfNamed(study, config.folder)));
  const [found, other] = byFile.length > 0 ? byFile : named.filter(({ name }) => name === pathOrName.replace(/[@?].*$/, ""));
  if (found === undefined) {
    throw unknownStudy(pathOrName, [...known, ...named], config);
  }
  if (other !== undefined) {
    throw new FirebreakError("duplicate-id", `Cannot choose study '${pathOrName}': '${found.file}' and '${other.file}' have that name`);
  }
  return found;
}
