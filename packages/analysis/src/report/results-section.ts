import { QUESTION_KINDS, type TrialResult } from "@firebreak/core";
import { familyOf } from "../figures/arm.ts";
import { mean } from "../statistics/strata.ts";
import { type Html, html, idCode } from "./html.ts";
import { byNaturalOrder } from "./natural-order.ts";
import type { ReportInputs } from "./report-inputs.ts";
import type { StudyResults } from "./study-report.ts";
import { type TableCell, table } from "./table.ts";

type Done = Extract<TrialResult, { status: "done" }>;
type Failed = Extract<TrialResult, { status: "failed" }>;

function grouped(
  trials: readonly Done[],
  keyOf: (trial: Done) => readonly string[],
): readonly (readonly [readonly string[], readonly Done[]])[] {
  const groups = new Map<string, { readonly names: readonly string[]; readonly trials: Done[] }>();
  for (const trial of trials) {
    const names = keyOf(trial);
    const key = names.join("|");
    const group = groups.get(key) ?? { names, trials: [] };
    groups.set(key, group);
    group.trials.push(trial);
  }
  return [...groups].sort(([x], [y]) => byNaturalOrder(x, y)).map(([, group]) => [group.names, group.trials]);
}

/** The mean over worlds of each world's mean; null where no trial has the measure. */
function meanOf(trials: readonly Done[], measure: string): number | null {
  const worlds = grouped(
    trials.filter(({ measures }) => measures[measure] !== undefined),
    ({ axes }) => [axes.environment],
  );
  const units = worlds.map(([, runs]) => mean(runs.map(({ measures }) => measures[measure] ?? 0)));
  return units.length === 0 ? null : mean(units);
}

/** The kind of world that an id names: its family, and those of its values that are words. Numbers are drawn, words are chosen. */
function kindOf(id: string): string {
  const values = id.includes("?") ? id.slice(id.indexOf("?") + 1).split("&") : [];
  return [familyOf(id), ...values.filter((pair) => Number.isNaN(Number(pair.slice(pair.indexOf("=") + 1))))].join(", ");
}

const worldsOf = (trials: readonly Done[]): number => new Set(trials.map(({ axes }) => axes.environment)).size;

function resultRow([names, trials]: readonly [readonly string[], readonly Done[]]): readonly TableCell[] {
  const [, overseer = "", method = "", criterion = ""] = names;
  const average = (measure: string): number | null => meanOf(trials, measure);
  const returns = ["returns.true", "returns.trueMin", "returns.trueMax", "returns.proxy"].map(average);
  const code = (id: string): Html => html`<code class="nowrap">${id}</code>`;
  return [idCode(method), code(overseer), code(criterion), worldsOf(trials), trials.length, ...returns];
}

const RESULT_COLUMNS = [
  "method",
  "overseer",
  "criterion",
  "worlds",
  "trials",
  "true return",
  "least over ties",
  "greatest over ties",
  "proxy return",
];

/** Refused cells by reason and family of worlds, each with the methods and criteria it concerns and how many cells there are. */
function refusedTable(refused: StudyResults["refused"]): Html {
  const groups = new Map<string, { readonly family: string; readonly reason: string; readonly cells: (readonly string[])[] }>();
  for (const { cell, reason } of refused) {
    const parts = cell.split("|");
    const family = familyOf(parts[0] ?? "");
    const group = groups.get(`${reason}|${family}`) ?? { family, reason, cells: [] };
    groups.set(`${reason}|${family}`, group);
    group.cells.push(parts);
  }
  const named = (cells: readonly (readonly string[])[], part: number): Html => {
    const names = [...new Set(cells.map((parts) => parts[part] ?? ""))].sort(byNaturalOrder);
    const list = names.map((name) => html`<li>${idCode(name)}</li>`);
    return names.length > 3
      ? html`<details><summary>${names.length}</summary><ul>${list}</ul></details>`
      : html`<ul class="bare">${list}</ul>`;
  };
  const rows = [...groups.values()].map(({ family, reason, cells }) => [reason, family, named(cells, 2), named(cells, 3), cells.length]);
  return rows.length === 0
    ? html`<p>No cell of the study was refused.</p>`
    : table({
        caption: "Cells that this study cannot compute",
        columns: ["reason", "world", "methods", "criteria", "cells"],
        rows,
        scrolls: true,
      });
}

/** Failed trials by reason: how many, which, and the command that computes the first again. */
function failedTable(failed: readonly Failed[], replayCommand: ReportInputs["replayCommand"]): Html {
  const groups = new Map<string, string[]>();
  for (const { key, reason } of failed) {
    const why = `${reason.code}: ${reason.message}`;
    groups.set(why, [...(groups.get(why) ?? []), key]);
  }
  const rows = [...groups].map(([why, keys]) => {
    const sorted = [...keys].sort(byNaturalOrder);
    const list = sorted.map((key) => html`<li>${idCode(key)}</li>`);
    const trials =
      keys.length === 1
        ? html`<ul class="bare">${list}</ul>`
        : html`<details><summary>${keys.length} trials</summary><ul>${list}</ul></details>`;
    return [why, trials, html`<code>${replayCommand(sorted[0] ?? "")}</code>`];
  });
  return table({ caption: "Trials that failed, by reason", columns: ["reason", "trials", "the first again"], rows });
}

/** Every method's returns in one table a kind of world; then what failed, and what was refused before the run. */
export function resultsSection({ results, replayCommand }: ReportInputs): Html {
  const done = results.results.flatMap((trial) => (trial.status === "done" ? [trial] : []));
  const failed = results.results.flatMap((trial) => (trial.status === "failed" ? [trial] : []));
  const kinds = grouped(done, ({ axes }) => [kindOf(axes.environment)]).map(([[kind = ""], trials]) => {
    const arms = grouped(trials, ({ axes }) => [kind, axes.overseer, axes.method, axes.criterion]);
    return table({ caption: `Returns in ${kind}`, columns: RESULT_COLUMNS, rows: arms.map(resultRow), scrolls: true });
  });
  return html`<section id="results"><h2>Results by method</h2>
<p>Means over the worlds of a kind, and over seeds. Where a measure does not apply, a dash.</p>
${kinds}${failed.length === 0 ? null : failedTable(failed, replayCommand)}
<h3 id="refused">Refused before the run</h3>
${refusedTable(results.refused)}</section>\n`;
}

/** What each method asked of its overseer, by kind: the mean of a trial, repeats counted, different questions beside them. */
export function ledgerSection({ results }: ReportInputs): Html {
  const done = results.results.flatMap((trial) => (trial.status === "done" ? [trial] : []));
  const kinds = QUESTION_KINDS.filter((kind) => done.some(({ ledger }) => ledger.asked[kind] > 0));
  const never = QUESTION_KINDS.filter((kind) => !kinds.includes(kind));
  const rows = grouped(done, ({ axes }) => [axes.method, familyOf(axes.environment)]).map(([[method = "", family = ""], trials]) => [
    idCode(method),
    family,
    ...kinds.flatMap((kind) => [
      mean(trials.map(({ ledger }) => ledger.asked[kind])),
      mean(trials.map(({ ledger }) => ledger.distinct[kind])),
    ]),
    mean(trials.map(({ ledger }) => ledger.environmentSteps)),
  ]);
  const columns = ["method", "world", ...kinds.flatMap((kind) => [`${kind}: asked`, "different"]), "world steps"];
  return html`<section id="ledger"><h2>Ledger</h2>
<p>What a trial asked of its overseer, on average. An exact method pays for the whole tables it reads.${
    never.length === 0 ? null : ` Never asked here: ${never.join(", ")}.`
  }</p>
${table({ caption: "Questions a trial, by kind", columns, rows, scrolls: true })}</section>\n`;
}
