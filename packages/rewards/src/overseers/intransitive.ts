import { canonicalJson, defineFamily, type Family, number, type OverseerModel, type Parameter, type Segment } from "@firebreak/core";
import { type ConductParameters, conductParameters } from "./conduct-parameters.ts";
import { answersFrom, conductOf, overseerFrom, preferred, totalOf } from "./judgement.ts";
import { seenStates } from "./seen-by-her.ts";

type IntransitiveParameters = ConductParameters & { readonly strength: Parameter<number> };

/**
 * An overseer whose comparisons run in circles: by what is seen of it, a segment is of one of three kinds (a fixed draw by names), and
 * each kind gets `strength` more against the next, as scissors against paper. Above the differences there are, no order of the
 * segments agrees with her; she still never contradicts herself about a pair. All else is the consistent overseer's.
 */
export const intransitive: Family<OverseerModel, IntransitiveParameters> = defineFamily({
  name: "intransitive",
  version: 1,
  title: "Intransitive: comparisons that run in circles",
  parameters: { ...conductParameters, strength: number({ default: 1, min: 0 }) },
  make: ({ strength, ...conduct }, id): OverseerModel => ({
    id,
    title: "Intransitive overseer",
    answers: (world) => answersFrom(world, conduct),
    build: (world, rng) => {
      const { judgement } = world;
      const seen = seenStates(world);
      const kindOf = ({ states, actions }: Segment): number =>
        kinds
          .fork(canonicalJson([states.map((state) => seen[state] ?? ""), actions.map((action) => world.actions[action] ?? "")]))
          .below(3);
      const kinds = rng.fork("intransitive");
      const plain = overseerFrom({ id, world, judgement, conduct, demonstrations: () => conductOf(world, judgement, conduct) });
      return {
        ...plain,
        compare(x, y) {
          const edge = strength * edgeOf(kindOf(x), kindOf(y));
          return preferred(totalOf(world, judgement, conduct, x) + edge, totalOf(world, judgement, conduct, y));
        },
      };
    },
  }),
});

/** 1 where the first kind beats the second, -1 where it is beaten, 0 for one kind. */
const edgeOf = (first: number, second: number): number => [0, 1, -1][(first - second + 3) % 3] ?? 0;
