import { FirebreakError, nearestOf } from "./error.ts";

/**
 * What a method optimises or a measure reports.
 *
 * - `finite`: the undiscounted sum over `horizon` steps; its policies depend on time.
 * - `discounted`: Σ γ^t r_t, γ in [0, 1).
 * - `average`: the long-run reward per step from the stated start (multichain: it depends on the start state).
 * - `lookahead`: plan `steps` steps with `discount` in [0, 1], act once, plan again. `within`: the plan never looks past
 *   that many steps from the start of an episode, so it shrinks towards the end and the policy depends on time.
 */
export type Criterion =
  | { readonly kind: "finite"; readonly horizon: number }
  | { readonly kind: "discounted"; readonly discount: number }
  | { readonly kind: "average" }
  | { readonly kind: "lookahead"; readonly steps: number; readonly discount: number; readonly within?: number };

export type CriterionKind = Criterion["kind"];

/** The criteria an environment can be measured by: lookahead is a way of acting, not of measuring. */
export type MeasuringCriterion = Exclude<Criterion, { readonly kind: "lookahead" }>;

function wholeSteps(what: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new FirebreakError("bad-criterion", `Cannot use ${value} as ${what}: it must be a whole number of steps, at least 1`);
  }
}

/** A plan of more steps is years of sweeps, and no other than that of the long run or of a discount. */
const LONGEST_LOOKAHEAD = 1_000_000;

const KINDS: readonly string[] = ["finite", "discounted", "average", "lookahead"] satisfies CriterionKind[];

/** Throws FirebreakError "bad-criterion" unless the kind is known and every number of the criterion is in its range. */
export function checkCriterion(criterion: Criterion): void {
  if (!KINDS.includes(criterion.kind)) {
    throw new FirebreakError(
      "bad-criterion",
      `Cannot use a criterion of the kind '${criterion.kind}': ${nearestOf(String(criterion.kind), KINDS)}`,
    );
  }
  if (criterion.kind === "finite") {
    wholeSteps("a horizon", criterion.horizon);
  }
  if (criterion.kind === "discounted" && !(criterion.discount >= 0 && criterion.discount < 1)) {
    throw new FirebreakError("bad-criterion", `Cannot use ${criterion.discount} as a discount: it must be in [0, 1)`);
  }
  if (criterion.kind === "lookahead") {
    wholeSteps("a lookahead", criterion.steps);
    if (criterion.steps > LONGEST_LOOKAHEAD) {
      throw new FirebreakError(
        "bad-criterion",
        `Cannot use ${criterion.steps} as a lookahead: it must be at most ${LONGEST_LOOKAHEAD} steps; a discount looks further`,
      );
    }
    if (criterion.within !== undefined) {
      wholeSteps("the horizon of a lookahead", criterion.within);
    }
    if (!(criterion.discount >= 0 && criterion.discount <= 1)) {
      throw new FirebreakError("bad-criterion", `Cannot use ${criterion.discount} as a plan discount: it must be in [0, 1]`);
    }
  }
}

/** The criterion as part of a trial key: "finite-100", "discounted-0.9", "average", "lookahead-3-0.9". */
export function criterionId(criterion: Criterion): string {
  switch (criterion.kind) {
    case "finite":
      return `finite-${criterion.horizon}`;
    case "discounted":
      return `discounted-${criterion.discount}`;
    case "average":
      return "average";
    case "lookahead":
      return `lookahead-${criterion.steps}-${criterion.discount}${criterion.within === undefined ? "" : `-within-${criterion.within}`}`;
  }
}

/** The discount under which a signal's sum telescopes: γ where there is one, 1 for finite and average criteria. */
export function signalDiscount(criterion: Criterion): number {
  return criterion.kind === "discounted" || criterion.kind === "lookahead" ? criterion.discount : 1;
}
