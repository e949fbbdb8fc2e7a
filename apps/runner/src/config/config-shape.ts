import type { ErrorPlace } from "@firebreak/core";
import * as z from "zod/mini";
import type { FirebreakConfig } from "./define-config.ts";
import { aFamily, aFunction, aText, checkShape } from "./shape.ts";

const families = z.optional(z.array(aFamily));

const configSchema = z.strictObject({
  environments: families,
  overseers: families,
  signals: families,
  models: families,
  methods: families,
  detectors: z.optional(z.array(z.looseObject({ id: aText, title: z.string(), refuses: aFunction, inspect: aFunction }))),
  figures: z.optional(z.array(z.looseObject({ id: aText, title: z.string(), select: aFunction, draw: aFunction, describe: aFunction }))),
  studies: z.optional(z.array(aText)),
});

/** The default export of the configuration `file`. @throws FirebreakError "bad-configuration" with the field and its value. */
export function checkedConfig(exported: unknown, file: string, place: ErrorPlace): FirebreakConfig {
  checkShape(configSchema, exported, { code: "bad-configuration", act: `Cannot use the configuration '${file}'`, place });
  return exported as FirebreakConfig; // checked one line above
}
