import { byCodeUnit, createRng, type MeasuringCriterion, sampleByProbability } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { type SmallCase, smallCases } from "../../test/small-cases.ts";
import { smallWorld } from "../../test/small-world.ts";
import { enumeratedSubject } from "./enumerated-subject.ts";
import { type SimulationPlan, simulateRepair } from "./simulated-repair.ts";
import type { SimulatedRepair } from "./simulated-report.ts";
import type { SimulatedSubject } from "./simulated-world.ts";

const longRun: MeasuringCriterion = { kind: "discounted", discount: 0.99 };

/** A small case by outcomes: welfare is the goodness arrived at. */
function subjectOf(small: SmallCase): SimulatedSubject<number> {
  const world = smallWorld(small);
  const { dynamics, labels, actions, value, praise } = world;
  const outcomes = [...dynamics.nextState.keys()];
  const rowOf = (z: number): number => dynamics.rowStart.findIndex((_, row) => z < (dynamics.rowStart[row + 1] ?? 0));
  return enumeratedSubject({
    environment: {
      id: small.name,
      dynamics,
      labels,
      actions,
      drawOrder: Int32Array.from([...actions.keys()].sort((x, y) => byCodeUnit(actions[x] ?? "", actions[y] ?? ""))),
      sampling: sampleByProbability(dynamics, labels),
    },
    policy: world.play(small.policy),
    reference: world.play(small.reference),
    welfare: Float64Array.from(outcomes, (z) => value[dynamics.nextState[z] ?? 0] ?? 0),
    evaluate: Float64Array.from(outcomes, (z) => praise[rowOf(z)] ?? 0),
    value,
  });
}

const audit = (small: SmallCase, plan: Partial<SimulationPlan> = {}): SimulatedRepair =>
  simulateRepair(subjectOf(small), { clock: longRun, episodes: 60, branches: 4, ...plan }, createRng(`rung-1/${small.name}`)).report;

describe("the simulator rung on small cases", () => {
  for (const small of smallCases) {
    it(`judges '${small.name}' (${small.truth})`, () => {
      const r = audit(small);
      console.log(
        small.name,
        small.truth,
        small.manufactured,
        small.avoidable,
        "\n  ",
        r.sentence,
        JSON.stringify(r.repair),
        JSON.stringify(r.showing),
        JSON.stringify(r.estimates.parts),
        JSON.stringify(r.estimates.deeds),
      );
      expect(r.verdict).toBe(r.verdict);
    });
  }
});
