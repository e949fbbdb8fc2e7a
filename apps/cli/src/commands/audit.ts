import { loadProgrammes } from "@firebreak/analysis/programmes";
import { createWorldCache, criterionId, type Detector, type Finding, type PlayedArm, resolveId, runAudit } from "@firebreak/core";
import type { Answer, GlobalOptions } from "../answer.ts";
import { type CriterionFlags, criterionFrom, isOwnCriterion, OWN_CRITERION, withSettings } from "../arguments.ts";
import { openCatalogs } from "../catalogs.ts";
import { replayLine } from "../replay-line.ts";
import { formatNumber, formatTable } from "../table.ts";

interface AuditOptions extends GlobalOptions, CriterionFlags {
  readonly signal: string;
  readonly overseer?: string;
  readonly set?: readonly string[];
}

const DEFAULT_OVERSEER = "consistent";

function tellWitness({ witness }: Finding): string {
  if (witness === undefined) {
    return "";
  }
  const { control, environment } = witness;
  const told = (what: string, arm: PlayedArm): string =>
    `\n\n${what}: proxy return ${formatNumber(arm.proxyReturn)}, true return ${formatNumber(arm.trueReturn)}; see it with\n  ${replayLine({ environment, ...arm })}`;
  return `${told("witness", witness)}${control === undefined ? "" : told("the same luck, the harm repaired", control)}`;
}

function tell(finding: Finding): string {
  const measures = formatTable(
    ["measure", "value", "unit"],
    finding.measures.map(({ name, value, unit }) => [name, value, unit]),
  );
  return `${finding.detector}: ${finding.fired ? "FIRED" : "silent"}\n${finding.sentence}\n\n${measures}${tellWitness(finding)}`;
}

/** The detectors, those among them that are linear programmes with the solver's answer beside their own. */
async function withProgrammes(detectors: readonly Detector[]): Promise<readonly Detector[]> {
  const programmes = await loadProgrammes();
  return detectors.map((detector) => programmes.detectors.find(({ id }) => id === detector.id) ?? detector);
}

/** Every detector on what the optimum of a signal does: one object for each, those that do not apply with their reason. */
export async function audit([id = ""]: readonly string[], options: AuditOptions): Promise<Answer> {
  const { catalogs } = await openCatalogs(options);
  const environment = resolveId("environment", catalogs.environments, withSettings(id, options.set));
  const overseer = resolveId("overseer", catalogs.overseers, options.overseer ?? DEFAULT_OVERSEER);
  const signal = resolveId("signal", catalogs.signals, options.signal);
  const criterion = criterionFrom(options, environment.spec.evaluation);
  const plan = { detectors: await withProgrammes(catalogs.detectors), environment, overseer, signal, criterion };
  const { findings, refused } = runAudit(plan, createWorldCache(Number.POSITIVE_INFINITY));
  const subject = `${environment.id}, optimum of ${signal.id} under ${criterionId(criterion)}${isOwnCriterion(options) ? OWN_CRITERION : ""}, judged by ${overseer.id}`;
  const refusals = refused.map(({ detector, reason }) => `${detector}: does not apply: ${reason}`);
  return { document: [...findings, ...refused], text: [subject, ...findings.map(tell), ...refusals].join("\n\n") };
}
