import { dirname, relative, sep } from "node:path";

/** How a process was called: what `process` says of it. */
export interface Called {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
}

/** The script of package.json that only passes its arguments on. */
const SCRIPT = "firebreak";

const isPassedOn = ({ env }: Called): boolean => env["npm_lifecycle_event"] === SCRIPT;

/**
 * The folder in which the user stands. npm runs a script in the folder of its package and keeps the user's in INIT_CWD; a script that is
 * about the package itself (`npm start`, `npm run bench`) stays there.
 */
export function standingFolder(called: Called): string {
  return (isPassedOn(called) ? called.env["INIT_CWD"] : undefined) ?? called.cwd();
}

const within = (folder: string, path: string): boolean => path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** A word as a shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What stands before the name of a command, so that it works where the user stands: as the command was called just now. */
export function invocation(called: Called): string {
  const folder = standingFolder(called);
  const description = called.env["npm_package_json"];
  if (isPassedOn(called) && description !== undefined) {
    const home = dirname(description);
    return within(home, folder) ? `npm run ${SCRIPT} --` : `npm --prefix ${quoted(home)} run ${SCRIPT} --`;
  }
  const script = called.argv[1] ?? "";
  return `node ${quoted(within(folder, script) ? relative(folder, script) : script)}`;
}

/** A whole command line that works where the user stands, from words that are not quoted yet. */
export function commandLine(...words: readonly string[]): string {
  return [invocation(process), ...words.map(quoted)].join(" ");
}
