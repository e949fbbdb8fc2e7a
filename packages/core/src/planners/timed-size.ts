import { FirebreakError } from "../error.ts";
import type { TabularMdp } from "../tabular-mdp.ts";

/** One number a step, state and action: 1 GiB of policy. */
const MAX_NUMBERS = 134_217_728;

/** @throws FirebreakError "bad-criterion" where a policy of so many steps would not fit into memory, naming the longest that does. */
export function checkTimedSize({ stateCount, actionCount }: TabularMdp, steps: number): void {
  const most = Math.floor(MAX_NUMBERS / (stateCount * actionCount));
  if (steps > most) {
    throw new FirebreakError(
      "bad-criterion",
      `Cannot plan ${steps} steps in a world of ${stateCount} states and ${actionCount} actions: a policy that depends on time has at most ${most} steps there`,
    );
  }
}
