import { type Branch, type Chance, enumerateChance } from "./chance.ts";
import type { Environment } from "./environment.ts";
import { FirebreakError } from "./error.ts";

/** Line breaks, escapes and the like. */
const CONTROLS = /\p{Cc}/u;

/** The states met so far, numbered in order of first meeting; the label is the key. */
export interface Met {
  readonly labels: string[];
  readonly states: unknown[];
  index(state: unknown): number;
}

/** Numbers states as they are met. `index` throws FirebreakError "bad-specification" for a label that a terminal would obey, "too-many-states" beyond the limit. */
export function meetStates(environment: Environment, maxStates: number): Met {
  const labels: string[] = [];
  const states: unknown[] = [];
  const indexOf = new Map<string, number>();
  const index = (state: unknown): number => {
    const label = environment.spec.label(state);
    const known = indexOf.get(label);
    if (known !== undefined) {
      return known;
    }
    if (CONTROLS.test(label)) {
      throw new FirebreakError(
        "bad-specification",
        `Cannot enumerate environment '${environment.id}': the label '${label}' holds a control character, which a terminal would obey`,
      );
    }
    if (labels.length >= maxStates) {
      throw new FirebreakError(
        "too-many-states",
        `Cannot enumerate environment '${environment.id}': it has more than ${maxStates} states (the last one met is '${labels.at(-1) ?? ""}'); it may never stop meeting new ones`,
      );
    }
    indexOf.set(label, labels.length);
    labels.push(label);
    states.push(state);
    return labels.length - 1;
  };
  return { labels, states, index };
}

/** The states that a start or a step can lead to, ascending, with their probabilities. */
interface Row {
  readonly states: readonly number[];
  readonly masses: readonly number[];
}

/** Enumerates starts and steps into rows. What is wrong with their chance is refused with where in the world it stands. */
export function rowsOf(met: Met): (run: (chance: Chance) => unknown, what: () => string) => Row {
  const massOf: number[] = [];
  return (run, what) => {
    const states: number[] = [];
    let sum = 0;
    for (const { value, probability } of branchesOf(run, what)) {
      const state = met.index(value);
      const before = massOf[state] ?? 0;
      if (before === 0) {
        states.push(state);
      }
      massOf[state] = before + probability;
      sum += probability;
    }
    if (!(Math.abs(sum - 1) <= 1e-9)) {
      throw new FirebreakError("bad-probability", `Cannot compile ${what()}: its probabilities sum to ${sum}`);
    }
    states.sort((x, y) => x - y);
    const masses = states.map((state) => (massOf[state] ?? 0) / sum);
    for (const state of states) {
      massOf[state] = 0;
    }
    return { states, masses };
  };
}

function branchesOf(run: (chance: Chance) => unknown, what: () => string): readonly Branch<unknown>[] {
  try {
    return enumerateChance(run);
  } catch (error) {
    if (error instanceof FirebreakError && error.code === "bad-probability") {
      throw new FirebreakError(error.code, `Cannot compile ${what()}: ${error.message.replace(/^C/, "c")}`, error.place);
    }
    throw error;
  }
}
