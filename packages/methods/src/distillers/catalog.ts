export { cloning } from "./cloning.ts";
export { exactDistiller } from "./exact.ts";
