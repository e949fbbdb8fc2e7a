import {
  type CompiledEnvironment,
  canonicalJson,
  defineFamily,
  type Family,
  integer,
  number,
  type OverseerModel,
  type Parameter,
  type Rng,
} from "@firebreak/core";
import { doneAlike, judgedAlike } from "./alike.ts";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { answersFrom, overseerFrom } from "./judgement.ts";
import { factsOfStates } from "./seen-by-her.ts";

type BlindParameters = ConductParameters & { readonly hidden: Parameter<number>; readonly draw: Parameter<number> };

/** Every state as one sees it who misses each fact with probability `hidden`: a fact is missed in all states or in none. Length S. */
function looksWithout(world: CompiledEnvironment, hidden: number, rng: Rng): readonly string[] {
  const misses = new Map<string, boolean>();
  const isMissed = (fact: string): boolean => {
    const known = misses.get(fact) ?? rng.fork(canonicalJson(fact)).double() < hidden;
    misses.set(fact, known);
    return known;
  };
  return factsOfStates(world).map((facts) =>
    canonicalJson([...facts].filter(([fact]) => !isMissed(fact)).sort(([x], [y]) => (x < y ? -1 : 1))),
  );
}

/**
 * An overseer who sees a part of the state. The facts of a state are the leaves of what she could see of it (`cell.0`, `attentive`); each
 * is hidden from her with probability `hidden`, in every state alike, and who misses more misses what she missed before. Her
 * judgement of a state or a step is the mean over those that look the same to her, and what she would do is mixed over them likewise.
 * `draw` is another overseer of the same kind.
 */
export const blind: Family<OverseerModel, BlindParameters> = defineFamily({
  name: "blind",
  version: 1,
  title: "Blind: judges by the part of the state that she sees",
  parameters: { ...conductParameters, hidden: number({ default: 0.5, min: 0, max: 1 }), draw: integer({ default: 0, min: 0 }) },
  make: ({ hidden, draw, ...conduct }, id): OverseerModel => ({
    id,
    title: "Blind overseer",
    answers: (world) => answersFrom(world, conduct),
    build: (world, rng) => {
      const look = looksWithout(world, hidden, rng.fork(`blind-${draw}`));
      // With everything seen she is the consistent overseer, also where that one's hand knows more than her eye.
      const weight = hidden === 0 ? 0 : 1;
      const judgement = judgedAlike(world, look, weight);
      return overseerFrom({
        id,
        world,
        judgement,
        conduct,
        demonstrations: () => doneAlike(world, { judgement, conduct }, { look, weight }),
      });
    },
  }),
});
