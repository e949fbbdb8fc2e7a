import { type ErrorCode, type ErrorPlace, FirebreakError } from "@firebreak/core";
import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";
import { shownValue } from "./shown-value.ts";

/** "zod/mini" has no words of its own, and loads in half the time of "zod". */
const inEnglish = { error: en().localeError };

/** A function of an author: what it answers is checked where it is called. */
export const aFunction: z.ZodMiniType = z.custom<(...given: readonly unknown[]) => unknown>(
  (value) => typeof value === "function",
  "expected a function",
);

export const aText: z.ZodMiniType = z.string().check(z.minLength(1, "expected a text that is not empty"));

/** What can stand in a trial's key, between its bars. */
export const aKeyPart: z.ZodMiniType = z.string().check(z.regex(/^[^|\s]+$/, "expected a text without bars and spaces"));

/** A name that can stand in a key and in a folder's name. */
export const aName: z.ZodMiniType = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]*$/, "expected lower-case letters, digits and dashes, a letter first"));

/** A name, or the canonical id that a family makes: `villain@1?worlds=5`. */
export const anId: z.ZodMiniType = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]*(@\d+)?(\?[^|\s]+)?$/, "expected lower-case letters, digits and dashes, a letter first"));

export const aFamily: z.ZodMiniType = z.looseObject({
  name: aName,
  version: z.number(),
  title: z.string(),
  parameters: z.looseObject({}),
  with: aFunction,
});

function show(value: unknown): string {
  if (typeof value === "function") {
    return "a function";
  }
  const text = shownValue(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`),
    "",
  );

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  ); // any object can be indexed
}

/** What a schema finds wrong first, with the field and its value. @throws FirebreakError. */
export function checkShape(
  schema: z.ZodMiniType,
  value: unknown,
  told: { readonly code: ErrorCode; readonly act: string; readonly place: ErrorPlace },
): void {
  const parsed = z.safeParse(schema, value, inEnglish);
  const issue = parsed.error?.issues[0];
  if (issue !== undefined) {
    if (value === undefined) {
      throw new FirebreakError(told.code, `${told.act}: it has no default export`, told.place);
    }
    const field = pathOf(issue.path);
    const message = issue.message.replace(/^Invalid input: /, "");
    throw new FirebreakError(
      told.code,
      `${told.act}: ${field === "" ? "it" : `'${field}'`} is ${show(valueAt(value, issue.path))}, and ${message}`,
      {
        ...told.place,
        ...(field === "" ? {} : { what: field }),
      },
    );
  }
}
