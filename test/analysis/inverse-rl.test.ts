import { type Policy, referencePolicy } from "@firebreak/core";
import { inverseRl, methodFamilies, uniformPlay } from "@firebreak/methods";
import { evaluativeFeedback, fromDemonstrations, fromValues, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { learn, overseen, returnOf } from "./shown-brigade.ts";

describe("inverse RL", () => {
  it("takes models that ask for demonstrations only, and is listed with the first of them", () => {
    expect(() => inverseRl({ model: fromValues.with() })).toThrow("it asks for value, and must ask for demonstrations only");
    const signals = [evaluativeFeedback, valueDifference, { ...evaluativeFeedback }];
    const names = (models: Parameters<typeof methodFamilies>[1]) => methodFamilies(signals, models).map(({ name }) => name);
    expect(names([fromValues])).not.toContain("inverse-rl");
    const [family] = methodFamilies(signals, [fromValues, fromDemonstrations]).filter(({ name }) => name === "inverse-rl");
    expect(family?.with().id).toContain("model=from-demonstrations@1");
    expect(family?.with().needs).toMatchObject({
      asks: ["demonstrate"],
      criteria: ["discounted", "finite"],
      bears: ["gaps"],
      sampled: true,
    });
  });

  it("plays as the overseer does where it is shown the whole table: within 0.03 of her return, uniform play being 2.4 below", () => {
    const hers = returnOf(referencePolicy(overseen) as Policy); // she demonstrates
    const model = fromDemonstrations.with({ shown: "table" });
    expect(Math.abs(returnOf(learn(overseen, inverseRl({ model }), "table")) - hers)).toBeLessThan(0.03);
    expect(returnOf(learn(overseen, uniformPlay(), "none"))).toBeLessThan(hers - 2);
  });
});
