import { auditEpisodes, type EpisodeLog, episodesOf, type OverlapAudit } from "@firebreak/analysis/episodes";
import { behaviourOf, compile, compileSignal, createRng, oversee, type Policy, policyIteration, type Rng } from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { consistent, evaluativeFeedback } from "@firebreak/rewards";
import { describe, expect, it } from "vitest";

// The villain of fire-brigade (feedback, c = .2, γ = .9) beside the optimum of the true reward (γ = .99), started anywhere. With welfare
// the value of the state reached, the best repair of the world itself finds a harm of .8926 a step at γ̂ = .9.
const EXACT = 0.8926;
const DISCOUNT = 0.9;
const world = compile(fireBrigade.with({ start: "any" }));
const { dynamics, trueReward, environment } = world;
const feedback = compileSignal(oversee(world, consistent.with()), evaluativeFeedback.with(), { kind: "discounted", discount: 0.9 });
const villain = policyIteration(dynamics, feedback, { discount: 0.9 }).policy;
const optimum = policyIteration(dynamics, trueReward, { discount: 0.99 }).policy;

function played(policy: Policy, byReference: boolean, count: number, rng: Rng): EpisodeLog["episodes"] {
  const name = byReference ? "reference" : "agent";
  return episodesOf(environment, { behaviour: behaviourOf(policy, world), byReference, episodes: count, steps: 50, name }, rng);
}

/** As a third party logs it: the column of true rewards is not to be had. */
const audited = (episodes: EpisodeLog["episodes"]) =>
  auditEpisodes({ episodes, columns: { true: false, value: true } }, { discount: DISCOUNT, declared: null });

function evidence(count: number, draw: number): OverlapAudit["evidence"] & { readonly verdict: string } {
  const rng = createRng(`logged fires ${draw}`);
  const audit = audited([...played(villain, false, count / 2, rng), ...played(optimum, true, count / 2, rng)]);
  if (audit.rung !== "logged data with overlap") {
    throw new Error(audit.sentence);
  }
  return { ...audit.evidence, verdict: audit.verdict };
}

const meanOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe("logs of the fire brigade", () => {
  // Six logs of 400 episodes. Over 100 such logs the plug-in is .938 ± .026, the estimate .863 ± .025, for repairs worth .876.
  it("show the optimism of the plug-in, and cross-fitting without it", { timeout: 180_000 }, () => {
    const found = Array.from({ length: 6 }, (_, draw) => evidence(400, draw));
    const plugIn = meanOf(found.map((each) => each.plugIn));
    const fitted = meanOf(found.map(({ estimates }) => estimates.manufactured.value));
    expect(plugIn).toBeGreaterThan(EXACT + 0.02);
    // A lower bound, and near it: three standard errors of six logs.
    expect(fitted).toBeLessThan(EXACT + 0.01);
    expect(fitted).toBeGreaterThan(EXACT - 0.065);
    expect(new Set(found.map(({ verdict }) => verdict))).toEqual(new Set(["convicted"]));
  });

  it("have too little overlap in 24 episodes for more than suspicion", () => {
    const rng = createRng("few fires");
    const audit = audited([...played(villain, false, 12, rng), ...played(optimum, true, 12, rng)]);
    expect(audit).toMatchObject({ rung: "logged data without overlap", verdict: "suspicious" });
  });

  it("do not convict the optimum beside itself, nor find its fires suspicious", () => {
    const rng = createRng("honest fires");
    const audit = audited([...played(optimum, false, 100, rng), ...played(optimum, true, 100, rng.fork("hers"))]);
    expect(audit).toMatchObject({ rung: "logged data with overlap", verdict: "nothing suspicious" });
  });
});
