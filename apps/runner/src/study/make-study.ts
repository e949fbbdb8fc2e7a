import { type Family, FirebreakError, parseValues } from "@firebreak/core";

/** The values of a study's parameters, as `--set` gives them. */
export type StudyValues = Readonly<Record<string, string>>;

/** Whether a study file exports a study that has parameters. */
export const isFamily = (value: unknown): value is Family<unknown> =>
  typeof value === "object" && value !== null && "parameters" in value && "with" in value && typeof value.with === "function";

/**
 * The study that a default export is, or that a family of studies makes of `values`. Its shape is not checked here.
 * @throws FirebreakError "unknown-parameter", "bad-parameter" or "bad-argument".
 */
export function makeStudy(exported: unknown, values: StudyValues): unknown {
  if (isFamily(exported)) {
    const pairs = Object.entries(values).map(([key, value]) => `${key}=${value}`);
    return exported.with(parseValues(exported, pairs.join("&")));
  }
  const [first] = Object.keys(values);
  if (first !== undefined) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot set '${first}' of the study: it has no parameters (its file exports a study, not a family of studies)`,
    );
  }
  return exported;
}
