/** Greater numbers are refused where they come in: variances of their squares would leave the range of a double. */
const GREATEST_NUMBER = 1e70;

/** What a number of a world, an overseer, a signal or a log must be, for a refusal. */
export const USABLE_NUMBER = "a finite number of at most 1e70 in size";

/** Whether a number can be reckoned with: finite, and at most 1e70 in size. */
export const isUsable = (value: number): boolean => Math.abs(value) <= GREATEST_NUMBER;
