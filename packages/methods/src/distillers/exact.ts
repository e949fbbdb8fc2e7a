import { type Family, familyOfOne } from "@firebreak/core";
import type { Distiller } from "./distiller.ts";

/** The overseer's own behaviour, asked for in every state: S demonstrations, none of them repeated. */
export const exactDistiller: Family<Distiller> = familyOfOne({
  name: "exact",
  version: 1,
  title: "The whole table of what the overseer would do",
  make: (id): Distiller => ({
    id,
    title: "exact",
    sampled: false,
    upFront: ({ stateCount }) => stateCount,
    *distil({ overseer }) {
      yield { step: 0, policy: { kind: "stationary", probability: overseer.tabulate("demonstrate").slice() } };
    },
  }),
});
