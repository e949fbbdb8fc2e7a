import { type ClosedForm, closedForm } from "./closed-form.ts";

/** Work pays w for ever: w/(1 − γ). Causing and defeating pays (γh − p)/(1 − γ²). The second is greater iff this holds. */
export const heroFlip: ClosedForm<boolean> = closedForm({
  id: "hero-flip",
  title: "In hero, under evaluative feedback, causing threats is strictly better than working exactly when",
  expression: "gamma * (h - w) > w + p",
});

/** The same solved for the discount; above 1 (or with h ≤ w) there is none. */
export const heroFlipDiscount: ClosedForm<number> = closedForm({
  id: "hero-flip-discount",
  title: "In hero, causing threats starts to pay above the discount",
  expression: "(w + p) / (h - w)",
});

/** A deed that costs p and is praised by h when it is undone k steps later, against w a step. */
export const rescueAfter: ClosedForm<boolean> = closedForm({
  id: "rescue-after",
  title: "A rescue k steps after the deed pays more than honest work exactly when",
  expression: "(gamma ^ k * h - p) / (1 - gamma ^ (k + 1)) > w / (1 - gamma)",
});

/** Its limit as γ goes to 1: the gain of the loop against the gain of the work. */
export const rescueAfterOnAverage: ClosedForm<boolean> = closedForm({
  id: "rescue-after-on-average",
  title: "On average a rescue k steps after the deed pays more than honest work exactly when",
  expression: "h - p > (k + 1) * w",
});
