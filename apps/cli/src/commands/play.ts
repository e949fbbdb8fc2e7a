import { createRng, drawnLuck, type Environment, nearest, type RunningEpisode, resolveId, type Step, startEpisode } from "@firebreak/core";
import type { Answer, GlobalOptions } from "../answer.ts";
import { numberFlag, withSettings } from "../arguments.ts";
import { openCatalogs } from "../catalogs.ts";
import { type Inputs, lineInputs } from "../inputs.ts";
import { commandLine } from "../invocation.ts";
import type { Print } from "../output.ts";
import { showState } from "../shown-picture.ts";
import { formatFields, formatNumber } from "../table.ts";

interface PlayOptions extends GlobalOptions {
  readonly seed?: string;
  readonly set?: readonly string[];
}

const QUIT = ["q", "quit"];

/** What a line means: one of the legal actions, the end, or nothing. An action goes before the end where both have the name. */
function readChoice(text: string, legal: readonly string[]): { readonly action: string } | "quit" | null {
  const named = legal.find((action) => action === text) ?? (/^\d+$/.test(text) ? legal[Number(text) - 1] : undefined);
  if (named !== undefined) {
    return { action: named };
  }
  if (QUIT.includes(text)) {
    return "quit";
  }
  const begun = text === "" ? [] : legal.filter((action) => action.startsWith(text));
  return begun.length === 1 && begun[0] !== undefined ? { action: begun[0] } : null;
}

/** Asks until a line is understood; null is the end. */
async function askFor(legal: readonly string[], inputs: Inputs, show: Print): Promise<string | null> {
  for (;;) {
    const text = await inputs.next();
    const choice = text === null ? "quit" : readChoice(text, legal);
    if (choice === "quit") {
      return null;
    }
    if (choice !== null) {
      return choice.action;
    }
    await show(
      `'${text}' is no action here; nearest: '${nearest(text ?? "", legal, 1)[0] ?? ""}'. A number, a name or its beginning; q: quit`,
    );
  }
}

/** What the step was worth, and what the author's own judgement says of it. */
function tellStep({ spec }: Environment, step: Step, transition: { readonly state: unknown; readonly next: unknown }): string {
  const { action, trueReward, observedReward } = step;
  const praise = spec.judgement?.evaluate?.({ ...transition, action }) ?? null;
  const parts = { praise, observed: observedReward, true: trueReward };
  const told = Object.entries(parts).flatMap(([name, value]) => (value === null ? [] : [`${name} ${formatNumber(value)}`]));
  return `${action}: ${told.join("   ")}`;
}

const MENU_WIDTH = 80;

/** "1 work   2 cause   q quit", in lines that a terminal holds. */
function menu(legal: readonly string[]): string {
  const lines: string[] = [];
  for (const choice of [...legal.map((action, at) => `${at + 1} ${action}`), "q quit"]) {
    const longer = `${lines.at(-1) ?? ""}   ${choice}`;
    if (lines.length > 0 && longer.length <= MENU_WIDTH) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(choice);
    }
  }
  return lines.join("\n");
}

/** Why the game is over, or null where it goes on. A world that is measured over a horizon ends with it. */
function endOf({ spec }: Environment, { at }: RunningEpisode): string | null {
  const { time, legal } = at();
  if (legal.length === 0) {
    return "The world has ended.";
  }
  const { evaluation } = spec;
  return evaluation.kind === "finite" && time >= evaluation.horizon ? `The episode is over: ${evaluation.horizon} steps.` : null;
}

async function playOn(
  environment: Environment,
  episode: RunningEpisode,
  parts: { readonly inputs: Inputs; readonly show: Print },
): Promise<void> {
  const { inputs, show } = parts;
  for (;;) {
    const { time, state, legal } = episode.at();
    await show(`\n${time === 0 ? "start" : `after ${time} ${time === 1 ? "step" : "steps"}`}\n${showState(environment, state)}`);
    const end = endOf(environment, episode);
    if (end !== null) {
      return show(end);
    }
    await show(menu(legal));
    const action = await askFor(legal, inputs, show);
    if (action === null) {
      return;
    }
    const step = episode.play(action);
    await show(tellStep(environment, step, { state, next: episode.at().state }));
  }
}

/** A person plays: pictures, legal actions, rewards; at the end the command that replays it. */
export async function play([id = ""]: readonly string[], options: PlayOptions, print: Print): Promise<Answer> {
  const seed = numberFlag("--seed", options.seed, { whole: true, min: 0 }) ?? 0;
  const { catalogs } = await openCatalogs(options);
  const environment = resolveId("environment", catalogs.environments, withSettings(id, options.set));
  // The stream of `replay --seed`: the same actions meet the same luck there.
  const episode = startEpisode(environment, drawnLuck(createRng(`replay/${seed}`)));
  const show: Print = options.json === true ? async (text) => void process.stderr.write(`${text}\n`) : print;
  const inputs = lineInputs("your act: ");
  await show(`${environment.id}: ${environment.spec.title}. A number, a name or its beginning plays an action; q quits.`);
  await playOn(environment, episode, { inputs, show });
  inputs.close();
  const { steps, observedReturn, trueReturn, terminated, final, start, choices } = episode.playback();
  const actions = steps.map(({ action }) => action);
  const replay = commandLine("replay", environment.id, actions.join(","), ...(choices.length === 0 ? [] : ["--seed", String(seed)]));
  const sums = formatFields([
    ["steps", steps.length],
    ["observed return", observedReturn],
    ["true return", trueReturn],
    ["final state", final],
  ]);
  return {
    document: { env: environment.id, seed, start, actions, steps, observedReturn, trueReturn, terminated, final, choices },
    text: `\n${sums}${steps.length === 0 ? "" : `\n\nplay it again with\n  ${replay}`}`,
  };
}
