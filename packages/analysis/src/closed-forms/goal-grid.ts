import { type ClosedForm, closedForm } from "./closed-form.ts";

/**
 * A trainer gives +1 for a step nearer to the goal and −c for any other; the episode ends at the goal. One step away, walking
 * in pays 1, and stepping back and forth pays (−c + γ)/(1 − γ²) (after Knox and Stone 2012, on positive circuits).
 */
export const goalReached: ClosedForm<boolean> = closedForm({
  id: "goal-reached",
  title: "A goal that ends the praise is reached exactly when",
  expression: "gamma ^ 2 + gamma <= 1 + c",
});

/** The same solved for the discount; at c ≥ 1 it is 1 or above, and circling never pays. */
export const circlingDiscount: ClosedForm<number> = closedForm({
  id: "circling-discount",
  title: "Circling before the goal starts to pay above the discount",
  expression: "(-1 + sqrt(1 + 4 * (1 + c))) / 2",
});
