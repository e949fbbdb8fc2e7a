import { FirebreakError, nearestOf } from "./error.ts";

/** The four kinds of question an overseer answers. */
export const QUESTION_KINDS = ["value", "evaluate", "demonstrate", "compare"] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

export type PerKind = Readonly<Record<QuestionKind, number>>;

/** What a trial used. No seconds: those go to a side file, or equal trials would have unequal results. */
export interface Ledger {
  /** Questions asked, repeats counted. */
  readonly asked: PerKind;
  /** Different questions asked: states for value and demonstrate, outcomes (s, a, s') for evaluate. */
  readonly distinct: PerKind;
  readonly environmentSteps: number;
}

/** How much may be asked. Costs are in one unit; the default price of every kind is 1. */
export type Budget = { readonly kind: "unlimited" } | { readonly kind: "cost"; readonly limit: number; readonly price?: Partial<PerKind> };

/** Counts questions and refuses those beyond the budget. */
export interface Account {
  /** How many questions of a kind may still be asked; Infinity without a limit. */
  remaining(kind: QuestionKind): number;
  /** Counts `count` questions of one kind. @throws FirebreakError "budget-exceeded", before anything is counted. */
  charge(kind: QuestionKind, count: number): void;
  /** Counts how many of the questions asked were new: called with the number of each item (state or outcome) asked about. */
  chargeEach(kind: QuestionKind, counts: Float64Array): void;
  countSteps(steps: number): void;
  ledger(): Ledger;
}

/** The price of one question of a kind under a budget; 0 when the budget is unlimited. */
export function priceOf(budget: Budget, kind: QuestionKind): number {
  return budget.kind === "unlimited" ? 0 : (budget.price?.[kind] ?? 1);
}

function checkBudget(budget: Budget): void {
  const strange = Object.keys((budget.kind === "unlimited" ? undefined : budget.price) ?? {}).find(
    (key) => !QUESTION_KINDS.some((kind) => kind === key),
  );
  if (strange !== undefined) {
    throw new FirebreakError("bad-argument", `Cannot keep a budget with a price of '${strange}': ${nearestOf(strange, QUESTION_KINDS)}`);
  }
  const numbers = budget.kind === "unlimited" ? [] : [budget.limit, ...QUESTION_KINDS.map((kind) => priceOf(budget, kind))];
  const bad = numbers.find((number) => !(number >= 0 && number < Number.POSITIVE_INFINITY));
  if (bad !== undefined) {
    throw new FirebreakError("bad-argument", `Cannot keep a budget with a limit or price of ${bad}: both are finite and at least 0`);
  }
}

/**
 * An empty account. `compare` has no finite list of items, so every comparison counts as distinct.
 * @throws FirebreakError "bad-argument" for a limit or price that is negative or no finite number.
 */
export function openAccount(budget: Budget): Account {
  checkBudget(budget);
  const asked: Record<QuestionKind, number> = { value: 0, evaluate: 0, demonstrate: 0, compare: 0 };
  const distinct: Record<QuestionKind, number> = { value: 0, evaluate: 0, demonstrate: 0, compare: 0 };
  const seen = new Map<QuestionKind, Uint8Array>();
  let spent = 0;
  let environmentSteps = 0;
  const remaining = (kind: QuestionKind): number => {
    const price = priceOf(budget, kind);
    // A hair of slack, or ten questions at 0.1 would not fit into a budget of 1.
    return budget.kind === "unlimited" || price === 0
      ? Number.POSITIVE_INFINITY
      : Math.max(0, Math.floor((budget.limit - spent) / price + 1e-9));
  };
  const charge = (kind: QuestionKind, count: number): void => {
    if (!(count <= remaining(kind))) {
      throw new FirebreakError(
        "budget-exceeded",
        `Cannot ask ${count} more questions of kind '${kind}': the budget allows ${remaining(kind)}`,
      );
    }
    asked[kind] += count;
    spent += count * priceOf(budget, kind);
  };
  return {
    remaining,
    charge,
    chargeEach(kind, counts) {
      charge(
        kind,
        counts.reduce((sum, count) => sum + count, 0),
      );
      const marks = seen.get(kind) ?? new Uint8Array(counts.length);
      seen.set(kind, marks);
      counts.forEach((count, item) => {
        if (count > 0 && marks[item] === 0) {
          marks[item] = 1;
          distinct[kind]++;
        }
      });
    },
    countSteps(steps) {
      environmentSteps += steps;
    },
    ledger: () => ({ asked: { ...asked }, distinct: { ...distinct, compare: asked.compare }, environmentSteps }),
  };
}
