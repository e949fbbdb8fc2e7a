import { FirebreakError } from "../error.ts";
import type { TabularMdp } from "../tabular-mdp.ts";

/** One number a step, state and action: 1 GiB of policy. */
const MAX_NUMBERS = 134_217_728;

/** Why a policy of so many steps would not fit into memory, naming the longest that does; or null. */
export function whyTooLong({ stateCount, actionCount }: TabularMdp, steps: number): string | null {
  const most = Math.floor(MAX_NUMBERS / (stateCount * actionCount));
  return steps > most ? `a policy that depends on time has at most ${most} steps there` : null;
}

/** @throws FirebreakError "bad-criterion" where a policy of so many steps would not fit into memory, naming the longest that does. */
export function checkTimedSize(dynamics: TabularMdp, steps: number): void {
  const why = whyTooLong(dynamics, steps);
  if (why !== null) {
    throw new FirebreakError(
      "bad-criterion",
      `Cannot plan ${steps} steps in a world of ${dynamics.stateCount} states and ${dynamics.actionCount} actions: ${why}`,
    );
  }
}
