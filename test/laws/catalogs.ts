import {
  type CompiledEnvironment,
  compile,
  type Environment,
  type Family,
  type OverseenWorld,
  type OverseerModel,
  oversee,
  type Signal,
} from "@firebreak/core";
import { crossing, field, type Law, type LawResult } from "@firebreak/core/testing";
import * as envs from "@firebreak/envs";
import * as rewards from "@firebreak/rewards";
import { expect } from "vitest";

/** Every world of the catalog by its defaults, and the variants that a study uses. */
export const environments: readonly Environment[] = [
  ...Object.values<Family<Environment>>(envs).map((family) => family.with()),
  envs.hero.with({ cause: "covert" }),
  envs.hero.with({ value: "threat-and-work" }),
  envs.hero.with({ w: 0.1, p: 0.2, h: 1 }),
];

/** Those, and the laws' own worlds, where chance decides and episodes end. */
export const worlds: readonly CompiledEnvironment[] = [...environments, field, crossing].map((environment) => compile(environment));

const made = Object.values<Family<OverseerModel | Signal>>(rewards).map((family) => family.with());

export const signals: readonly Signal[] = made.filter((thing) => "perStep" in thing);

/** Every overseer of the catalog by her defaults, and one each who plans ahead and hesitates. */
export const overseers: readonly OverseerModel[] = [
  ...made.filter((thing) => "build" in thing),
  rewards.consistent.with({ depth: 3, temperature: 0.4 }),
  rewards.consistent.with({ depth: 2, plans: "value" }),
  rewards.noisy.with({ feedbackNoise: 2, valueNoise: 1, draw: 3, temperature: 0.1 }),
  rewards.villainous.with({ q: 1, foresight: 5 }),
];

/** Every world under the consistent overseer, and those with chance in them under a noisy one. */
export const overseen: readonly OverseenWorld[] = [
  ...worlds.map((world) => oversee(world, rewards.consistent.with())),
  ...worlds.map((world) => oversee(world, rewards.noisy.with({ feedbackNoise: 0.5, valueNoise: 0.5 }))),
];

/** Checks every law on every subject; a failure shows law, subject and detail. */
export function expectAll<Subject>(laws: readonly Law<Subject>[], subjects: readonly Subject[]): void {
  expect(subjects.length).toBeGreaterThan(0);
  const failures: LawResult[] = laws.flatMap((law) => subjects.map((subject) => law.check(subject))).filter(({ pass }) => !pass);
  expect(failures).toEqual([]);
}

/** Plants the law's fault wherever it can be planted, and looks whether the law catches each. */
export function expectCaught<Subject>(law: Law<Subject>, subjects: readonly Subject[]): void {
  const planted = subjects.map((subject) => law.fault.plant(subject)).filter((faulty) => faulty !== null);
  expect(planted.length).toBeGreaterThan(0);
  const missed = planted.map((faulty) => law.check(faulty)).filter(({ pass }) => pass);
  expect(missed).toEqual([]);
}
