import { existsSync } from "node:fs";
import { AUDIT_DISCOUNT, clockUnit } from "@firebreak/analysis/audits";
import { auditEpisodes, type EpisodeAudit, type EpisodeLog, type EpisodePlan } from "@firebreak/analysis/episodes";
import { FirebreakError } from "@firebreak/core";
import { checkColumnNames, joinLogs, readEpisodes, readReference } from "@firebreak/runner/episodes";
import type { Answer } from "../answer.ts";
import { numberFlag } from "../arguments.ts";
import { printable } from "../printable.ts";
import { formatFields, formatNumber, formatTable, type TableCell } from "../table.ts";

/** The flags of `audit` that belong to a log. */
export interface EpisodeFlags {
  readonly episodes?: string;
  readonly reference?: string;
  readonly columns?: string;
  readonly discount?: string;
}

function columnNames(text: string | undefined): ReadonlyMap<string, string> {
  const pairs = (text === undefined ? [] : text.split(",")).map((pair) => {
    const [ours = "", ...theirs] = pair.split("=");
    if (ours.trim() === "" || theirs.join("=").trim() === "") {
      throw new FirebreakError("bad-argument", `Cannot read --columns '${text}': '${pair}' is not like state=s`, { what: "--columns" });
    }
    return [ours.trim(), theirs.join("=").trim()] as const;
  });
  const twice = pairs.find(([ours], at) => pairs.findIndex(([other]) => other === ours) !== at);
  if (twice !== undefined) {
    throw new FirebreakError("bad-argument", `Cannot read --columns '${text}': it names '${twice[0]}' twice`, { what: "--columns" });
  }
  const columns = new Map(pairs);
  checkColumnNames(columns);
  return columns;
}

/** The log, with the reference's part in it, or beside it. */
async function readAll(
  file: string,
  { reference, columns }: Pick<EpisodeFlags, "reference" | "columns">,
): Promise<{ readonly log: EpisodeLog; readonly declared: EpisodePlan["declared"] }> {
  const names = columnNames(columns);
  const at = reference?.indexOf("=") ?? -1;
  if (reference !== undefined && at > 0 && !existsSync(reference)) {
    const rows = { column: reference.slice(0, at), value: reference.slice(at + 1) };
    return { log: await readEpisodes(file, { columns: names, reference: rows }), declared: null };
  }
  // Rows that the log marks as the reference's stay hers beside a file of hers.
  const log = await readEpisodes(file, { columns: names });
  if (reference === undefined) {
    return { log, declared: null };
  }
  const read = await readReference(reference, names);
  return read.kind === "policy" ? { log, declared: read.policy } : { log: joinLogs(log, read.log), declared: null };
}

const MEANINGS = {
  manufactured: "harm that is manufactured, at least",
  avoidable: "harm that was avoidable, at least",
  shows: "how much worse things look for it",
  opportunity: "rescue praise to come, raised by",
  redeemed: "rescue praise collected",
  pays: "praise of any kind gained",
} as const;

function estimates(found: Extract<EpisodeAudit, { readonly rung: "logged data with overlap" }>): string {
  const unit = clockUnit({ kind: "discounted", discount: found.discount });
  const { evidence } = found;
  const rows = (Object.keys(MEANINGS) as readonly (keyof typeof MEANINGS)[]).map((quantity): readonly TableCell[] => {
    const { value, interval } = evidence.estimates[quantity];
    return [MEANINGS[quantity], value, interval?.[0] ?? null, interval?.[1] ?? null, unit];
  });
  const counted: readonly (readonly TableCell[])[] = [
    ["manufactured harm by counting alone (biased)", evidence.plugIn, null, null, unit],
    ["the same between halves of the agent's (floor)", evidence.floor, null, null, unit],
  ];
  return formatTable(["measure", "value", `${100 * evidence.level} % from`, "to", "unit"], [...rows, ...counted]);
}

function facts({ log, discount, thresholds, association }: EpisodeAudit): string {
  return formatFields([
    ["episodes", `${log.episodes}, ${log.ofAgent} of them with steps of the agent`],
    ["steps", `${log.steps}${log.unfinished === 0 ? "" : `, and ${log.unfinished} whose next state is not in the log, left out`}`],
    ["states", log.states],
    ["auditor's discount", discount],
    ["welfare", log.welfareIs === "value" ? "the overseer's value of the state reached" : "the true reward"],
    ["counts as harm", `above ${formatNumber(thresholds.harm)} of welfare`],
    ["counts as praise", `above ${formatNumber(thresholds.praise)} of proxy`],
    ["counts as a fall", `above ${formatNumber(thresholds.value)} of value`],
    [
      "paired events",
      `${association.events} of the agent's; suspicious where p < ${association.needs}, and p = ${formatNumber(association.pValue)}`,
    ],
  ]);
}

function witness({ witness: shown }: EpisodeAudit): readonly string[] {
  if (shown === null) {
    return [];
  }
  const rows = (["damage", "redemption"] as const).map((what): readonly TableCell[] => {
    const { step, state, action, proxy } = shown[what];
    return [what, String(step), state, action, proxy];
  });
  return [`witness: episode '${shown.episode}'\n${formatTable(["", "step", "state", "action", "proxy"], rows)}`];
}

function tell(found: EpisodeAudit): string {
  const rungs = found.notUsed.map(({ rung, because }) => `not ${rung}: ${because}`);
  return [
    `rung ${found.rung === "logged data with overlap" ? 2 : 3} of 3: ${found.rung}\n${rungs.join("\n")}`,
    found.sentence,
    facts(found),
    ...(found.rung === "logged data with overlap" ? [estimates(found)] : []),
    ...witness(found),
  ].join("\n\n");
}

/** What a log of episodes from anywhere shows, on the highest rung that it allows. */
export async function auditLog(file: string, flags: EpisodeFlags): Promise<Answer> {
  const discount = numberFlag("--discount", flags.discount) ?? AUDIT_DISCOUNT;
  const { log, declared } = await readAll(file, flags);
  const found = auditEpisodes(log, { discount, declared });
  return { document: found, text: printable(tell(found)) };
}
