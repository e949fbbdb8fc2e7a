import { FirebreakError, nearestOf, type OverseenProblem } from "@firebreak/core";

/** What to do somewhere: an action's name, or the probability of each by name (those left out are 0). */
export type Shown = string | Readonly<Record<string, number>>;

/** Somebody other than the overseer who shows what to do: a function of a state's label. Pure. */
export interface Expert {
  /** Part of the id of the methods that learn from them: lower-case letters, digits and dashes. */
  readonly name: string;
  readonly show: (label: string) => Shown;
}

/** The world's own words, by index. */
export type Words = Pick<OverseenProblem, "environment" | "actions" | "observations" | "dynamics">;

/** The row (s·A + a) of an action's name in a state. @throws FirebreakError "unknown-id" or "illegal-action". */
export function rowNamed({ environment, actions, observations: { labels }, dynamics }: Words, state: number, name: string): number {
  const action = actions.indexOf(name);
  if (action === -1) {
    throw new FirebreakError("unknown-id", `Cannot take '${name}' for an action of '${environment}': ${nearestOf(name, actions)}`);
  }
  const row = state * dynamics.actionCount + action;
  if (dynamics.rowStart[row] === dynamics.rowStart[row + 1]) {
    throw new FirebreakError(
      "illegal-action",
      `Cannot learn to do '${name}' in '${labels[state]}' of '${environment}': it is not legal there`,
    );
  }
  return row;
}

/**
 * What an expert shows in every state of a world, as a table of length S·A: it is asked once for each state that is not terminal.
 *
 * @throws FirebreakError "unknown-id" for an action that the world does not have, "illegal-action", "bad-probability" where what is
 *   shown does not sum to 1.
 */
export function tableOf(expert: Expert, words: Words): Float64Array {
  const {
    dynamics,
    observations: { labels },
  } = words;
  const { stateCount, actionCount, terminal } = dynamics;
  const table = new Float64Array(stateCount * actionCount);
  for (let state = 0; state < stateCount; state++) {
    if (terminal[state] === 1) {
      continue;
    }
    const shown = expert.show(labels[state] ?? "");
    const shares = Object.entries(typeof shown === "string" ? { [shown]: 1 } : shown).filter(([, share]) => share !== 0);
    for (const [name, share] of shares) {
      table[rowNamed(words, state, name)] = share;
    }
    const sum = shares.reduce((total, [, share]) => total + share, 0);
    if (!(Math.abs(sum - 1) < 1e-9) || shares.some(([, share]) => !(share > 0))) {
      throw new FirebreakError(
        "bad-probability",
        `Cannot follow '${expert.name}' in '${labels[state]}': what it shows there sums to ${sum}`,
      );
    }
  }
  return table;
}
