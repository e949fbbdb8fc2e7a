import { drawAction, drawOutcome, drawStart, type Luck, type Trail, type Walk } from "../kernels/walk.ts";
import type { Delay } from "./credit.ts";
import type { CreditWindow } from "./credit-window.ts";
import type { Outlook } from "./outlook.ts";

/** How a lesson goes: the seconds of its clock are simulated. */
export interface LessonPace {
  /** Seconds that a step is to be seen. */
  readonly seconds: number;
  readonly delay: Delay;
  /** Steps until an episode is cut. */
  readonly episode: number;
  readonly epsilon: number;
}

/** The draws of a lesson: those of every learner, and the trainer's. */
export type LessonLuck = Luck & { readonly trainer: Luck["world"] };

/**
 * An agent that acts, and a trainer who says a word about every step: a moment of the step, all alike, and her reaction time later.
 * Returns the function that goes on for some steps; it writes `trail`, and whatever stands behind the window.
 */
export function openLesson(
  world: { readonly walk: Walk; readonly feedback: Float64Array },
  pace: LessonPace,
  parts: { readonly window: CreditWindow; readonly outlook: Outlook; readonly trail: Trail; readonly luck: LessonLuck },
): (steps: number) => void {
  const { walk, feedback } = world;
  const { seconds, delay, episode, epsilon } = pace;
  const { window, outlook, trail, luck } = parts;
  const table = { q: outlook.worth, stride: 1, offset: 0 };
  const isTerminal = (state: number): boolean => walk.legalStart[state] === walk.legalStart[state + 1];
  let [state, time, clock] = [-1, 0, 0];
  const act = (): void => {
    const now = clock++ * seconds;
    window.listen(now);
    outlook.refresh();
    const pair = drawAction(walk, state, table, epsilon, luck.exploration.next());
    const z = drawOutcome(walk, pair, luck.world);
    trail.outcomes[z] = (trail.outcomes[z] ?? 0) + 1;
    window.begin(pair, { start: now, end: clock * seconds });
    const seen = now + seconds * luck.trainer.next();
    window.say({ time: seen + delay.least + (delay.most - delay.least) * luck.trainer.next(), value: feedback[z] ?? 0 });
    state = walk.nextState[z] ?? 0;
    time++;
  };
  return (steps) => {
    for (let step = 0; step < steps; step++) {
      if (state < 0 || time === episode || isTerminal(state)) {
        state = drawStart(walk, luck.start);
        trail.starts[state] = (trail.starts[state] ?? 0) + 1;
        time = 0;
      }
      if (!isTerminal(state)) {
        act(); // where the world ends as it begins, an episode of no steps passes for one
      }
    }
  };
}
