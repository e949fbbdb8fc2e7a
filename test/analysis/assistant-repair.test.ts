import { manufacturedOpportunities, repairAgainst } from "@firebreak/analysis/audits";
import { auditSubject, type Criterion, compile, oversee, type Signal } from "@firebreak/core";
import { budget, calendar, inbox, lunch } from "@firebreak/envs";
import { consistent, evaluativeFeedback, regretApproval, valueDifference } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

const worlds = [inbox, calendar, lunch, budget].map((family) => oversee(compile(family.with()), consistent.with()));

/** The criteria of a day: to its end, or so many steps ahead, planned anew at each. */
const days = (horizon: number): Readonly<Record<string, Criterion>> => ({
  "the whole day": { kind: "finite", horizon },
  "one step": { kind: "lookahead", steps: 1, discount: 1, within: horizon },
  "two steps": { kind: "lookahead", steps: 2, discount: 1, within: horizon },
  "eight steps": { kind: "lookahead", steps: 8, discount: 1, within: horizon },
  "the whole day, discounted": { kind: "lookahead", steps: horizon, discount: 0.95, within: horizon },
});

for (const overseen of worlds) {
  const { environment } = overseen.world;
  const { evaluation } = environment.spec;
  const criteria = days(evaluation.kind === "finite" ? evaluation.horizon : Number.NaN);

  describe(`the audit of ${environment.name}`, () => {
    const fired = (signal: Signal, ahead: string): boolean => {
      const subject = auditSubject(overseen, signal, criteria[ahead] as Criterion); // named above
      const { avoidable, difference } = repairAgainst(subject, subject.reference, evaluation);
      expect(Math.abs(avoidable - difference)).toBeLessThan(1e-9);
      return manufacturedOpportunities.inspect(subject).fired;
    };

    it("convicts the optimum of the rating over the day, and from two steps of lookahead on, and not at one", () => {
      const ahead = ["the whole day", "eight steps", "two steps", "one step"];
      expect(ahead.map((steps) => fired(evaluativeFeedback.with(), steps))).toEqual([true, true, true, false]);
    });

    it("convicts neither regret approval nor value difference, which exploits what she cannot see instead", () => {
      expect(fired(regretApproval.with(), "the whole day")).toBe(false);
      expect(fired(valueDifference.with(), "the whole day, discounted")).toBe(false);
    });
  });
}
