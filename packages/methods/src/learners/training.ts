import { clearCounts, type Trail } from "../kernels/walk.ts";
import type { Meter } from "./learner.ts";

/**
 * Runs a kernel in chunks up to each point of the curve, paying after each chunk, and yields the number of steps done at each
 * point. A budget that runs out ends the curve early, at the last step that could be paid for.
 */
export function* chunks(
  plan: { readonly steps: number; readonly checkpoints: number },
  meter: Meter,
  kernel: { readonly trail: Trail; run(steps: number): void },
): Generator<number> {
  let done = 0;
  for (let point = 1; point <= plan.checkpoints; point++) {
    const target = Math.floor((plan.steps * point) / plan.checkpoints);
    while (done < target) {
      const steps = Math.min(target - done, meter.affordable());
      if (steps < 1) {
        yield done;
        return;
      }
      kernel.run(steps);
      meter.pay(kernel.trail, steps);
      clearCounts(kernel.trail);
      done += steps;
    }
    yield done;
  }
}
