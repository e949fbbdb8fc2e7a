import { type AuditSubject, type PlayedArm, scriptedLuck } from "@firebreak/core";
import type { TimeLineStep } from "../figures/witness-time-line.ts";
import { answersOrNull } from "./conventions.ts";
import { playEpisode } from "./play-episode.ts";

/**
 * A stored arm of a witness, played again and told step by step: what the overseer thinks of each, what it costs. `damageOf` is the audit's
 * D of playing an action in a state, by index; null where no audit was made.
 *
 * @throws FirebreakError as `replay` does, where the arm does not replay.
 */
export function timeLineSteps(
  { environment, answers }: Pick<AuditSubject, "environment" | "answers">,
  arm: PlayedArm,
  damageOf: ((at: { readonly time: number; readonly state: number; readonly action: number }) => number) | null,
): readonly TimeLineStep[] {
  const { playback, outcomes } = playEpisode(environment, {
    play: ({ time }, out) => {
      out.fill(0);
      out[environment.actions.indexOf(arm.actions[time] ?? "")] = 1;
    },
    steps: arm.actions.length,
    luck: scriptedLuck(arm.choices),
    draw: () => 0,
  });
  const value = answersOrNull(answers, "value");
  const evaluate = answersOrNull(answers, "evaluate");
  return playback.steps.map(({ action, trueReward }, time) => {
    const step = outcomes[time];
    return {
      action,
      trueReward,
      value: value?.[step?.next ?? -1] ?? null,
      praise: evaluate?.[step?.z ?? -1] ?? null,
      damage: step === undefined || damageOf === null ? null : damageOf({ time, state: step.state, action: step.action }),
    };
  });
}
