export {
  type ComparisonRecord,
  type ComparisonSettings,
  type Preference,
  type RecordedComparison,
  recordedComparisons,
  whyNoComparison,
} from "./recorded-comparisons.ts";
