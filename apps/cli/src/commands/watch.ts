import { resolve } from "node:path";
import { drawFrames, episodePage } from "@firebreak/analysis/report";
import { compile, criterionId, FirebreakError, oversee, type Playback, resolveId } from "@firebreak/core";
import { writeWhole } from "@firebreak/runner";
import type { Answer, GlobalOptions } from "../answer.ts";
import { type CriterionFlags, criterionFrom, isOwnCriterion, numberFlag, OWN_CRITERION, withSettings, wordArgument } from "../arguments.ts";
import { openCatalogs } from "../catalogs.ts";
import { stepInputs } from "../inputs.ts";
import type { Print } from "../output.ts";
import { asSheJudges, checkAnswered, overseerFrom } from "../overseer-from.ts";
import { replayLine } from "../replay-line.ts";
import { formatFields } from "../table.ts";
import { showSteps } from "../watch-steps.ts";
import { WATCHABLE, type Watchable, type Watched, type WatchTask, watchEpisode } from "../watched-episode.ts";

interface WatchOptions extends GlobalOptions, CriterionFlags {
  readonly signal?: string;
  readonly overseer?: string;
  readonly policy?: string;
  readonly steps?: string;
  readonly seed?: string;
  readonly html?: string;
  /** Undefined: as standard output is a terminal or not. */
  readonly step?: boolean;
  readonly set?: readonly string[];
}

const DEFAULT_STEPS = 24;
const MOST_STEPS = 10_000;

function policyFrom({ policy, signal }: WatchOptions): Watchable {
  const named = policy === undefined ? (signal === undefined ? "true" : "signal") : wordArgument("--policy", policy, WATCHABLE);
  if (named === "signal" && signal === undefined) {
    throw new FirebreakError("bad-argument", "Cannot watch the optimum of a signal: --signal names none", { what: "--signal" });
  }
  return named;
}

async function readTask(id: string, options: WatchOptions): Promise<WatchTask> {
  const policy = policyFrom(options);
  const seed = numberFlag("--seed", options.seed, { whole: true, min: 0 }) ?? 0;
  const given = numberFlag("--steps", options.steps, { whole: true, min: 1, max: MOST_STEPS });
  const { catalogs } = await openCatalogs(options);
  const environment = resolveId("environment", catalogs.environments, withSettings(id, options.set));
  const overseer = await overseerFrom(catalogs, options.overseer);
  const signal = options.signal === undefined ? null : resolveId("signal", catalogs.signals, options.signal);
  const { evaluation } = environment.spec;
  const criterion = criterionFrom(options, evaluation);
  const steps = given ?? (evaluation.kind === "finite" ? evaluation.horizon : DEFAULT_STEPS);
  const world = compile(environment);
  checkAnswered(overseer, world, [...(signal?.asks ?? []), ...(policy === "overseer" ? (["demonstrate"] as const) : [])]);
  return { overseen: oversee(world, overseer), policy, signal, criterion, steps, seed };
}

/** Whose behaviour it is, in a sentence without an end. */
function aboutOf({ overseen, policy, signal, criterion, seed }: WatchTask, options: WatchOptions): string {
  const { world, model } = overseen;
  const under = ` under ${criterionId(criterion)}${isOwnCriterion(options) ? OWN_CRITERION : ""}`;
  const whose: Readonly<Record<Watchable, string>> = {
    signal: `optimum of ${signal?.id ?? ""}${under}`,
    true: `optimum of the true reward${under}`,
    overseer: `${model.id} herself`,
    uniform: "actions drawn evenly",
  };
  return `${world.id}, ${whose[policy]}, judged by ${model.id}${asSheJudges(model, world)}${signal === null || policy === "signal" ? "" : `, scored by ${signal.id}`}, seed ${seed}`;
}

/** The first steps of an episode alone. */
function cut(watched: Watched, count: number): Watched {
  const { playback } = watched;
  const later = playback.steps.slice(count).reduce((sum, { choices }) => sum + choices.length, 0);
  return {
    ...watched,
    steps: watched.steps.slice(0, count),
    playback: {
      ...playback,
      steps: playback.steps.slice(0, count),
      choices: playback.choices.slice(0, playback.choices.length - later),
      terminated: playback.terminated && count === playback.steps.length,
      final: playback.steps[count - 1]?.to ?? playback.start,
    },
  };
}

/** The sum of a column; null where no step has it. */
function sumOf({ steps }: Watched, column: "proxyReward" | "praise" | "trueReward" | "observedReward"): number | null {
  const values = steps.flatMap((step) => step[column] ?? []);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

const replayOf = ({ environment, steps, choices }: Playback): string =>
  replayLine({ environment, actions: steps.map(({ action }) => action), choices });

async function writePage(file: string, task: WatchTask, parts: { readonly watched: Watched; readonly about: string }): Promise<string> {
  const { world } = task.overseen;
  const { watched, about } = parts;
  const { start, steps } = watched.playback;
  const page = episodePage({
    title: world.environment.spec.title,
    about: `${about}.`,
    start: { state: start, value: watched.startValue },
    steps: watched.steps,
    frames: drawFrames(world, [start, ...steps.map(({ to }) => to)], "state"),
    replayCommand: replayOf(watched.playback),
  });
  return writeWhole(resolve(file), page);
}

function documentOf(task: WatchTask, watched: Watched, files: readonly string[]): unknown {
  const { overseen, policy, signal, criterion, seed } = task;
  const { playback, steps, startValue } = watched;
  return {
    env: overseen.world.id,
    policy,
    signal: signal?.id ?? null,
    overseer: overseen.model.id,
    criterion: criterionId(criterion),
    seed,
    start: { state: playback.start, value: startValue },
    steps,
    proxyReturn: sumOf(watched, "proxyReward"),
    praise: sumOf(watched, "praise"),
    observedReturn: sumOf(watched, "observedReward"),
    trueReturn: sumOf(watched, "trueReward") ?? 0,
    terminated: playback.terminated,
    final: playback.final,
    choices: playback.choices,
    files,
  };
}

function tell(watched: Watched, files: readonly string[]): string {
  const { playback } = watched;
  const sums = formatFields([
    ["steps", watched.steps.length],
    ["signal, sum", sumOf(watched, "proxyReward")],
    ["praise, sum", sumOf(watched, "praise")],
    ["observed return", sumOf(watched, "observedReward")],
    ["true return", sumOf(watched, "trueReward") ?? 0],
    ["terminated", playback.terminated],
  ]);
  const again = playback.steps.length === 0 ? "" : `\n\nplay it again with\n  ${replayOf(playback)}`;
  return `${sums}${again}${files.map((file) => `\n\nwrote ${file}`).join("")}`;
}

/** Shows an episode of a policy step by step: picture, action, and what everybody thinks of it. */
export async function watch([id = ""]: readonly string[], options: WatchOptions, print: Print): Promise<Answer> {
  const task = await readTask(id, options);
  const whole = watchEpisode(task);
  const about = aboutOf(task, options);
  const files = options.html === undefined ? [] : [await writePage(options.html, task, { watched: whole, about })];
  if (options.json === true || options.html !== undefined) {
    return { document: documentOf(task, whole, files), text: `${about}\n\n${tell(whole, files)}` };
  }
  await print(about);
  const inputs = (options.step ?? process.stdout.isTTY) ? stepInputs() : null;
  const seen = await showSteps(task.overseen, whole, { show: print, inputs });
  inputs?.close();
  const watched = cut(whole, seen);
  return { document: documentOf(task, watched, files), text: `\n${tell(watched, files)}` };
}
