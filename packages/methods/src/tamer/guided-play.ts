import type { Rng } from "@firebreak/core";
import type { Luck, Walk } from "../kernels/walk.ts";
import type { Played, Player } from "./play.ts";

/**
 * What a Q-learner goes by. Its options are the legal pairs of a walk, 0 … P − 1, and, where there is one, an extra option of each state s,
 * P + s: to do what the guide has highest.
 */
export interface Guide {
  /** What an option is worth: looked ahead to, and corrected. */
  worth(option: number): number;
  /** What options are chosen by. */
  preference(option: number): number;
  /** The error of an option just played. */
  correct(option: number, error: number): void;
  /** What a step pays beyond the world's reward. */
  bonus(step: Played): number;
  /** How much the guide is listened to: annealed as episodes begin. */
  readonly weight: number;
  begin(): void;
  /** Ĥ of the pairs, length P. */
  readonly advice: Float64Array;
  /** With probability min(weight, 1) the advice is followed, whatever is preferred. */
  readonly shares: boolean;
  readonly hasExtra: boolean;
}

/** The options of the highest score, ties kept. */
export function bestOptions(options: readonly number[], score: (option: number) => number): readonly number[] {
  const scores = options.map(score);
  const best = scores.reduce((x, y) => Math.max(x, y), Number.NEGATIVE_INFINITY);
  return options.filter((_, at) => scores[at] === best);
}

/** The legal pairs of a state, in draw order. */
export function pairsOf({ legalStart }: Walk, state: number): readonly number[] {
  const first = legalStart[state] ?? 0;
  return Array.from({ length: (legalStart[state + 1] ?? 0) - first }, (_, at) => first + at);
}

/** All options of a state, in draw order, the extra one last. */
export function optionsOf(walk: Walk, state: number, hasExtra: boolean): readonly number[] {
  const pairs = pairsOf(walk, state);
  return hasExtra && pairs.length > 0 ? [...pairs, walk.legalRow.length + state] : pairs;
}

const drawFrom = (options: readonly number[], rng: Rng): number => options[Math.floor(rng.next() * options.length)] ?? 0;

/** Q-learning (Watkins 1989) with a guide. `tries` (one entry an option) counts what was played. */
export function guidedPlayer(
  world: { readonly walk: Walk; readonly reward: Float64Array },
  pace: { readonly discount: number; readonly epsilon: number },
  parts: { readonly guide: Guide; readonly tries: Int32Array; readonly luck: Luck & { readonly advice: Rng } },
): Player {
  const { walk, reward } = world;
  const { guide, tries, luck } = parts;
  const advised = (state: number): number =>
    drawFrom(
      bestOptions(pairsOf(walk, state), (pair) => guide.advice[pair] ?? 0),
      luck.advice,
    );
  let option = -1;
  const choose = (state: number): number => {
    if (guide.shares && luck.advice.next() < guide.weight) {
      return advised(state);
    }
    const options = optionsOf(walk, state, guide.hasExtra);
    const explores = luck.exploration.next() < pace.epsilon;
    return drawFrom(explores ? options : bestOptions(options, guide.preference), luck.exploration);
  };
  return {
    begin: () => guide.begin(),
    choose(state) {
      option = choose(state);
      return option < walk.legalRow.length ? option : advised(state);
    },
    learn(step) {
      const ahead = optionsOf(walk, step.next, guide.hasExtra).reduce(
        (most, next) => Math.max(most, guide.worth(next)),
        Number.NEGATIVE_INFINITY,
      );
      const target = (reward[step.outcome] ?? 0) + guide.bonus(step) + (step.ended ? 0 : pace.discount * ahead);
      tries[option] = (tries[option] ?? 0) + 1;
      guide.correct(option, target - guide.worth(option));
    },
  };
}
