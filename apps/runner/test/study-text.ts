/** The text of a study file; `parts` replaces any of its fields. */
export function studyText(parts: Readonly<Record<string, string>> = {}, before = ""): string {
  const fields: Readonly<Record<string, string>> = {
    id: `"test"`,
    title: `"Test"`,
    question: `"What comes out?"`,
    sweeps: `[{ id: "all", environments: [hero.with()], overseers: [consistent.with()], methods: [method], criteria: [{ kind: "discounted", discount: 0.9 }] }]`,
    seeds: "3",
    budget: `{ kind: "unlimited" }`,
    measures: "[]",
    audits: "[]",
    claims: "[]",
    ...parts,
  };
  return `import { exactLearner, narrowRl, qLearning } from "@firebreak/methods";
import { boatRace, hero } from "@firebreak/envs";
import { consistent, evaluativeFeedback } from "@firebreak/rewards";

const signal = evaluativeFeedback.with();
const method = narrowRl({ signal, learner: qLearning.with({ steps: 1000 }) });
const exact = narrowRl({ signal, learner: exactLearner.with() });
${before}
export default {
${Object.entries(fields)
  .map(([name, value]) => `  ${name}: ${value},`)
  .join("\n")}
};
`;
}
