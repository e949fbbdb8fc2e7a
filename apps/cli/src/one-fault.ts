import { relative } from "node:path";
import { compile, type Environment, FirebreakError } from "@firebreak/core";
import type { LawResult } from "@firebreak/core/testing";
import { blameAuthor } from "@firebreak/runner";

/** What one law says of one world. */
export interface Checked {
  readonly law: string;
  readonly environment: string;
  readonly pass: boolean;
  /** False where the law could not be looked at, because of a fault that another one tells. */
  readonly reached: boolean;
  readonly detail: string;
}

const NOT_REACHED = "not reached: the world could not be enumerated";
/** So many laws that meet one and the same exception met it while they looked through the world. */
const SAME_FAULT = 3;

/** Where the author's code threw while her world was enumerated: " (world.ts:6:12)". */
function whereItThrew(environment: Environment): string {
  try {
    compile(environment);
    return "";
  } catch (thrown) {
    const error = blameAuthor(thrown);
    const { file, line, column } = error instanceof FirebreakError ? error.place : {};
    return file === undefined ? "" : ` (${[relative(process.cwd(), file), line, column].filter((part) => part !== undefined).join(":")})`;
  }
}

/** The exception that stopped most laws, if one did. */
function commonFault(results: readonly LawResult[]): string | null {
  const thrown = results.filter(({ pass, detail }) => !pass && detail.startsWith("It threw ")).map(({ detail }) => detail);
  return thrown.find((detail) => thrown.filter((other) => other === detail).length >= SAME_FAULT) ?? null;
}

/** The laws on one world, a fault that stops many of them told once: by the law that is about it, or the first. */
export function tellFaultOnce(environment: Environment, results: readonly LawResult[]): readonly Checked[] {
  const fault = commonFault(results);
  const meets = results.filter(({ detail }) => detail === fault).map(({ law }) => law);
  const teller = fault?.includes("sum to") && meets.includes("rows-sum-to-one") ? "rows-sum-to-one" : meets[0];
  const where = fault === null ? "" : whereItThrew(environment);
  return results.map(({ law, pass, detail }) => {
    const reached = detail !== fault || law === teller;
    return { law, environment: environment.id, pass, reached, detail: !reached ? NOT_REACHED : detail === fault ? detail + where : detail };
  });
}
