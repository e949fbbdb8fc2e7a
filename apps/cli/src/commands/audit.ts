import { loadProgrammes } from "@firebreak/analysis/programmes";
import {
  auditSubject,
  compile,
  createWorldCache,
  criterionId,
  type Detector,
  type Finding,
  FirebreakError,
  oversee,
  type PlayedArm,
  resolveId,
  runAudit,
} from "@firebreak/core";
import type { Answer, GlobalOptions } from "../answer.ts";
import { type CriterionFlags, criterionFrom, isOwnCriterion, OWN_CRITERION, withSettings } from "../arguments.ts";
import { openCatalogs } from "../catalogs.ts";
import { asSheJudges, checkAnswered, overseerFrom } from "../overseer-from.ts";
import { openProgress } from "../progress.ts";
import { replayLine } from "../replay-line.ts";
import { formatNumber, formatTable } from "../table.ts";
import { warn } from "../warn.ts";
import type { EpisodeFlags } from "./audit-log.ts";
import type { SimulationFlags } from "./audit-simulated.ts";

interface AuditOptions extends GlobalOptions, CriterionFlags, EpisodeFlags, SimulationFlags {
  readonly signal?: string;
  readonly overseer?: string;
  readonly set?: readonly string[];
}

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

/** An environment with a signal, or episodes: not both, and nothing that belongs to the other. */
function checkSubject(id: string | undefined, options: AuditOptions): void {
  const { episodes, signal, overseer, horizon, lookahead, set } = options;
  const refuse = (why: string): never => {
    throw new FirebreakError("bad-argument", `Cannot audit: ${why}`);
  };
  if (episodes === undefined) {
    const stray = (["reference", "columns"] as const).find((flag) => options[flag] !== undefined);
    if (stray !== undefined) {
      refuse(`--${stray} belongs to --episodes, which is not given`);
    }
    const idle = (["branches", "seed"] as const).find((flag) => options[flag] !== undefined && options.simulate === undefined);
    if (idle !== undefined) {
      refuse(`--${idle} belongs to --simulate, which is not given`);
    }
    if (id === undefined || signal === undefined) {
      refuse(`name an environment and its --signal, or a log with --episodes`);
    }
    return;
  }
  const flags = {
    "an environment": id,
    "--signal": signal,
    "--overseer": overseer,
    "--horizon": horizon,
    "--lookahead": lookahead,
    "--set": set,
    "--simulate": options.simulate,
    "--branches": options.branches,
    "--seed": options.seed,
  };
  const stray = Object.entries(flags).find(([, given]) => given !== undefined)?.[0];
  if (stray !== undefined) {
    refuse(`${stray} has no meaning with --episodes: a log has no world to solve`);
  }
}

/** What a log of episodes shows, or every detector on what the optimum of a signal does: one object for each, refusals with their reason. */
export async function audit([id]: readonly string[], options: AuditOptions): Promise<Answer> {
  checkSubject(id, options);
  if (options.episodes !== undefined) {
    const { auditLog } = await import("./audit-log.ts");
    return auditLog(options.episodes, options);
  }
  return auditOptimum(id ?? "", options.signal ?? "", options);
}

async function auditOptimum(id: string, signalId: string, options: AuditOptions): Promise<Answer> {
  const { catalogs } = await openCatalogs(options);
  const environment = resolveId("environment", catalogs.environments, withSettings(id, options.set));
  const overseer = await overseerFrom(catalogs, options.overseer);
  const signal = resolveId("signal", catalogs.signals, signalId);
  const criterion = criterionFrom(options, environment.spec.evaluation);
  const world = compile(environment);
  const subject = `${environment.id}, optimum of ${signal.id} under ${criterionId(criterion)}${isOwnCriterion(options) ? OWN_CRITERION : ""}, judged by ${overseer.id}${asSheJudges(overseer, world)}`;
  const herself = overseer.answers(world).filter((kind) => kind === "demonstrate");
  checkAnswered(overseer, world, [...signal.asks, ...herself]);
  if (options.simulate !== undefined) {
    const { auditSimulated } = await import("./audit-simulated.ts");
    return auditSimulated(auditSubject(oversee(world, overseer), signal, criterion), subject, options);
  }
  const greatest = world.trueReward.reduce((most, reward) => Math.max(most, Math.abs(reward)), 0);
  if (greatest > 0 && greatest < 1e-6) {
    warn(
      `the true reward of '${world.id}' is at most ${greatest} in size, and differences below 1e-9 count as rounding: give it in a smaller unit`,
    );
  }
  const plan = { detectors: await withProgrammes(catalogs.detectors), environment, overseer, signal, criterion };
  const progress = await openProgress(process.stderr, { silent: options.json === true, counted: "detectors" });
  const counts = { done: 0, failed: 0, stored: 0, total: plan.detectors.length };
  progress.onEvent({ kind: "started", workers: 0, progress: counts });
  const { findings, refused } = runAudit(plan, createWorldCache(Number.POSITIVE_INFINITY), (key) => {
    counts.done += 1;
    progress.onEvent({ kind: "done", key, progress: counts });
  });
  progress.close();
  const refusals = refused.map(({ detector, reason }) => `${detector}: does not apply: ${reason}`);
  return { document: [...findings, ...refused], text: [subject, ...findings.map(tell), ...refusals].join("\n\n") };
}
