import type { ErrorPlace } from "@firebreak/core";
import * as z from "zod";
import type { FirebreakConfig } from "./define-config.ts";
import { aFamily, aFunction, aText, checkShape } from "./shape.ts";

const families = z.array(aFamily).optional();

const configSchema = z.strictObject({
  environments: families,
  overseers: families,
  signals: families,
  models: families,
  methods: families,
  detectors: z.array(z.looseObject({ id: aText, title: z.string(), refuses: aFunction, inspect: aFunction })).optional(),
  figures: z.array(z.looseObject({ id: aText, title: z.string(), select: aFunction, draw: aFunction, describe: aFunction })).optional(),
  studies: z.array(aText).optional(),
});

/** The default export of the configuration `file`. @throws FirebreakError "bad-configuration" with the field and its value. */
export function checkedConfig(exported: unknown, file: string, place: ErrorPlace): FirebreakConfig {
  checkShape(configSchema, exported, { code: "bad-configuration", act: `Cannot use the configuration '${file}'`, place });
  return exported as FirebreakConfig; // checked one line above
}
