export { cloning } from "./cloning.ts";
export { exactDistiller } from "./exact.ts";
export { neuralCloning } from "./neural-cloning.ts";
