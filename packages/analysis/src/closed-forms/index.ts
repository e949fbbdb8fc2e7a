export { type ClosedForm, closedForm, type Scope } from "./closed-form.ts";
export { circlingDiscount, goalReached } from "./goal-grid.ts";
export { heroFlip, heroFlipDiscount, rescueAfter, rescueAfterOnAverage } from "./hero.ts";
