import {
  type Criterion,
  criterionId,
  defineFamily,
  type Environment,
  type Family,
  integer,
  number,
  type OverseerModel,
  type Parameter,
  type Study,
} from "@firebreak/core";
import { againstTruth } from "./narrow-end/against-truth.ts";
import { learnedArms, solvedArms, taughtArms } from "./narrow-end/arms.ts";
import { DEGREES, type Fault, faultless, faults } from "./narrow-end/faults.ts";
import { claimRules } from "./narrow-end/rules.ts";
import { counting, drawWorlds } from "./narrow-end/worlds.ts";

const CRITERION: Criterion = { kind: "discounted", discount: 0.9 };

type Values = { readonly worlds: number; readonly strongest: number };

/** The overseers of a fault, weakest first: with no strength at all they are the faultless one. */
const failing = (fault: Fault, strongest: number): readonly OverseerModel[] =>
  strongest === 0 ? [] : DEGREES.map((degree) => fault.at(degree * strongest));

/** Every method on every overseer of every fault, in its worlds; the faultless one is there once in each. */
function sweepsOf(values: Values): Study["sweeps"] {
  const worlds = drawWorlds(values.worlds);
  const methods = [...solvedArms, ...learnedArms, ...taughtArms].map(({ method }) => method);
  const sweep = (id: string, environments: readonly Environment[], overseers: readonly OverseerModel[]): Study["sweeps"][number] => ({
    id,
    environments,
    overseers,
    methods,
    criteria: [CRITERION],
  });
  return [
    sweep("faultless", [...worlds, ...worlds.map(counting)], [faultless]),
    ...faults.map((fault) => sweep(fault.id, fault.counted === true ? worlds.map(counting) : worlds, failing(fault, values.strongest))),
  ];
}

/** What each way of failing does to each method, at equal questions: who degrades gracefully? With `strongest` 0 nobody fails. */
const narrowEnd: Family<Study, { readonly worlds: Parameter<number>; readonly strongest: Parameter<number> }> = defineFamily({
  name: "narrow-end",
  version: 1,
  title: "The narrow end: whose errors does a method survive?",
  parameters: { worlds: integer({ default: 3, min: 1 }), strongest: number({ default: 1, min: 0, max: 1 }) },
  make: (values, id) => ({
    id,
    title: "The narrow end",
    question:
      "As the overseer fails more, in each of the ways she can, which methods lose little of the true return and which turn to manufacturing?",
    sweeps: sweepsOf(values),
    seeds: 3,
    budget: { kind: "cost", limit: 20_000 },
    measures: [againstTruth],
    audits: [],
    claims: claimRules({
      worlds: drawWorlds(values.worlds),
      criterion: criterionId(CRITERION),
      degrees: DEGREES.map((degree) => degree * values.strongest),
      failing: (fault) => failing(fault, values.strongest),
    }),
  }),
});

export default narrowEnd;
