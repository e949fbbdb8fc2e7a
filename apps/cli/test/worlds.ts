/** The source of a small world, with parts of it replaced. */
export function worldSource(
  parts: { readonly name?: string; readonly step?: string; readonly reward?: string; readonly label?: string } = {},
): string {
  const { name = "lamp", step = "action", reward = "next === 'off' ? -1 : 0", label = "String(state)" } = parts;
  return `import { defineEnvironment } from "@firebreak/core";
export const world = defineEnvironment({
  name: "${name}", version: 1, title: "World ${name}", source: "a test",
  actions: ["on", "off"],
  start: () => "on",
  step: (state, action, chance) => ${step},
  label: (state) => ${label},
  rewards: { true: ({ next }) => ${reward} },
  judgement: { value: (state) => (state === "off" ? -1 : 0), evaluate: ({ next }) => (next === "off" ? -1 : 0) },
  evaluation: { kind: "average" },
  traits: { deterministic: true, episodic: false },
  workedEpisodes: [{ actions: ["on", "off"], trueReturn: -1, endsIn: "off" }],
});
`;
}

/** A configuration that uses the world of worldSource, from the file world.ts beside it. */
export const CONFIG = `import { defineConfig } from "@firebreak/runner/config";
import { world } from "./world.ts";
export default defineConfig({ environments: [world], studies: ["studies/*.ts"] });
`;

/** A study of that world: exact, in a moment. */
export function studySource(parts: { readonly id?: string; readonly seeds?: string; readonly methods?: string } = {}): string {
  const { id = "tiny", seeds = "2", methods = "imitation({ distiller: exactDistiller.with() }), uniformPlay()" } = parts;
  return `import { exactDistiller, exactLearner, imitation, narrowRl, qLearning, uniformPlay } from "@firebreak/methods";
import { consistent, evaluativeFeedback } from "@firebreak/rewards";
import { returnsMeasure } from "@firebreak/analysis/audits";
import { world } from "../world.ts";
export default {
  id: "${id}", title: "Tiny", question: "Does it run?",
  sweeps: [{
    id: "all",
    environments: [world.with()],
    overseers: [consistent.with()],
    methods: [${methods}],
    criteria: [{ kind: "discounted", discount: 0.9 }],
  }],
  seeds: ${seeds},
  budget: { kind: "unlimited" },
  measures: [returnsMeasure],
  audits: [],
  claims: [],
};
`;
}
