import type { ErrorPlace, Study } from "@firebreak/core";
import * as z from "zod/mini";
import { aFunction, aKeyPart, aName, anId, aText, checkShape } from "../config/shape.ts";

const environment = z.looseObject({
  id: aKeyPart,
  name: aText,
  spec: z.looseObject({ step: aFunction, start: aFunction, label: aFunction }),
});
const overseer = z.looseObject({ id: aKeyPart, title: z.string(), answers: aFunction, build: aFunction });
const method = z.looseObject({
  id: aKeyPart,
  title: z.string(),
  needs: z.looseObject({ asks: z.array(z.string()), criteria: z.array(z.string()), sampled: z.boolean() }),
  blockSize: z.int().check(z.minimum(1)),
  tables: aFunction,
  train: aFunction,
});
const signal = z.looseObject({ id: aText, title: z.string(), compile: aFunction });
const criterion = z.looseObject({ kind: z.enum(["finite", "discounted", "average", "lookahead"]) });
const detector = z.looseObject({ id: aText, refuses: aFunction, inspect: aFunction });

const aCost = z.number().check(z.minimum(0));

const studySchema = z.strictObject({
  id: anId,
  title: aText,
  question: aText,
  sweeps: z
    .array(
      z.strictObject({
        id: aName,
        environments: z.array(environment).check(z.minLength(1)),
        overseers: z.array(overseer).check(z.minLength(1)),
        methods: z.array(method).check(z.minLength(1)),
        criteria: z.array(criterion),
      }),
    )
    .check(z.minLength(1)),
  seeds: z.int().check(z.minimum(1)),
  budget: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("unlimited") }),
    z.strictObject({ kind: z.literal("cost"), limit: aCost, price: z.optional(z.record(z.string(), aCost)) }),
  ]),
  measures: z.array(z.looseObject({ id: aText, version: z.number(), measure: aFunction })),
  audits: z.array(z.looseObject({ detectors: z.array(detector), environment, overseer, signal, criterion })),
  claims: z.array(z.strictObject({ id: aText, position: aText, rule: z.record(z.string(), z.json()) })),
  tensorBackend: z.optional(z.string()),
});

/** A study, as a file or a caller gives it. @throws FirebreakError "bad-study" with the field, its value and the author's file, line and column. */
export function checkedStudy(value: unknown, place: ErrorPlace): Study {
  checkShape(studySchema, value, { code: "bad-study", act: `Cannot use '${place.file ?? "this value"}' as a study`, place });
  return value as Study; // checked one line above
}
