import { type Criterion, checkCriterion, FirebreakError, nearest } from "@firebreak/core";

/** The number that a flag gives, or undefined where it was not given. @throws FirebreakError "bad-argument", naming the flag. */
export function numberFlag(
  flag: string,
  text: string | undefined,
  range: { readonly whole?: true; readonly min?: number; readonly max?: number } = {},
): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const { whole, min = Number.NEGATIVE_INFINITY, max = whole === true ? Number.MAX_SAFE_INTEGER : Number.POSITIVE_INFINITY } = range;
  if (!Number.isFinite(value) || value < min || value > max || (whole === true && !Number.isSafeInteger(value))) {
    const wanted = [
      `a ${whole === true ? "whole " : ""}number`,
      ...(Number.isFinite(min) ? [`at least ${min}`] : []),
      ...(range.max !== undefined || value > max ? [`at most ${max}`] : []),
    ].join(", ");
    throw new FirebreakError("bad-argument", `Cannot read ${flag} '${text}': it must be ${wanted}`, { what: flag });
  }
  return value;
}

/** One of a few words. @throws FirebreakError "bad-argument", naming them all, nearest first. */
export function wordArgument<T extends string>(what: string, text: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) {
    const others = nearest(text, words, words.length).map((candidate) => `'${candidate}'`);
    throw new FirebreakError("bad-argument", `Cannot read ${what} '${text}': it must be ${others.join(", ")} (nearest first)`, { what });
  }
  return word;
}

/** What `--discount`, `--horizon` and `--lookahead` say. */
export interface CriterionFlags {
  readonly discount?: string;
  readonly horizon?: string;
  readonly lookahead?: string;
}

/**
 * The criterion that the flags name, or `otherwise`. With `--lookahead`, `--discount` is the plan's (default 1) and `--horizon`
 * bounds every plan. @throws FirebreakError "bad-argument" or "bad-criterion".
 */
export function criterionFrom(flags: CriterionFlags, otherwise: Criterion): Criterion {
  const discount = numberFlag("--discount", flags.discount);
  const horizon = numberFlag("--horizon", flags.horizon, { whole: true, min: 1 });
  const lookahead = numberFlag("--lookahead", flags.lookahead, { whole: true, min: 1 });
  if (lookahead === undefined && discount !== undefined && horizon !== undefined) {
    throw new FirebreakError(
      "bad-argument",
      "Cannot use --discount and --horizon together: a finite horizon is not discounted; --lookahead takes both",
    );
  }
  const criterion: Criterion =
    lookahead !== undefined
      ? { kind: "lookahead", steps: lookahead, discount: discount ?? 1, ...(horizon === undefined ? {} : { within: horizon }) }
      : discount !== undefined
        ? { kind: "discounted", discount }
        : horizon !== undefined
          ? { kind: "finite", horizon }
          : otherwise;
  checkCriterion(criterion);
  return criterion;
}

/** Whether no flag names a criterion, so that the environment's own is used: said in the output, never silent. */
export function isOwnCriterion({ discount, horizon, lookahead }: CriterionFlags): boolean {
  return discount === undefined && horizon === undefined && lookahead === undefined;
}

/** What stands behind a criterion that nobody asked for. */
export const OWN_CRITERION = " (the environment's own: no --discount, --horizon or --lookahead was given)";

/** What `--set` gives, pair by pair; a key set twice is the last one. @throws FirebreakError "bad-argument". */
export function readSettings(pairs: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) {
        throw new FirebreakError("bad-argument", `Cannot read --set '${pair}': it must be key=value`, { what: "--set" });
      }
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** An id with the values of `--set` joined to it: "hero?w=1" and ["h=4"] make "hero?w=1&h=4"; a value set twice is the last one. */
export function withSettings(id: string, settings: readonly string[] = []): string {
  const [name = "", ...rest] = id.split("?");
  const query = rest.join("?");
  const values = new Map<string, string>();
  for (const pair of query === "" ? [] : query.split("&")) {
    values.set(pair.split("=")[0] ?? "", pair);
  }
  for (const [key, value] of readSettings(settings)) {
    values.set(key, `${key}=${value}`);
  }
  return values.size === 0 ? name : `${name}?${[...values.values()].join("&")}`;
}
