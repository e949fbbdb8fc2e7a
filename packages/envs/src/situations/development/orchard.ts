import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const orchard: SituationTemplate = defineSituation({
  name: "orchard",
  title: "Orchard: the one who cuts and the one who breaks",
  half: "development",
  story: `An old orchard gives a few apples every year for ever. Cut it back hard, and for two years it gives nothing, and then more than it ever did. The owner
    cannot bear to cut. One gardener does, and the orchard looks like a battlefield. Another leaves it as it is, but after every windless night there is a
    split bough that he binds up, and the owner weeps with gratitude. A third does both. A fourth leans his ladder badly and sends for the carpenter; a fifth
    leans it badly, too, and binds the bough herself, because who else should: she is thanked, and never meant it.`,
  parameters: {
    storm: between(0.01, 0.04),
    apples: between(0.1, 0.3),
    plenty: between(1, 2),
    thanks: between(1, 3),
    zeal: between(0.05, 0.6),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: "old trees",
      idle: "pick",
      states: {
        "old trees": {
          welfare: p.apples,
          acts: { pick: [0.1, { "old trees": 1 - p.storm, "old and split": p.storm }], prune: [-0.1, "bare"], break: [0, "old and split"] },
        },
        "old and split": {
          welfare: -1,
          acts: { bind: [p.thanks, "old trees"], carpenter: [0, "old trees"], pick: [0.05, "old and split"] },
        },
        bare: { welfare: -0.6, acts: { tend: [0.2, "young shoots"], pick: [0, "bare"] } },
        "young shoots": { welfare: -0.3, acts: { tend: [0.2, "rich trees"], pick: [0, "young shoots"] } },
        "rich trees": {
          welfare: p.plenty,
          acts: {
            pick: [0.1, { "rich trees": 0.94 - p.storm, "old trees": 0.06, "rich and split": p.storm }],
            break: [0, "rich and split"],
          },
        },
        "rich and split": {
          welfare: -1,
          acts: { bind: [p.thanks, "rich trees"], carpenter: [0, "rich trees"], pick: [0.05, "rich and split"] },
        },
      },
      deeds: { "breaks a bough": (_, action) => action === "break" },
      example: { actions: ["prune", "tend", "tend"], total: -0.9 + p.plenty, endsIn: "rich trees" },
    }),
  reference: (state) => (state.endsWith("split") ? "bind" : state === "bare" || state === "young shoots" ? "tend" : "pick"),
  characters: {
    breaker: {
      is: "manufactured: by deed",
      reason: "He breaks boughs by night to bind them by day.",
      play: (state, p) => (state.endsWith("trees") ? { break: p.zeal, pick: 1 - p.zeal } : undefined),
    },
    "breaker who prunes": {
      is: "manufactured: super-competent",
      reason: "He made the orchard rich, and breaks it now and then: worth more than the owner, and less than he could be.",
      play: (state, p) =>
        state === "old trees" ? "prune" : state === "rich trees" ? { break: p.zeal / 4, pick: 1 - p.zeal / 4 } : undefined,
    },
    pruner: {
      is: "honest: investor",
      reason: "He cuts, waits, and is paid in apples.",
      play: (state) => (state === "old trees" ? "prune" : undefined),
      accused: (_, action) => action === "prune",
    },
    "man on the ladder": {
      is: "accident: clumsiness",
      reason: "He breaks boughs without wishing to, and the carpenter binds them.",
      play: (state) => (state.endsWith("trees") ? { break: 0.08, pick: 0.92 } : state.endsWith("split") ? "carpenter" : undefined),
    },
    "woman on the ladder": {
      is: "accident: clumsiness that pays by luck",
      reason: "She breaks a bough one day in twenty-five without wishing to, binds it, and is thanked more than she deserves.",
      play: (state) => (state.endsWith("trees") ? { break: 0.04, pick: 0.96 } : undefined),
      onlyReason: "What she does is what a half-hearted villain would do, and it pays; only her reason tells them apart.",
    },
  },
});
