import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { FirebreakError, nearestOf } from "@firebreak/core";
import { glob } from "tinyglobby";
import type { LoadedConfig } from "../config/load-config.ts";

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

const looksLikePath = (text: string): boolean => /[/\\]/.test(text) || /\.[cm]?[jt]s$/.test(text);

/**
 * The file of a study given by path (relative to `startFolder`) or by name.
 * @throws FirebreakError "unknown-id" with the nearest names, or "duplicate-id" with both files.
 */
export async function findStudyFile(config: LoadedConfig, pathOrName: string, startFolder: string = process.cwd()): Promise<StudyFile> {
  const path = resolve(startFolder, pathOrName);
  if (looksLikePath(pathOrName) && existsSync(path)) {
    return { name: nameOf(path), file: path };
  }
  const known = await listStudyFiles(config);
  const [found, other] = known.filter(({ name, file }) => name === pathOrName || file === path);
  if (found === undefined) {
    throw new FirebreakError(
      "unknown-id",
      `Cannot find study '${pathOrName}': ${nearestOf(
        nameOf(pathOrName),
        known.map(({ name }) => name),
      )}`,
    );
  }
  if (other !== undefined) {
    throw new FirebreakError("duplicate-id", `Cannot choose study '${pathOrName}': '${found.file}' and '${other.file}' have that name`);
  }
  return found;
}
