import { type ClaimRule, criterionId } from "@firebreak/core";
import { yardsticks } from "./arms.ts";
import { boards } from "./boards.ts";

/** What counts as reaching the optimum. */
export const TARGET = 0.95;

const labels = [...new Set(boards.flatMap(({ arms }) => arms.map(({ label }) => label)))];
const untrained: readonly string[] = yardsticks.map(({ label }) => label);

/** One claim for each method that learns: it reaches the target in every world. Its rule holds the method as it is set for each. */
export const claimRules: readonly ClaimRule[] = labels
  .filter((label) => !untrained.includes(label))
  .map((label) => ({
    id: label,
    position: `Within its budget, ${label} reaches 95 % of what lies between uniform play and the optimum, in every world.`,
    rule: {
      trials: boards.flatMap(({ environment, overseer, criterion, arms }) =>
        arms
          .filter((arm) => arm.label === label)
          .map(({ method }) => ({
            environment: environment.id,
            overseer: overseer.id,
            method: method.id,
            criterion: method.needs.criteria.length === 0 ? "-" : criterionId(criterion),
          })),
      ),
      measure: "truth.score",
      statistic: "interquartile mean over seeds",
      target: TARGET,
      confidence: 0.95,
      replicates: 10_000,
      decision:
        "Supported if the interquartile mean is at least the target in every world, else not supported. Intervals are told, not used.",
    },
  }));
