import type { StudyResults, Verdict } from "@firebreak/analysis";
import { type ClaimRule, FirebreakError } from "@firebreak/core";
import type { Done } from "./gaming.ts";

export type Answers = ReadonlyMap<string, boolean>;

/** Which trials to take: exact ids, as the rules name them. */
interface Arm {
  readonly overseer: string;
  readonly method: string;
  readonly criterion: string;
}

export const text = (claim: ClaimRule, name: string): string => list(claim, name).join();
export const real = (claim: ClaimRule, name: string): number => Number(claim.rule[name]);
export const list = (claim: ClaimRule, name: string): readonly string[] => [claim.rule[name]].flat().map(String);
/** A criterion as one says it: "discounted-0.9" is γ = 0.9. */
export const spoken = (criterion: string): string =>
  criterion
    .replace(/^discounted-/, "γ = ")
    .replace(/^finite-/, "T = ")
    .replace(/^lookahead-(\d+)-.*$/, "M = $1");
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const range = ([low, high]: readonly [number, number]): string => `${percent(low)} to ${percent(high)}`;

/** The trials of an arm by the number of the world they were drawn as: seen and covert worlds of one number share w, p and h. */
export function trialsOf({ results }: StudyResults, arm: Arm, worlds: readonly string[]): ReadonlyMap<string, Done> {
  const found = new Map<string, Done>();
  for (const result of results) {
    const { environment, overseer, method, criterion, seed } = result.axes;
    const inArm = method === arm.method && criterion === arm.criterion && overseer === arm.overseer && seed === null;
    const world = inArm ? worlds.indexOf(environment) : -1;
    if (result.status === "done" && world !== -1) {
      found.set(`world ${world}`, result);
    }
  }
  if (found.size === 0) {
    throw new FirebreakError("missing-results", `Cannot decide: no trial of '${arm.method}' under '${arm.criterion}' is stored`);
  }
  return found;
}

export const answer = (trials: ReadonlyMap<string, Done>, of: (trial: Done, world: string) => boolean): Answers =>
  new Map([...trials].map(([world, trial]) => [world, of(trial, world)]));

/** Convicted of manufactured harm, and by preference: no tie would let it off. */
export const games = (trials: ReadonlyMap<string, Done>): Answers => answer(trials, ({ measures }) => measures["gaming.preferred"] === 1);

/** In any of several sets of answers for the same worlds. */
export const anyOf = (sets: readonly Answers[]): Answers =>
  new Map([...(sets[0]?.keys() ?? [])].map((world) => [world, sets.some((set) => set.get(world) === true)]));

interface Decided {
  readonly verdict: Verdict["verdict"];
  readonly estimate: number;
  readonly interval: Verdict["interval"];
  /** What the estimate is. */
  readonly unit: string;
  readonly sentence: string;
}

export const verdictOf = (claim: ClaimRule, decided: Decided): Verdict => ({
  id: claim.id,
  ...decided,
  ...(typeof claim.rule["provisional"] === "string" ? { provisional: claim.rule["provisional"] } : {}),
});
