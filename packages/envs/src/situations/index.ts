export * from "./catalog.ts";
export { type DisarmTest, disagreement, disarm, disarmed } from "./disarm.ts";
export { drawCases, type SituationCase } from "./draw-cases.ts";
export { drawHalf, situations } from "./draw-half.ts";
export { among, between, type Drawn, type DrawnValues, type Draws, orders, whole } from "./draws.ts";
export { type ContestedCase, type LabelledCase, labelCases } from "./label-cases.ts";
export { discounting, longRun, overSteps, type Rules, type WorkedExample } from "./rules.ts";
export {
  type Character,
  defineSituation,
  type Half,
  type Play,
  type SituationAuthor,
  type SituationTemplate,
  type SituationValues,
  type Truth,
  truthOf,
} from "./situation.ts";
export { type Table, table } from "./table.ts";
