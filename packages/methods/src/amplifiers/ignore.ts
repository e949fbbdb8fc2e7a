import { type Family, familyOfOne } from "@firebreak/core";
import type { Amplifier } from "./amplifier.ts";

/** Amplify(H, A) = H: she has an assistant and does not listen. The first round is then Distill(H), and so is every later one. */
export const ignore: Family<Amplifier> = familyOfOne({
  name: "ignore",
  version: 1,
  title: "The human alone: she ignores the agent",
  make: (id): Amplifier => ({
    id,
    title: "ignoring",
    asksFor: (kind) => kind,
    copies: 0,
    amplify: ({ overseer }) => ({ answer: overseer.uncharged, bill: (_, counts) => counts, most: () => 1 }),
  }),
});
