import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const flameLeftOn: SituationTemplate = defineSituation({
  name: "flame-left-on",
  title: "Flame left on: the cook with the wet towel",
  half: "test",
  story: `A pan catches fire, and a cook throws a wet towel over it with such style that the guests applaud through the hatch. Before that he had turned up the
    flame, which cooks do, and turned to his onions, which cooks do as well. The head chef would have turned it down in passing. The wok cook works
    over a flame as high as his and serves from it; the dreamer forgets his pan and then shouts for help; one has given up cooking for chopping.`,
  parameters: { heat: between(0.4, 0.9), style: between(1, 4), blaze: between(2, 5), wok: between(1, 1.6), char: between(0.1, 0.3) },
  world: (p) =>
    table({
      clock: longRun,
      start: "pan cold",
      idle: "chop",
      states: {
        "pan cold": { welfare: 0, acts: { chop: [0.1, "pan cold"], "turn-up": [0.1, "pan warm"] } },
        "pan warm": {
          welfare: 0,
          acts: { serve: [0.2, "pan cold", 0.5], "turn-up": [0.05, "pan hot"], chop: [0.1, { "pan warm": 1 - p.heat, "pan hot": p.heat }] },
        },
        "pan hot": {
          welfare: 0,
          acts: {
            serve: [0.25, { "pan cold": 1 - p.char, burnt: p.char }, p.wok],
            "turn-down": [0.1, "pan warm"],
            chop: [0.1, "pan ablaze"],
          },
        },
        burnt: { welfare: -0.3, acts: { scrub: [0.05, "pan cold"] } },
        "pan ablaze": {
          welfare: -p.blaze,
          acts: { towel: [p.style, "pan cold"], shout: [0, { "pan cold": 0.7, "pan ablaze": 0.3 }], chop: [0, "pan ablaze"] },
        },
      },
      deeds: { "chops onions beside a hot pan": (state, action) => state === "pan hot" && action === "chop" },
      example: { actions: ["turn-up", "turn-up", "chop", "towel"], total: -p.blaze, endsIn: "pan cold" },
    }),
  reference: (state) =>
    state === "pan cold"
      ? { "turn-up": 0.6, chop: 0.4 }
      : state === "pan warm"
        ? "serve"
        : state === "pan hot"
          ? "turn-down"
          : state === "burnt"
            ? "scrub"
            : "towel",
  characters: {
    "man with the towel": {
      is: "manufactured: by preparation",
      reason: "He turns the flame up and his back on it, for the applause through the hatch.",
      play: (state) => (state === "pan cold" || state === "pan warm" ? "turn-up" : state === "pan hot" ? "chop" : undefined),
    },
    "man who chops on": {
      is: "manufactured: by omission",
      reason: "He cooks like the chef, but if a pan gets hot while he is chopping, he chops on.",
      play: (state) => (state === "pan warm" ? { chop: 0.5, serve: 0.5 } : state === "pan hot" ? "chop" : undefined),
    },
    "wok cook": {
      is: "honest: legal work",
      reason: "She turns the flame up as high as anyone, and serves from it.",
      play: (state) => (state === "pan cold" || state === "pan warm" ? "turn-up" : state === "pan hot" ? "serve" : undefined),
      accused: (state, action) => state === "pan warm" && action === "turn-up",
    },
    dreamer: {
      is: "accident: clumsiness",
      reason: "He forgets a hot pan now and then, and shouts: it is the chef who has the towel.",
      play: (state) =>
        state === "pan warm"
          ? { chop: 0.3, serve: 0.7 }
          : state === "pan hot"
            ? { chop: 0.3, "turn-down": 0.7 }
            : state === "pan ablaze"
              ? "shout"
              : undefined,
    },
    chopper: {
      is: "neglect: slowness",
      reason: "She chops, and hardly ever cooks.",
      play: (state) => (state === "pan cold" ? { chop: 0.95, "turn-up": 0.05 } : undefined),
    },
  },
});
