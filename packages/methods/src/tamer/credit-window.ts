import { creditOf, type Delay, type Span } from "./credit.ts";
import type { HumanModel } from "./human-model.ts";

/** How words become samples of Ĥ. */
export interface CreditRule {
  readonly delay: Delay;
  /**
   * "label": a step's target is Σ h·credit over all words, weight 1 (TAMER, Knox and Stone 2009). "weighted": every word is a target of
   * its own, its credit the weight (Deep TAMER, Warnell et al. 2018: the least of Σ w(h − Ĥ)²).
   */
  readonly credit: "label" | "weighted";
  /** What a step teaches that no word was about: nothing, or that it is worth 0. For labels only. */
  readonly silence: "skip" | "zero";
}

/** What a trainer said, and when she will have said it, in seconds. */
interface Word {
  readonly time: number;
  readonly value: number;
}

interface OpenStep extends Span {
  readonly pair: number;
  label: number;
  heard: boolean;
}

/** The last steps, and words about them that come late. */
export interface CreditWindow {
  /** A step begins, after all earlier ones. */
  begin(pair: number, span: Span): void;
  /** A word that will be heard at its time. */
  say(word: Word): void;
  /** Time goes on to `now`: words are heard in the order of their times, and steps that no word can reach any more are learned from. */
  listen(now: number): void;
}

/** Opens a window over a walk's pairs. A step is learned from once, when its label is complete. */
export function openWindow({ delay, credit, silence }: CreditRule, model: HumanModel): CreditWindow {
  let steps: OpenStep[] = [];
  let words: Word[] = [];
  const hear = ({ time, value }: Word): void => {
    for (const step of steps) {
      const share = creditOf(time, step, delay);
      if (share > 0 && credit === "weighted") {
        model.learn(step.pair, value, share);
      } else if (share > 0) {
        step.label += value * share;
        step.heard = true;
      }
    }
  };
  return {
    begin: (pair, span) => steps.push({ ...span, pair, label: 0, heard: false }),
    say: (word) => words.push(word),
    listen(now) {
      words
        .filter(({ time }) => time <= now)
        .sort((x, y) => x.time - y.time)
        .forEach(hear);
      words = words.filter(({ time }) => time > now);
      for (const step of steps.filter(({ end }) => end + delay.most <= now)) {
        if (credit === "label" && (step.heard || silence === "zero")) {
          model.learn(step.pair, step.label, 1);
        }
      }
      steps = steps.filter(({ end }) => end + delay.most > now);
    },
  };
}
