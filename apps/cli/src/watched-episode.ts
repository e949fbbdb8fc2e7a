import { type PlayedEpisode, playPolicy } from "@firebreak/analysis/audits";
import type { WatchedStep } from "@firebreak/analysis/report";
import {
  type Criterion,
  channelOf,
  compileSignal,
  createRng,
  FirebreakError,
  type OverseenWorld,
  type Policy,
  referencePolicy,
  type Signal,
  solve,
  uniformPolicy,
} from "@firebreak/core";

/** Whose behaviour can be watched: the optimum of a signal or of the true reward, the overseer's own, or chance. */
export const WATCHABLE = ["signal", "true", "overseer", "uniform"] as const;
export type Watchable = (typeof WATCHABLE)[number];

/** An episode with what everybody thinks of each step. */
export interface Watched extends PlayedEpisode {
  readonly startValue: number | null;
  readonly steps: readonly WatchedStep[];
}

/** What is watched: a policy in an overseen world, and the signal that scores it. */
export interface WatchTask {
  readonly overseen: OverseenWorld;
  readonly policy: Watchable;
  readonly signal: Signal | null;
  readonly criterion: Criterion;
  readonly steps: number;
  readonly seed: number;
}

function policyOf({ overseen, policy, criterion }: WatchTask, proxy: Float64Array | null): Policy {
  const { world, model } = overseen;
  if (policy === "uniform") {
    return uniformPolicy(world.dynamics);
  }
  if (policy === "overseer") {
    const own = referencePolicy(overseen);
    if (own === undefined) {
      throw new FirebreakError(
        "not-implemented-here",
        `Cannot watch overseer '${model.id}' in '${world.id}': she demonstrates nothing there`,
        { what: "--policy" },
      );
    }
    return own;
  }
  return solve(world.dynamics, policy === "true" || proxy === null ? world.trueReward : proxy, criterion).policy;
}

/** Plays an episode of a policy under a seed, and scores every step. */
export function watchEpisode(task: WatchTask): Watched {
  const { overseen, signal, criterion, steps, seed } = task;
  const { world, model, answers } = overseen;
  const proxy = signal === null ? null : compileSignal(overseen, signal, criterion);
  const asked = model.answers(world);
  const { unanswered = {} } = channelOf(model, world);
  /** What she says of an item; null where she was never asked. */
  const said = (kind: "evaluate" | "value", item: number): number | null =>
    asked.includes(kind) && unanswered[kind]?.[item] !== 1 ? (answers(kind)[item] ?? null) : null;
  const policy = policyOf(task, proxy);
  const played = playPolicy(world, { policy, steps }, createRng(`watch/${world.id}/${seed}`));
  return {
    ...played,
    startValue: said("value", world.labels.indexOf(played.playback.start)),
    steps: played.playback.steps.map(({ action, to, trueReward, observedReward }, at) => {
      const { z, next } = played.outcomes[at] ?? { z: -1, next: -1 };
      return {
        action,
        to,
        trueReward,
        observedReward,
        proxyReward: proxy?.[z] ?? null,
        praise: said("evaluate", z),
        value: said("value", next),
      };
    }),
  };
}
