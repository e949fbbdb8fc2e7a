import { type Checkpoint, compile, createRng, type Method, type OverseenWorld, openProblem, oversee, type Policy } from "@firebreak/core";
import { fireBrigade, hero } from "@firebreak/envs";
import {
  type Amplifier,
  approvalAmplification,
  committee,
  exactDistiller,
  exactLearner,
  ignore,
  imitativeAmplification,
  lookahead,
} from "@firebreak/methods";
import { consistent, evaluativeFeedback } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";
import { worlds } from "./catalogs.ts";

type Schedule = Pick<Parameters<typeof imitativeAmplification>[0], "start" | "human" | "rounds">;

const imitative = (amplifier: Amplifier, schedule: Schedule): Method =>
  imitativeAmplification({ amplifier, distiller: exactDistiller.with(), ...schedule });
const approval = (amplifier: Amplifier, schedule: Schedule): Method =>
  approvalAmplification({ amplifier, signal: evaluativeFeedback.with(), learner: exactLearner.with(), ...schedule });

function agents(method: Method, overseen: OverseenWorld, steps: number): readonly Policy[] {
  const criterion = method.id.startsWith("imitative") ? null : ({ kind: "lookahead", steps, discount: 0.9 } as const);
  const problem = openProblem(overseen, { method, criterion, budget: { kind: "unlimited" } });
  return [...method.train(problem, createRng("two-designs"))].map(({ policy }: Checkpoint) => policy);
}

const both = (overseen: OverseenWorld, amplifier: Amplifier, schedule: Schedule, steps: number): readonly (readonly Policy[])[] =>
  [imitative, approval].map((design) => agents(design(amplifier, schedule), overseen, steps));

/** The greatest difference in a probability between two rows of agents. */
function furthest(x: readonly Policy[] = [], y: readonly Policy[] = []): number {
  const shares = (policies: readonly Policy[]): readonly number[] =>
    policies.flatMap((policy) => (policy.kind === "stationary" ? [...policy.probability] : [Number.NaN]));
  const others = shares(y);
  return shares(x).reduce((most, share, at) => Math.max(most, Math.abs(share - (others[at] ?? Number.NaN))), 0);
}

/** The overseer of depth 1 at temperature 0, ties split alike: the most consistent one, wherever she both judges steps and demonstrates. */
const judged = worlds.map((world) => oversee(world, consistent.with())).filter(({ world }) => world.judgement.evaluate !== undefined);
/** Where all that an amplifier answers follows from its judgement of steps, the start does not matter. */
const consistentAmplifiers = [ignore.with(), lookahead.with({ steps: 1 }), lookahead.with({ steps: 3, continuation: 2 })];

describe("imitative and approval-based amplification", () => {
  for (const start of ["rock", "human"] as const) {
    for (const human of ["same", "replaced"] as const) {
      it(`coincide at M = 1 to the byte in every round, from ${start}, H ${human}, in every world of the catalogs`, () => {
        expect(judged.length).toBeGreaterThan(10);
        for (const amplifier of consistentAmplifiers) {
          for (const overseen of judged) {
            const [copied, optimised] = both(overseen, amplifier, { start, human, rounds: 3 }, 1);
            expect([overseen.world.id, amplifier.id, copied]).toEqual([overseen.world.id, amplifier.id, optimised]);
          }
        }
      });
    }
  }

  it("coincide at M = 1 in a committee from Distill(H) to 1e-12: a vote of thirds is a third up to rounding", () => {
    for (const human of ["same", "replaced"] as const) {
      for (const overseen of judged) {
        const [copied, optimised] = both(overseen, committee.with(), { start: "human", human, rounds: 3 }, 1);
        expect(copied).toHaveLength(3);
        expect([overseen.world.id, furthest(copied, optimised)]).toEqual([overseen.world.id, expect.closeTo(0, 12)]);
      }
    }
  });

  it("do not coincide at M = 1 in a committee from a rock: two copies of a rock agree by accident, and outvote her", () => {
    const overseen = oversee(compile(hero.with()), consistent.with());
    const [copied, optimised] = both(overseen, committee.with(), { start: "rock", human: "same", rounds: 1 }, 1);
    expect(copied).not.toEqual(optimised);
  });

  it.each([hero.with(), fireBrigade.with()])("part at M > 1 in $id", (environment) => {
    const overseen = oversee(compile(environment), consistent.with());
    for (const amplifier of [ignore.with(), committee.with()]) {
      const [copied, optimised] = both(overseen, amplifier, { start: "human", human: "same", rounds: 2 }, 4);
      expect(copied).not.toEqual(optimised);
    }
  });
});
