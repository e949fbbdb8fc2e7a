import type { Rng } from "@firebreak/core";
import type { ActedStep } from "./actors.ts";

/** What one seed remembers: its last steps, the oldest forgotten first. */
export interface Replay {
  size(): number;
  remember(step: ActedStep): void;
  /** A step drawn uniformly from what is remembered. There must be one. */
  draw(rng: Rng): ActedStep;
}

export function openReplay(capacity: number): Replay {
  const steps: ActedStep[] = [];
  let oldest = 0;
  return {
    size: () => steps.length,
    remember(step) {
      if (steps.length < capacity) {
        steps.push(step);
      } else {
        steps[oldest] = step;
        oldest = (oldest + 1) % capacity;
      }
    },
    draw(rng) {
      const step = steps[rng.below(steps.length)];
      if (step === undefined) {
        throw new Error("Nothing is remembered yet");
      }
      return step;
    },
  };
}
