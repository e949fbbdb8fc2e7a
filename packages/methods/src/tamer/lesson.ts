import { drawAction, type Luck, type Walk } from "../kernels/walk.ts";
import type { Delay } from "./credit.ts";
import type { CreditWindow } from "./credit-window.ts";
import type { Outlook } from "./outlook.ts";
import type { Player } from "./play.ts";

/** How a lesson goes: the seconds of its clock are simulated. */
export interface LessonPace {
  /** Seconds that a step is to be seen. */
  readonly seconds: number;
  readonly delay: Delay;
  readonly epsilon: number;
}

/** The draws of a lesson: those of every learner, and the trainer's. */
export type LessonLuck = Luck & { readonly trainer: Luck["world"] };

/** A player to whom a trainer says a word about every step: about a moment of it, all alike, and her reaction time later. */
export function pupil(
  world: { readonly walk: Walk; readonly feedback: Float64Array },
  { seconds, delay, epsilon }: LessonPace,
  parts: { readonly window: CreditWindow; readonly outlook: Outlook; readonly luck: LessonLuck },
): Player {
  const { window, outlook, luck } = parts;
  const table = { q: outlook.worth, stride: 1, offset: 0 };
  let clock = 0;
  return {
    choose(state) {
      window.listen(clock * seconds);
      outlook.refresh(state);
      return drawAction(world.walk, state, table, epsilon, luck.exploration.next());
    },
    learn({ pair, outcome }) {
      const start = clock++ * seconds;
      window.begin(pair, { start, end: clock * seconds });
      const seen = start + seconds * luck.trainer.next();
      const time = seen + delay.least + (delay.most - delay.least) * luck.trainer.next();
      window.say({ time, value: world.feedback[outcome] ?? 0 });
    },
  };
}
