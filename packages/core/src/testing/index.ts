export { checkEnvironment, environmentLaws } from "./check-environment.ts";
export type { Fault, Law, LawOptions, LawResult } from "./law.ts";
export { crossing, field } from "./worlds.ts";
