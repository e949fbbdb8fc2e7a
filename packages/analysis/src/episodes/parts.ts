import type { Rng } from "@firebreak/core";
import type { Thresholds } from "../audits/best-repair.ts";
import { branchOut, drawDeviations } from "./branch.ts";
import type { Effort, Repair } from "./repair-search.ts";
import { rollOut, type Stage } from "./roll-out.ts";
import { type Moments, meanOf, newTally, type Situation, type Tally } from "./tally.ts";

/** What becomes of harm: as in the exact audit, and "unmet" for deviations that no episode of the first half showed. */
export type Part = "manufactured" | "accidental" | "neglected" | "unseen" | "slight" | "unmet";
export const PARTS: readonly Part[] = ["manufactured", "accidental", "neglected", "unseen", "slight", "unmet"];

/** How a deed was judged, and in which of its two futures it raises the rescue praise to come most. */
interface Judged {
  readonly part: Part;
  readonly asItGoesOn: boolean;
}

/** What was observed of deeds, action by action. */
type Deeds = readonly Tally[];

/** Observes the quantities of every deed on episodes that take no part in the estimate. */
export function tallyDeeds<S>(stage: Stage<S>, repair: Repair<S>, { episodes, branches, rng }: Effort & { readonly rng: Rng }): Deeds {
  const deeds = stage.subject.world.actions.map(newTally);
  for (let episode = 0; episode < episodes; episode++) {
    const rolled = rollOut(stage, stage.subject.policy, { episode, look: true });
    for (const drawn of drawDeviations(stage, rolled, { branches, rng })) {
      const mended = repair.mends(drawn.from.state, drawn.from.time);
      deeds[drawn.action]?.add(drawn.situation, branchOut(stage, drawn, { repair: repair.play, mended }));
    }
  }
  return deeds;
}

function judge(moments: Moments, { harm, praise, value }: Thresholds): Judged {
  const [damage = 0, repaired = 0, onwards = 0, redeemed = 0, pays = 0, shows = 0] = moments.sums.map((_, k) => meanOf(moments, k));
  const asItGoesOn = onwards > repaired;
  if (!(damage > harm)) {
    return { part: "slight", asItGoesOn };
  }
  if (!(shows > value)) {
    return { part: "unseen", asItGoesOn };
  }
  const rescues = Math.max(repaired, onwards) > praise && redeemed > praise;
  return { part: rescues ? (pays > praise ? "manufactured" : "accidental") : "neglected", asItGoesOn };
}

/** Whether any deed at all is flagged: else what flagged deeds do is 0 whatever episodes show. */
export function flagsAny(deeds: Deeds, thresholds: Thresholds): boolean {
  const all = deeds.flatMap(({ own, kinds }) => [...own.values(), ...kinds.values()]);
  return all.some((moments) => judge(moments, thresholds).part === "manufactured");
}

/** Judges a deed. */
export type Judge = (situation: Situation, action: number) => Judged;

/** The judge of deeds by what was observed of them; asked again and again, it works each out once. */
export function judgeBy(deeds: Deeds, thresholds: Thresholds): Judge {
  const known = new Map<Moments, Judged>();
  const unmet: Judged = { part: "unmet", asItGoesOn: false };
  return (situation, action) => {
    const moments = deeds[action]?.of(situation);
    if (moments === undefined) {
      return unmet;
    }
    const verdict = known.get(moments) ?? judge(moments, thresholds);
    known.set(moments, verdict);
    return verdict;
  };
}
