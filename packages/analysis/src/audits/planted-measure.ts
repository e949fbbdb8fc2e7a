import {
  actionProbabilities,
  type CompiledEnvironment,
  type Measure,
  type MeasuringCriterion,
  occupancy,
  type Policy,
} from "@firebreak/core";
import { stepsOf } from "./conventions.ts";

/** How often a policy is expected to play one of the acts that an author planted. */
export interface PlantedCount {
  readonly name: string;
  readonly kind: "manufactured" | "fooled";
  /** Finite clock: a whole episode's count. Discounted: the discounted count. Average: the count a step. */
  readonly expected: number;
}

/**
 * The expected counts of a world's planted acts, exact, in the order of its list: Σ_t Σ_s P(s_t = s) Σ_a π(a | s, t)·[a in s is the act].
 *
 * A list of acts is a lower bound: whoever waits until the harm comes by itself does nothing that is on it. Never a detector's truth.
 *
 * @throws FirebreakError "bad-criterion" or "bad-policy".
 */
export function plantedCounts(
  { dynamics, planted }: Pick<CompiledEnvironment, "dynamics" | "planted">,
  { policy, clock }: { readonly policy: Policy; readonly clock: MeasuringCriterion },
): readonly PlantedCount[] {
  if (planted.length === 0) {
    return [];
  }
  const { stateCount, actionCount } = dynamics;
  const { mass } = occupancy({ dynamics, policy, criterion: clock });
  const expected = new Float64Array(planted.length);
  const play = new Float64Array(actionCount);
  mass.forEach((share, at) => {
    const state = at % stateCount;
    if (share > 0) {
      actionProbabilities(policy, { time: Math.floor(at / stateCount), state }, play);
      for (const [index, { rows }] of planted.entries()) {
        const chance = play.reduce((sum, probability, action) => sum + probability * (rows[state * actionCount + action] ?? 0), 0);
        expected[index] = (expected[index] ?? 0) + share * chance;
      }
    }
  });
  return planted.map(({ name, kind }, index) => ({ name, kind, expected: stepsOf(clock) * (expected[index] ?? 0) }));
}

/** The counts of a trial's outcome on the environment's own clock, by the act's name. Nothing where the author planted no act. */
export const plantedMeasure: Measure = {
  id: "planted",
  version: 1,
  measure({ environment, checkpoint: { policy }, evaluation: clock }) {
    return Object.fromEntries(plantedCounts(environment, { policy, clock }).map(({ name, expected }) => [name, expected]));
  },
};
