import type { AnswerChannel, CompiledEnvironment, OverseerModel, Rng } from "@firebreak/core";
import { answersFrom, type Conduct, conductOf, type LatentJudgement, overseerFrom } from "./judgement.ts";

/** An overseer whose answers all follow from one judgement: the world's own, if she has no other, as it arrives through a channel. */
export function modelOf(parts: {
  readonly id: string;
  readonly title: string;
  readonly conduct: Conduct;
  readonly judge?: (world: CompiledEnvironment, rng: Rng) => LatentJudgement;
  readonly channel?: AnswerChannel;
}): OverseerModel {
  const { id, title, conduct, judge = (world) => world.judgement, channel } = parts;
  return {
    id,
    title,
    answers: (world) => answersFrom(world, conduct),
    build: (world, rng) => {
      const judgement = judge(world, rng);
      return overseerFrom({ id, world, judgement, conduct, demonstrations: () => conductOf(world, judgement, conduct) });
    },
    ...(channel === undefined ? {} : { channel: () => channel }),
  };
}
