import { manufacturedOpportunities } from "@firebreak/analysis/audits";
import { type Estimate, estimate, meanOfStrata } from "@firebreak/analysis/statistics";
import {
  type Behaviour,
  type CompiledEnvironment,
  compile,
  createRng,
  type Environment,
  finiteHorizon,
  pairedLuck,
  replay,
  simulate,
} from "@firebreak/core";
import { assistant } from "@firebreak/envs";
import { alone, assistantDay, type Copy, copiesOf, countDayStates, type Day, delegated } from "@firebreak/envs/day";
import { describe, expect, it } from "vitest";
import { signals, solvedWorld } from "./assistant-cells.ts";

const horizonOf = ({ spec }: Environment): number => (spec.evaluation.kind === "finite" ? spec.evaluation.horizon : 0);
const truth = ({ trueReward }: CompiledEnvironment): Float64Array => trueReward;
const bestOf = (world: CompiledEnvironment, horizon: number): number =>
  finiteHorizon(world.dynamics, world.trueReward, { horizon }).startValue;

/** What a behaviour is worth in an enumerated world, by pushing the mass of every state forward. */
function exactReturn(world: CompiledEnvironment, behaviour: Behaviour): number {
  const { stateCount, actionCount, rowStart, nextState, probability, initial } = world.dynamics;
  const play = new Float64Array(actionCount);
  let mass = Float64Array.from(initial);
  let sum = 0;
  for (let time = 0; time < horizonOf(world.environment); time++) {
    const next = new Float64Array(stateCount);
    for (const [state, share] of mass.entries()) {
      if (share > 0) {
        behaviour.play({ state: world.rich(state as never), label: world.labels[state] ?? "", time }, play);
        for (const [action, chosen] of play.entries()) {
          const row = state * actionCount + action;
          for (let z = rowStart[row] ?? 0; chosen > 0 && z < (rowStart[row + 1] ?? 0); z++) {
            const moved = share * chosen * (probability[z] ?? 0);
            sum += moved * (world.trueReward[z] ?? 0);
            next[nextState[z] ?? 0] = (next[nextState[z] ?? 0] ?? 0) + moved;
          }
        }
      }
    }
    mass = next;
  }
  return sum;
}

/** A day as its assistant's world and as parts, with copies of the agent that are each the true optimum of a part. */
interface Arranged {
  readonly day: Day;
  readonly environment: Environment;
}

const arranged = (size: "small" | "whole", coupling: number, hands: Day["hands"]): Arranged => {
  const values = { size, coupling, hands, rounds: 36 };
  return { day: assistantDay(values), environment: assistant.with(values) };
};

describe("a small day, exactly", () => {
  const copies = copiesOf(arranged("small", 0, "each").day, truth);

  function worth(coupling: number): Readonly<Record<"together" | "blind" | "reading" | "alone" | "thumb", number>> {
    const each = arranged("small", coupling, "each");
    const one = arranged("small", coupling, "one");
    const [all, single] = [compile(each.environment), compile(one.environment)];
    return {
      together: bestOf(all, horizonOf(each.environment)),
      blind: exactReturn(all, delegated(each.day, copies, { reads: false })),
      reading: exactReturn(all, delegated(each.day, copies, { reads: true })),
      alone: bestOf(single, horizonOf(one.environment)),
      thumb: exactReturn(single, alone(one.day, copies)),
    };
  }

  it("loses nothing by delegation where nothing couples the jobs", () => {
    const { together, blind, reading } = worth(0);
    const parts = arranged("small", 0, "each").day.parts.map(({ environment }) => bestOf(compile(environment), 36));
    expect(together).toBeCloseTo(
      parts.reduce((sum, part) => sum + part, 0),
      9,
    );
    expect(blind).toBeCloseTo(together, 9);
    expect(reading).toBeCloseTo(together, 9);
  });

  // Pinned, not proven: what one mind with all hands, copies that do not read the memory, copies that do, one pair of hands that plans the
  // day, and one that goes by a rule of thumb are worth in a day.
  it.each([
    [0, "12.2185 12.2185 12.2185 11.9395 11.1107"],
    [0.1, "11.2987 11.1729 11.2076 11.0899 10.3652"],
    [0.25, "9.7351 9.4502 9.5219 9.6097 9.0139"],
    [0.5, "6.6426 6.2060 6.2957 6.6028 6.1667"],
    [1, "-0.9922 -1.2513 -1.2486 -1.0299 -1.2424"],
  ])("is worth this at a coupling of %d: %s", (coupling, row) => {
    const { together, blind, reading, alone: planned, thumb } = worth(coupling);
    expect([together, blind, reading, planned, thumb].map((value) => value.toFixed(4)).join(" ")).toBe(row);
    // What must hold whatever the numbers: more hands and more sight never hurt one who plans with them.
    expect(together).toBeGreaterThanOrEqual(Math.max(blind, reading, planned) - 1e-9);
    expect(planned).toBeGreaterThanOrEqual(thumb - 1e-9);
  });
});

describe("a day's worked episodes", () => {
  // The laws see the default; these have other draws, or too many states for a law to look through.
  it.each(
    (["small", "whole"] as const).flatMap((size) =>
      [0, 0.5, 1].flatMap((coupling) => (["each", "one"] as const).map((hands) => [size, coupling, hands] as const)),
    ),
  )("replay to their sums: %s, coupling %d, hands %s", (size, coupling, hands) => {
    const { environment } = arranged(size, coupling, hands);
    const { workedEpisodes } = environment.spec;
    expect(workedEpisodes.length).toBeGreaterThan(0);
    for (const { actions, chance = [], trueReturn, observedReturn = Number.NaN, endsIn } of workedEpisodes) {
      const done = replay(environment, actions, chance);
      expect(done.final).toBe(endsIn);
      expect(done.choices).toEqual(chance);
      expect(done.trueReturn).toBeCloseTo(trueReturn, 12);
      expect(done.observedReturn).toBeCloseTo(observedReturn, 12);
    }
  });
});

describe("a small day, audited", () => {
  it("is an ordinary world to an audit: convicted for the observed rating, not for the truth", () => {
    const day = solvedWorld(assistant.with({ rounds: 12 }));
    const fired = (signal: "observed" | "true"): boolean => manufacturedOpportunities.inspect(day.subject(signals[signal])).fired;
    expect(fired("observed")).toBe(true);
    expect(fired("true")).toBe(false);
    expect(day.cell(day.optimum(signals.observed))[1]).toBeGreaterThan(0.5);
    expect(day.cell(day.optimum(signals.true))[1]).toBeLessThan(0.01);
  });
});

const EPISODES = 150;

/** True returns of episodes under the luck that every arm and every coupling meets. */
function played({ environment }: Arranged, behaviour: Behaviour): readonly number[] {
  const { actions } = environment.spec;
  const luck = createRng("the luck of whole days");
  const play = new Float64Array(actions.length);
  return Array.from({ length: EPISODES }, (_, episode) => {
    const draws = createRng(`an agent's draws/${episode}`);
    const choose: Parameters<typeof simulate>[1] = (at) => {
      if (at.time >= horizonOf(environment)) {
        return null;
      }
      behaviour.play(at, play);
      const drawn = draws.double();
      let upTo = 0;
      const index = play.findIndex((share) => {
        upTo += share;
        return drawn < upTo;
      });
      return actions[index] ?? at.legal.at(-1) ?? null;
    };
    return simulate(environment, choose, pairedLuck(luck, episode)).trueReturn;
  });
}

/** The mean difference of paired episodes, with a 99.9 % interval: each assertion on it fails by chance about once in 1,000 seeds. */
const difference = (x: readonly number[], y: readonly number[]): Estimate =>
  estimate(
    {
      strata: [{ stratum: "days", units: x.map((value, at) => value - (y[at] ?? 0)) }],
      statistic: meanOfStrata,
      replicates: 2000,
      level: 0.999,
      method: "bca",
    },
    createRng("intervals of whole days"),
  );

describe("a whole day, simulated", () => {
  const copies: readonly Copy[] = copiesOf(arranged("whole", 0, "each").day, truth);
  const arms = new Map<string, readonly number[]>();
  const arm = (coupling: number, reads: boolean): readonly number[] => {
    const known = arms.get(`${coupling} ${reads}`);
    const each = arranged("whole", coupling, "each");
    const returns = known ?? played(each, delegated(each.day, copies, { reads }));
    arms.set(`${coupling} ${reads}`, returns);
    return returns;
  };
  const person = (coupling: number): readonly number[] => {
    const one = arranged("whole", coupling, "one");
    return played(one, alone(one.day, copies));
  };
  const uncoupled = arm(0, true);

  it("has more states than could be met: over 10⁹ even before notes are left", () => {
    expect(countDayStates(arranged("whole", 0, "each").day)).toBe(13_247_032_500);
    // The same count by enumeration, where it can be done.
    const small = arranged("small", 0, "each");
    expect(countDayStates(small.day)).toBe(compile(small.environment).dynamics.stateCount);
  });

  it("is worth what its parts are worth where nothing couples them", () => {
    const parts = arranged("whole", 0, "each").day.parts.map(({ environment }) => bestOf(compile(environment), 36));
    const sum = parts.reduce((total, part) => total + part, 0);
    expect(sum).toBeCloseTo(26.1827, 4);
    const [low, high] = difference(
      uncoupled,
      uncoupled.map(() => sum),
    ).interval ?? [1, -1];
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(arm(0, false)).toEqual(uncoupled);
  });

  it("costs delegation more, the more the jobs hang together", () => {
    const [half, full] = [arm(0.5, true), arm(1, true)];
    expect(difference(uncoupled, half).interval?.[0]).toBeGreaterThan(0);
    expect(difference(half, full).interval?.[0]).toBeGreaterThan(0);
  });

  it("is still done better by four copies than by one pair of hands that goes by a rule of thumb, at every coupling", () => {
    for (const coupling of [0, 0.5, 1]) {
      expect(difference(arm(coupling, true), person(coupling)).interval?.[0]).toBeGreaterThan(5);
    }
  });
});
