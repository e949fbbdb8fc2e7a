import { FirebreakError } from "./error.ts";
import type { Budget, PerKind } from "./ledger.ts";
import type { TabularMdp } from "./tabular-mdp.ts";

/** What one question of each kind costs in a unit, and why: methods that ask different kinds of question are given equal sums of it. */
export interface Tariff {
  readonly id: string;
  readonly unit: "question" | "bit" | "second";
  readonly price: PerKind;
  readonly reasoning: string;
}

/** Every question costs 1. */
export const questionTariff: Tariff = {
  id: "questions",
  unit: "question",
  price: { value: 1, evaluate: 1, demonstrate: 1, compare: 1 },
  reasoning: "Every question counts once, whatever its answer tells",
};

/** The most bits that an answer to each kind of question carries: log2 of the answers it chooses among. */
export function bitTariff(answers: {
  /** Levels of the scale on which states and steps are judged, at least 2. */
  readonly levels: number;
  /** A comparison may come out even. */
  readonly ties: boolean;
  /** What a demonstration chooses among, in bits: `demonstrationBits`, or log2 of a number of actions. */
  readonly demonstration: number;
}): Tariff {
  const { levels, ties, demonstration } = answers;
  if (!(Number.isInteger(levels) && levels >= 2) || !(demonstration >= 0 && demonstration < Number.POSITIVE_INFINITY)) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot count the bits of answers on a scale of ${levels} levels, or of ${demonstration} bits a demonstration: there are at least 2 levels, and bits are finite and at least 0`,
    );
  }
  const judged = Math.log2(levels);
  return {
    id: `bits-of-${levels}-levels${ties ? "-with-ties" : ""}`,
    unit: "bit",
    price: { value: judged, evaluate: judged, demonstrate: demonstration, compare: ties ? Math.log2(3) : 1 },
    reasoning: `An answer carries at most log2 of its alternatives: ${levels} levels of a judgement, ${ties ? "better, worse or even" : "better or worse"}, the legal actions of a demonstration. What a biased or noisy answer tells is less`,
  };
}

/** Bits of a demonstration in a world: log2 of the legal actions, on average over the states that are not terminal. 0 where none is. */
export function demonstrationBits({ stateCount, actionCount, rowStart }: TabularMdp): number {
  let [bits, states] = [0, 0];
  for (let state = 0; state < stateCount; state++) {
    let legal = 0;
    for (let row = state * actionCount; row < (state + 1) * actionCount; row++) {
      legal += (rowStart[row] ?? 0) < (rowStart[row + 1] ?? 0) ? 1 : 0;
    }
    bits += legal === 0 ? 0 : Math.log2(legal);
    states += legal === 0 ? 0 : 1;
  }
  return states === 0 ? 0 : bits / states;
}

/**
 * A person's seconds for an answer. ASSUMED, measured by nobody here: to press a key for good or bad while watching takes about a
 * second, to place a state on a scale thrice that, to compare two clips five, to work out and show what one would do ten. A study that uses it
 * says so.
 */
export const assumedSecondsTariff: Tariff = {
  id: "assumed-seconds",
  unit: "second",
  price: { value: 3, evaluate: 1, demonstrate: 10, compare: 5 },
  reasoning: "An assumption, not a measurement: 1 s to approve or disapprove, 3 s to rate a state, 5 s to compare, 10 s to show what to do",
};

/** So many units' worth of questions. @throws FirebreakError "bad-argument" for a limit that is negative or not finite. */
export function budgetAt({ id, price }: Tariff, limit: number): Budget {
  if (!(limit >= 0 && limit < Number.POSITIVE_INFINITY)) {
    throw new FirebreakError("bad-argument", `Cannot keep a budget of ${limit} at the tariff '${id}': it is finite and at least 0`);
  }
  return { kind: "cost", limit, price };
}
