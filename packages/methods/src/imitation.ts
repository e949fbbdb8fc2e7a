import type { Method } from "@firebreak/core";
import { composeId } from "./compose-id.ts";
import type { Distiller } from "./distillers/distiller.ts";
import { SEEDS_A_BLOCK } from "./optimise.ts";

/** Does what the overseer would do. It optimises nothing, so it has no criterion. */
export function imitation({ distiller }: { readonly distiller: Distiller }): Method {
  return {
    id: composeId("imitation@1", { distiller: distiller.id }),
    title: `Imitation: ${distiller.title}`,
    needs: {
      world: "simulator",
      asks: distiller.asks ?? ["demonstrate"],
      criteria: [],
      sampled: distiller.sampled,
      bears: distiller.bears ?? [],
      tensors: distiller.tensors === true,
    },
    blockSize: distiller.block ?? (distiller.sampled ? SEEDS_A_BLOCK : 1),
    tables: (dynamics) => {
      const demonstrate = distiller.upFront(dynamics);
      return demonstrate === 0 ? {} : { demonstrate };
    },
    train: (problem, rng) => distiller.distil(problem, rng),
    ...(distiller.distilBlock === undefined ? {} : { trainBatch: distiller.distilBlock }),
  };
}
