import { createRng, FirebreakError, type Playback, parseActions, replay, resolveId } from "@firebreak/core";
import type { Answer, GlobalOptions } from "../answer.ts";
import { numberFlag, withSettings } from "../arguments.ts";
import { openCatalogs } from "../catalogs.ts";
import { formatFields, formatTable } from "../table.ts";

interface ReplayOptions extends GlobalOptions {
  readonly seed?: string;
  readonly choices?: string;
  readonly set?: readonly string[];
}

function readChoices(text: string): readonly number[] {
  return text.split(",").map((part) => {
    const choice = Number(part);
    if (part.trim() === "" || !Number.isInteger(choice) || choice < 0) {
      throw new FirebreakError("bad-argument", `Cannot read --choices '${text}': '${part}' is no choice; they are whole numbers from 0`, {
        what: "--choices",
      });
    }
    return choice;
  });
}

function tell(played: Playback): string {
  const steps = formatTable(
    ["step", "action", "state reached", "observed reward", "true reward"],
    played.steps.map(({ action, to, observedReward, trueReward }, at) => [at + 1, action, to, observedReward, trueReward]),
  );
  const sums = formatFields([
    ["observed return", played.observedReturn],
    ["true return", played.trueReturn],
    ["terminated", played.terminated],
    ["final state", played.final],
  ]);
  return `${played.environment} from ${played.start}\n\n${steps}\n\n${sums}`;
}

/** Nothing given may be ignored in silence. @throws FirebreakError "bad-script" or "illegal-action". */
function checkAllUsed(
  played: Playback,
  given: { readonly actions: readonly string[]; readonly choices: readonly number[] | undefined },
): void {
  const { steps, choices, environment, final } = played;
  const left = given.actions.slice(steps.length);
  if (left.length > 0) {
    throw new FirebreakError(
      "illegal-action",
      `Cannot play '${left[0] ?? ""}' at step ${steps.length} of '${environment}': the episode ended in state '${final}', with ${left.length} of ${given.actions.length} actions left`,
      { what: "actions" },
    );
  }
  const script = given.choices ?? [];
  if (script.length > choices.length) {
    throw new FirebreakError(
      "bad-script",
      `Cannot replay this script in '${environment}': it has ${script.length} choices, and these actions draw ${choices.length}`,
      { what: "--choices" },
    );
  }
}

/** Plays a list of actions on the author's own step function, under a seed or a witness's script. */
export async function replayActions([id = "", actions = ""]: readonly string[], options: ReplayOptions): Promise<Answer> {
  const seed = numberFlag("--seed", options.seed, { whole: true, min: 0 });
  if (seed !== undefined && options.choices !== undefined) {
    throw new FirebreakError("bad-argument", "Cannot use --seed and --choices together: a script of chance draws nothing");
  }
  const { catalogs } = await openCatalogs(options);
  const environment = resolveId("environment", catalogs.environments, withSettings(id, options.set));
  const choicesGiven = options.choices === undefined ? undefined : readChoices(options.choices);
  const parsed = parseActions(environment, actions);
  const played = replay(environment, parsed, choicesGiven ?? createRng(`replay/${seed ?? 0}`));
  checkAllUsed(played, { actions: parsed, choices: choicesGiven });
  const { steps, observedReturn, trueReturn, terminated, final, start, choices } = played;
  return {
    document: {
      env: environment.id,
      steps: steps.length,
      observedReturn,
      trueReturn,
      terminated,
      final,
      start,
      choices,
      transitions: steps,
    },
    text: tell(played),
  };
}
