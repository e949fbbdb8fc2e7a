export { committee } from "./committee.ts";
export { ignore } from "./ignore.ts";
export { lookahead } from "./lookahead.ts";
