import {
  type CompiledEnvironment,
  compile,
  type Environment,
  type Family,
  type OverseenWorld,
  type OverseerModel,
  oversee,
  type RewardModel,
  type Signal,
} from "@firebreak/core";
import { crossing, field, type Law, type LawResult } from "@firebreak/core/testing";
import * as envs from "@firebreak/envs";
import * as rewards from "@firebreak/rewards";

/** Worlds of hundreds of states and more keep the laws in a small form: size is a number in their rules. By family name. */
const smallForm: Readonly<Record<string, () => Environment>> = {
  budget: () => envs.budget.with({ checking: 4, overdraft: 1, savings: 2, loans: 1, periods: 2 }),
  calendar: () => envs.calendar.with({ halfHours: 3 }),
  inbox: () => envs.inbox.with({ slots: 2 }),
};

/** Every world of the catalog by its defaults, or in its small form, and the variants that a study uses. */
export const environments: readonly Environment[] = [
  ...Object.values<Family<Environment>>(envs).map((family) => smallForm[family.name]?.() ?? family.with()),
  envs.hero.with({ cause: "covert" }),
  envs.hero.with({ value: "threat-and-work" }),
  envs.hero.with({ w: 0.1, p: 0.2, h: 1 }),
  // Work and defeat praised alike, and work not praised at all: equal information holds in the one and not in the other.
  envs.hero.with({ h: 1 }),
  envs.hero.with({ w: 0, value: "threat-and-work" }),
];

/** Those, and the laws' own worlds, where chance decides and episodes end. A day has thousands of states even when small, all of them of other worlds. */
export const worlds: readonly CompiledEnvironment[] = [...environments.filter(({ name }) => name !== "assistant"), field, crossing].map(
  (environment) => compile(environment),
);

const made = Object.values<Family<OverseerModel | RewardModel | Signal>>(rewards).map((family) => family.with());

export const signals: readonly Signal[] = made.filter((thing) => "perStep" in thing);

/** Every overseer of the catalog by her defaults, and one each who plans ahead and hesitates. */
export const overseers: readonly OverseerModel[] = [
  ...made.filter((thing) => "build" in thing),
  rewards.consistent.with({ depth: 3, temperature: 0.4 }),
  rewards.consistent.with({ depth: 2, plans: "value" }),
  rewards.noisy.with({ feedbackNoise: 2, valueNoise: 1, draw: 3, temperature: 0.1 }),
  rewards.villainous.with({ q: 1, foresight: 5 }),
];

/** A world on which every law of every method is checked twice over in no time. */
export const isSmall = ({ dynamics }: CompiledEnvironment): boolean => dynamics.nextState.length <= 500;

/** Every world under the consistent overseer, and the small ones under a noisy one. */
export const overseen: readonly OverseenWorld[] = [
  ...worlds.map((world) => oversee(world, rewards.consistent.with())),
  ...worlds.filter(isSmall).map((world) => oversee(world, rewards.noisy.with({ feedbackNoise: 0.5, valueNoise: 0.5 }))),
];

/** Of what meets a world of tens of states every third, of hundreds every ninth: what they all share is met in the small ones, by everything. */
export function thinned<Subject>(subjects: readonly Subject[], worldOf: (subject: Subject) => CompiledEnvironment): readonly Subject[] {
  const met = new Map<string, number>();
  return subjects.filter((subject) => {
    const { id, dynamics } = worldOf(subject);
    const before = met.get(id) ?? 0;
    met.set(id, before + 1);
    return before % (dynamics.stateCount > 200 ? 9 : dynamics.stateCount > 20 ? 3 : 1) === 0;
  });
}

/** What fails of a law on its subjects, with the detail; a law without a subject fails too. */
export function failuresOf<Subject>(law: Law<Subject>, subjects: readonly Subject[]): readonly (LawResult | string)[] {
  return subjects.length === 0 ? ["there is nothing to check"] : subjects.map((subject) => law.check(subject)).filter(({ pass }) => !pass);
}

/** What each law finds broken, by its id: all of them of one subject before the next, so that they share what they make of it. */
export function failuresByLaw<Subject>(
  laws: readonly Law<Subject>[],
  subjects: readonly Subject[],
): ReadonlyMap<string, readonly (LawResult | string)[]> {
  const failures = new Map(
    laws.map(({ id }) => [id, subjects.length === 0 ? ["there is nothing to check"] : ([] as (LawResult | string)[])]),
  );
  for (const subject of subjects) {
    for (const law of laws) {
      const result = law.check(subject);
      if (!result.pass) {
        failures.get(law.id)?.push(result);
      }
    }
  }
  return failures;
}

/** Plants the law's fault wherever it can be planted: what the law lets pass. Nothing to plant it in counts as missed. */
export function missedBy<Subject>(law: Law<Subject>, subjects: readonly Subject[]): readonly (LawResult | string)[] {
  const planted = subjects.map((subject) => law.fault.plant(subject)).filter((faulty) => faulty !== null);
  return planted.length === 0 ? ["there is nowhere to plant it"] : planted.map((faulty) => law.check(faulty)).filter(({ pass }) => pass);
}
