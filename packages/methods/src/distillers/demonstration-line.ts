import { type AnswerLine, type Asker, hasGaps, openLine, type Rng } from "@firebreak/core";

/** What demonstrations meet on their way to a distiller that bears gaps; nothing where every one comes. They are no numbers, and have no errors. */
export function demonstrationLine({ channel }: Asker, rng: Rng): AnswerLine | undefined {
  return hasGaps(channel, ["demonstrate"])
    ? openLine({ ...channel, deviation: 0 }, { answers: 1, silent: channel.unanswered?.demonstrate }, rng)
    : undefined;
}
