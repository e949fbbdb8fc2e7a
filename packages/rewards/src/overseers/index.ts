export { type Fit, learnedFrom } from "./learned.ts";
export { type RecordedAnswer, recorded } from "./recorded.ts";
