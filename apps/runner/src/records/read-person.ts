import { basename, extname } from "node:path";
import type { OverseerModel } from "@firebreak/core";
import { recorded } from "@firebreak/rewards/overseers";
import { readTable } from "../episodes/read-table.ts";
import { answersIn } from "./answers-in.ts";

/** A name that can stand in an id, from a file's: "2024 Ann.csv" → "person-2024-ann". */
function nameOf(file: string): string {
  const words = basename(file, extname(file))
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  return (/^[a-z]/.test(words[0] ?? "") ? words : ["person", ...words]).join("-");
}

/** The overseer whom a file of answers makes, named after the file. @throws FirebreakError as `readTable` and `answersIn` do. */
export async function readPerson(file: string): Promise<OverseerModel> {
  return recorded(nameOf(file), answersIn(await readTable(file)));
}
