import type { Environment } from "../../environment.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { structureOf } from "../structure.ts";
import { explore, withSpec } from "./explore.ts";

/** States are enumerated by their label, so a label must say all there is to a state. */
export const labelsLaw: Law<Environment> = defineLaw({
  id: "label-is-unique",
  title: "Two states have equal labels if and only if they are structurally equal",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const { start, states, rows } = explore(environment, maxStates);
    const structureByLabel = new Map<string, string>();
    const labelByStructure = new Map<string, string>();
    for (const state of [...start, ...rows.flatMap(({ branches }) => branches)].map(({ value }) => value)) {
      const label = environment.spec.label(state);
      const structure = structureOf(state);
      const known = structureByLabel.get(label) ?? structure;
      const labelled = labelByStructure.get(structure) ?? label;
      if (known !== structure) {
        return broken(`Two different states are labelled '${label}': ${known} and ${structure}`);
      }
      if (labelled !== label) {
        return broken(`One state, ${structure}, is labelled '${labelled}' and '${label}'`);
      }
      structureByLabel.set(label, structure);
      labelByStructure.set(structure, label);
    }
    return holds(`${states.length} states`);
  },
  fault: {
    title: "Every state has the same label",
    plant: (environment) => (explore(environment, 100_000).states.length === 1 ? null : withSpec(environment, { label: () => "here" })),
  },
});
