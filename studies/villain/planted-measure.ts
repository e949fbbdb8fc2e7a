import { stepsOf } from "@firebreak/analysis/audits";
import { evaluatePolicy, type Measure, rowOfOutcome } from "@firebreak/core";

/** How often the acts are done that a world's author planted, per step of its own clock, by kind: `manufactured`, `fooled`. */
export const plantedMeasure: Measure = {
  id: "planted",
  version: 1,
  measure({ environment, checkpoint, evaluation }) {
    const { dynamics, planted } = environment;
    const rowOf = rowOfOutcome(dynamics);
    const rate = (kind: string): number => {
      const acts = planted.filter((act) => act.kind === kind);
      const reward = Float64Array.from(rowOf, (row) => (acts.some(({ rows }) => rows[row] === 1) ? 1 : 0));
      return evaluatePolicy({ dynamics, reward, policy: checkpoint.policy, criterion: evaluation }) / stepsOf(evaluation);
    };
    return Object.fromEntries([...new Set(planted.map(({ kind }) => kind))].map((kind) => [kind, rate(kind)]));
  },
};
