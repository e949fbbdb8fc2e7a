import { nearest, type OverseenWorld, type State } from "@firebreak/core";
import type { Inputs } from "./inputs.ts";
import type { Print } from "./output.ts";
import { showState } from "./shown-picture.ts";
import { formatNumber } from "./table.ts";
import type { Watched } from "./watched-episode.ts";

/** "signal 3   praise 3   true 0   V -1": what there is of it. */
function scores(parts: Readonly<Record<string, number | null>>): string {
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === null ? [] : [`${name} ${formatNumber(value)}`]))
    .join("   ");
}

/** The text of one moment: 0 is the start. */
function momentText({ world }: OverseenWorld, watched: Watched, time: number): string {
  const step = watched.steps[time - 1];
  const label = step?.to ?? watched.playback.start;
  const picture = showState(world.environment, world.rich(world.labels.indexOf(label) as State)); // an index of `labels` is a state
  const head = step === undefined ? "start" : `step ${time}: ${step.action}`;
  const told =
    step === undefined
      ? scores({ V: watched.startValue })
      : scores({ signal: step.proxyReward, praise: step.praise, observed: step.observedReward, true: step.trueReward, V: step.value });
  return ["", head, picture, ...(told === "" ? [] : [told])].join("\n");
}

const GO_ON: ReadonlySet<string> = new Set(["", "n", "next", "return", "enter", "space", "right", "down"]);
const STOP: ReadonlySet<string> = new Set(["q", "quit", "escape"]);
const KEYS = "enter: next step, q: quit";

/** Whether to go on, once somebody has said something that can be understood. */
async function wantsMore(inputs: Inputs, show: Print): Promise<boolean> {
  for (;;) {
    const input = await inputs.next();
    if (input === null || STOP.has(input)) {
      return false;
    }
    if (GO_ON.has(input)) {
      return true;
    }
    await show(`'${input}' means nothing here (nearest: '${nearest(input, ["next", "quit"], 1)[0] ?? ""}'); ${KEYS}`);
  }
}

/** Shows moment after moment; with inputs, each when it is asked for. @returns How many steps were seen. */
export async function showSteps(
  overseen: OverseenWorld,
  watched: Watched,
  parts: { readonly show: Print; readonly inputs: Inputs | null },
): Promise<number> {
  const { show, inputs } = parts;
  if (inputs !== null) {
    await show(KEYS);
  }
  for (let time = 0; ; time++) {
    await show(momentText(overseen, watched, time));
    if (time === watched.steps.length || (inputs !== null && !(await wantsMore(inputs, show)))) {
      return time;
    }
  }
}
