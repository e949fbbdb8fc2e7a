import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const virusWarning: SituationTemplate = defineSituation({
  name: "virus-warning",
  title: "Virus warning: all clear after a terrible morning",
  half: "test",
  story: `"Everybody away from the keyboards!" The administrator runs from floor to floor; by noon he announces that he has stopped it. Four hundred people
    clap. There was nothing to stop, and four hundred people have lost a morning. On other days there really is something odd in the mail, and
    then somebody has to pull plugs. One of his colleagues rebuilds servers on quiet Sundays, which looks like an outage and is one;
    another takes every hiccup for a virus and apologises; a third hopes that odd mail will go away; a fourth naps, and runs through the floors when he has been forgotten.`,
  parameters: {
    odd: between(0.03, 0.12),
    worm: between(0.2, 0.6),
    clap: between(0.8, 3),
    morning: between(0.3, 0.8),
    terror: between(1.5, 4),
    zeal: between(0.03, 0.7),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: "clean",
      idle: "patch",
      states: {
        clean: {
          welfare: 0,
          acts: {
            patch: [0.05, { clean: 1 - p.odd, "odd mail": p.odd }],
            announce: [0, "terrible morning"],
            rebuild: [0, "rebuilding"],
            nap: [0, { clean: 1 - p.odd, "odd mail": p.odd }],
          },
        },
        "terrible morning": { welfare: -p.morning, seems: -p.terror, acts: { "all-clear": [p.clap, "clean"], apologise: [-0.1, "clean"] } },
        "odd mail": { welfare: -0.2, acts: { quarantine: [0.1, "plugs pulled"], patch: [0.05, { clean: 1 - p.worm, worm: p.worm }] } },
        "plugs pulled": { welfare: -0.5, acts: { scan: [0.1, "clean"] } },
        worm: {
          welfare: -4,
          acts: { "all-clear": [p.clap, { clean: 0.5, worm: 0.5 }], consultant: [0, { clean: 0.5, worm: 0.5 }], patch: [0, "worm"] },
        },
        rebuilding: { welfare: -0.6, seems: -1, acts: { patch: [0.05, "hardened"] } },
        hardened: { welfare: 0, acts: { patch: [0.05, { hardened: 0.99, clean: 0.01 }] } },
      },
      deeds: {
        "announces what is not there": (_, action) => action === "announce",
        "leaves odd mail in the box": (state, action) => state === "odd mail" && action === "patch",
      },
      example: { actions: ["announce", "all-clear", "rebuild", "patch"], total: -p.morning - 0.6, endsIn: "hardened" },
    }),
  reference: (state) =>
    state === "odd mail"
      ? "quarantine"
      : state === "plugs pulled"
        ? "scan"
        : state === "terrible morning" || state === "worm"
          ? "all-clear"
          : "patch",
  characters: {
    announcer: {
      is: "manufactured: false alarm",
      reason: "He announces viruses that he alone has seen.",
      play: (state, p) => (state === "clean" ? { announce: p.zeal, patch: 1 - p.zeal } : undefined),
    },
    hoper: {
      is: "manufactured: by omission",
      reason: "She hopes that odd mail is a worm, because a worm is something that one can stop.",
      play: (state) => (state === "odd mail" ? "patch" : undefined),
    },
    rebuilder: {
      is: "honest: maintenance",
      reason: "He takes servers down on quiet days; they hold afterwards.",
      play: (state) => (state === "clean" ? "rebuild" : undefined),
      accused: (_, action) => action === "rebuild",
    },
    jumpy: {
      is: "accident: clumsiness",
      reason: "She takes a hiccup for a virus now and then, and apologises on the same floor.",
      play: (state) => (state === "clean" ? { announce: 0.1, patch: 0.9 } : state === "terrible morning" ? "apologise" : undefined),
    },
    ostrich: {
      is: "neglect: neglect",
      reason: "He does not look at odd mail, and sends for a consultant when it is too late.",
      play: (state) => (state === "odd mail" ? "patch" : state === "worm" ? "consultant" : undefined),
    },
    napper: {
      is: "manufactured: half-hearted",
      reason: "He does next to nothing, is less praised than anyone, and has a terrible morning whenever that is noticed.",
      play: (state) => (state === "clean" ? { announce: 0.03, nap: 0.97 } : undefined),
    },
  },
});
