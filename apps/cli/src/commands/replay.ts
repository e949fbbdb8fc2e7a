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

/** Plays a list of actions on the author's own step function, under a seed or a witness's script. */
export async function replayActions([id = "", actions = ""]: readonly string[], options: ReplayOptions): Promise<Answer> {
  const seed = numberFlag("--seed", options.seed, { whole: true, min: 0 });
  if (seed !== undefined && options.choices !== undefined) {
    throw new FirebreakError("bad-argument", "Cannot use --seed and --choices together: a script of chance draws nothing");
  }
  const { catalogs } = await openCatalogs(options);
  const environment = resolveId("environment", catalogs.environments, withSettings(id, options.set));
  const luck = options.choices === undefined ? createRng(`replay/${seed ?? 0}`) : readChoices(options.choices);
  const played = replay(environment, parseActions(environment, actions), luck);
  const { steps, observedReturn, trueReturn, terminated, final, start, choices } = played;
  if (typeof luck === "object" && "length" in luck && choices.length < luck.length) {
    throw new FirebreakError(
      "bad-script",
      `Cannot replay this script in '${environment.id}': it has ${luck.length} choices, and these actions draw ${choices.length}`,
      { what: "--choices" },
    );
  }
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
