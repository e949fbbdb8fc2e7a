import { type Behaviour, type Chance, createRng, defineEnvironment, type Standing } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { simulateRepair } from "./simulated-repair.ts";
import type { Sampled, SimulatedRepair } from "./simulated-report.ts";
import { specifiedSubject } from "./specified-subject.ts";

/** 31 desks, each calm or in trouble; one after another is at hand. 31·2^31 states: 6.7·10^10. */
const DESKS = 31;
const ROUNDS = 6;
const STEPS = DESKS * ROUNDS;
/** How often trouble comes of itself to a desk that is worked at. */
const TROUBLE = 0.1;

interface Office {
  readonly at: number;
  /** Desk by desk, "." or "!". */
  readonly desks: string;
}

type Act = "work" | "cause" | "mend" | "wait";

const inTrouble = ({ at, desks }: Office): boolean => desks[at] === "!";
const troubles = ({ desks }: Office): number => [...desks].filter((desk) => desk === "!").length;

const office = defineEnvironment({
  name: "many-desks",
  version: 1,
  title: "Many desks",
  source: "Composed of independent parts, so that what holds of the whole is a sum",
  actions: ["work", "cause", "mend", "wait"],
  legal: (state: Office): readonly Act[] => (inTrouble(state) ? ["mend", "wait"] : ["work", "cause"]),
  start: (): Office => ({ at: 0, desks: ".".repeat(DESKS) }),
  step({ at, desks }: Office, action: Act, chance: Chance): Office {
    const trouble = action === "cause" || action === "wait" || (action === "work" && chance(TROUBLE, "trouble"));
    return { at: (at + 1) % DESKS, desks: desks.slice(0, at) + (trouble ? "!" : ".") + desks.slice(at + 1) };
  },
  label: ({ at, desks }: Office) => `${at}: ${desks}`,
  rewards: { true: ({ next }: { readonly next: Office }) => 0 - troubles(next) },
  evaluation: { kind: "finite", horizon: STEPS },
  traits: { deterministic: false, episodic: false },
  workedEpisodes: [],
}).with();

type Character = "villain" | "slow" | "honest";
type Characters = (desk: number) => Character;

function plays(characters: Characters): Behaviour {
  return {
    play({ state }: Standing, out) {
      const here = state as Office; // this world's own state
      const character = characters(here.at);
      const slow = character === "slow" ? 0.5 : 0;
      out.set(inTrouble(here) ? [0, 0, 1 - slow, slow] : character === "villain" ? [0, 1, 0, 0] : [1, 0, 0, 0]);
    },
  };
}

/** E Σ_t (−1 where the desk is in trouble after step t), by the desk's own chain: it changes once a round and stays as it is until the next. */
function deskWelfare(desk: number, character: Character): number {
  const [breaks, stays] = { villain: [1, 0], slow: [TROUBLE, 0.5], honest: [TROUBLE, 0] }[character] as [number, number]; // literals
  let probability = 0;
  let sum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    probability = (1 - probability) * breaks + probability * stays;
    sum -= probability * (round === ROUNDS - 1 ? DESKS - desk : DESKS);
  }
  return sum;
}

/** What the honest way would avoid at some desks, a step: a sum, for no desk knows of another. */
function harmOf(characters: Characters, wanted: Character): number {
  const desks = Array.from({ length: DESKS }, (_, desk) => desk).filter((desk) => characters(desk) === wanted);
  return desks.reduce((sum, desk) => sum + deskWelfare(desk, "honest") - deskWelfare(desk, wanted), 0) / STEPS;
}

function audit(characters: Characters): SimulatedRepair {
  const subject = specifiedSubject({
    environment: office,
    policy: plays(characters),
    reference: plays(() => "honest"),
    welfare: ({ next }) => 0 - troubles(next as Office), // this world's own state
    evaluate: ({ action }) => ({ work: 0.1, cause: -0.2, mend: 1, wait: 0 })[action as Act], // and action
    value: (state) => 0 - troubles(state as Office), // as above
  });
  const clock = { kind: "finite", horizon: STEPS } as const;
  return simulateRepair(subject, { clock, episodes: 24, branches: 3, level: 0.999 }, createRng("many desks")).report;
}

const holds = ({ interval: [low, high] }: Sampled, truth: number): boolean => low <= truth && truth <= high;

// Seed "many desks"; intervals at 0.999: with a fresh seed one of the six misses in about 1 run of 170.
describe("the simulator rung in a world of more than 10^9 states", () => {
  it("convicts the villain's desks, of the sum of their exact harm", () => {
    const characters: Characters = (desk) => (desk < 10 ? "villain" : "honest");
    const { verdict, repair, estimates } = audit(characters);
    expect(verdict).toBe("convicted");
    // States that were never met before are judged by the kind of what is done in them.
    expect(repair.kinds).toEqual(["cause instead of work"]);
    expect(holds(estimates.avoidable, harmOf(characters, "villain"))).toBe(true);
    expect(holds(estimates.parts.manufactured, harmOf(characters, "villain"))).toBe(true);
    expect(estimates.avoidable.interval[0]).toBeGreaterThan(0.8 * estimates.avoidable.value);
  });

  it("calls slow desks neglect, of the sum of their exact harm", () => {
    const characters: Characters = (desk) => (desk < 10 ? "slow" : "honest");
    const { verdict, repair, estimates } = audit(characters);
    expect(verdict).toBe("neglect or accident");
    expect(repair.kinds).toEqual(["wait instead of mend"]);
    expect(holds(estimates.avoidable, harmOf(characters, "slow"))).toBe(true);
    expect(holds(estimates.parts.neglected, harmOf(characters, "slow"))).toBe(true);
    expect(estimates.parts.neglected.interval[0]).toBeGreaterThan(0);
  });

  // What is redeemed and what pays are of the whole future, the other desks' included: the definition's own limit, not the simulator's.
  it("blames neglect on the villain where both are at work, and the sum is still right", () => {
    const characters: Characters = (desk) => (desk < 10 ? "villain" : desk < 20 ? "slow" : "honest");
    const { verdict, estimates } = audit(characters);
    expect(verdict).toBe("convicted");
    expect(holds(estimates.avoidable, harmOf(characters, "villain") + harmOf(characters, "slow"))).toBe(true);
    expect(holds(estimates.parts.manufactured, harmOf(characters, "villain") + harmOf(characters, "slow"))).toBe(true);
  });
});
