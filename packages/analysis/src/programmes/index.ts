export { loadProgrammes, type ProgrammeAnswer, type Programmes } from "./programmes.ts";
