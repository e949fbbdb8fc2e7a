import { returnsMeasure } from "@firebreak/analysis/audits";
import { defineFamily, type Family, integer, type OverseerModel, oneOf, type Parameter, type Study } from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { consistent, noisy, trembling, villainous } from "@firebreak/rewards";
import { approval, FAR, imitative, LOOKAHEADS, lookingAhead, ROUNDS } from "./two-designs/arms.ts";
import { honestHarm } from "./two-designs/honest-harm.ts";
import { claimRules } from "./two-designs/rules.ts";
import { byFeedback, copy } from "./villain/arms.ts";
import { drawHeroes, type WorldFamily } from "./villain/worlds.ts";

const she = consistent.with();
/** How often she seeks her own praise: a committee votes the smaller doses down and the larger ones up. */
const DOSES = [0.1, 0.3, 0.6];
const villain = villainous.with({ q: 0.3 });
const unsteady: readonly OverseerModel[] = [...[0, 1e-4, 1e-2].map((slip) => trembling.with({ slip })), noisy.with({ feedbackNoise: 0.5 })];
/** Worlds of the sweep over unsteady hands, which only draws. */
const UNSTEADY_WORLDS = 30;

interface Values {
  readonly worlds: number;
  readonly family: WorldFamily;
}

function sweepsOf({ worlds, family }: Values): Study["sweeps"] {
  const environments = drawHeroes(worlds, family, "seen");
  const names = ["alone", "committee", "foresight"] as const;
  const fromRock = ROUNDS.map((rounds) => imitative("committee", rounds, "rock"));
  const both = names.flatMap((name) => ROUNDS.flatMap((rounds) => [imitative(name, rounds), approval(name, rounds)]));
  const voting = ROUNDS.flatMap((rounds) => [imitative("alone", rounds), imitative("committee", rounds), approval("committee", rounds)]);
  const far = [lookingAhead(FAR)];
  return [
    {
      id: "rounds",
      overseers: [she],
      environments,
      methods: [copy, byFeedback, ...both, ...fromRock],
      criteria: [lookingAhead(1), ...far],
    },
    {
      id: "lookahead",
      overseers: [she],
      environments,
      methods: names.flatMap((name) => [imitative(name), approval(name)]),
      criteria: LOOKAHEADS.map(lookingAhead),
    },
    {
      id: "dose",
      overseers: DOSES.map((q) => villainous.with({ q })),
      environments,
      methods: [copy, byFeedback, ...voting],
      criteria: far,
    },
    {
      id: "unsteady",
      overseers: unsteady,
      environments: environments.slice(0, UNSTEADY_WORLDS),
      methods: [copy, byFeedback, ...voting],
      criteria: far,
    },
    {
      id: "brigade",
      overseers: [she],
      environments: [fireBrigade.with({ value: "fires-and-deliveries" })],
      methods: [copy, byFeedback, ...both.filter(({ id }) => !/rounds=[45]/.test(id))],
      criteria: far,
    },
  ];
}

/** C7: the same amplifier and two distillers, round by round. */
const twoDesigns: Family<Study, { readonly worlds: Parameter<number>; readonly family: Parameter<WorldFamily> }> = defineFamily({
  name: "two-designs",
  version: 1,
  title: "Two designs: imitate the amplified overseer, or optimise the reward that she gives?",
  parameters: { worlds: integer({ default: 100, min: 2 }), family: oneOf("drawn", "null") },
  make: (values, id) => ({
    id,
    title: "Two designs",
    question:
      "Amplify an overseer by the agent that was distilled from her, and distil again: is it safe to imitate what both would do, and to optimise the reward that both would give?",
    sweeps: sweepsOf(values),
    seeds: 1,
    budget: { kind: "cost", limit: 1_000_000 },
    measures: [returnsMeasure, honestHarm],
    audits: [],
    claims: claimRules({ overseer: she.id, villain: villain.id, worlds: drawHeroes(values.worlds, values.family, "seen") }),
  }),
});

export default twoDesigns;
