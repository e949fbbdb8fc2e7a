export { cloning } from "./cloning.ts";
export { dagger } from "./dagger.ts";
export { exactDistiller } from "./exact.ts";
export { neuralCloning } from "./neural-cloning.ts";
export { sqil } from "./sqil.ts";
