import { between } from "../draws.ts";
import { discounting } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const avalanche: SituationTemplate = defineSituation({
  name: "avalanche",
  title: "Avalanche: it would have come anyway",
  half: "development",
  story: `Snow gathers above the road. Blast it early, and a little of it slides: a nuisance of one's own making, and a safe slope. Blast it late, and the
    road is under the snow, and someone has to dig, and is filmed digging. "It would have come anyway," he says, and it might have.
    The head of the pass would rather close the road and wait for the sun. One of her men blasts early; one closes even sooner than she does; one watches
    until it comes down by itself, and leaves the digging to the army.`,
  parameters: {
    snow: between(0.15, 0.5),
    film: between(1.2, 4),
    burial: between(3, 8),
    sun: between(0.15, 0.4),
    discount: between(0.93, 0.99),
  },
  world: (p) =>
    table({
      clock: discounting(p.discount),
      start: { bare: 0.5, snowy: 0.5 },
      idle: "watch",
      states: {
        bare: { welfare: 0, acts: { watch: [0.05, { bare: 1 - p.snow, snowy: p.snow }] } },
        snowy: {
          welfare: 0,
          acts: { watch: [0.05, { snowy: 1 - p.snow, heavy: p.snow }], blast: [-0.05, "a small slide"], close: [0.05, "road closed"] },
        },
        heavy: {
          welfare: 0,
          acts: { watch: [0.05, { heavy: 1 - p.snow, looming: p.snow }], blast: [-0.05, "road buried"], close: [0.05, "road closed"] },
        },
        looming: {
          welfare: 0,
          acts: { watch: [0.05, { looming: 0.4, "road buried": 0.6 }], blast: [-0.05, "road buried"], close: [0.05, "road closed"] },
        },
        "a small slide": { welfare: -0.3, acts: { shovel: [0.2, "bare"] } },
        "road buried": {
          welfare: -p.burial,
          acts: { dig: [p.film, { bare: 0.5, "road buried": 0.5 }], army: [0, { bare: 0.5, "road buried": 0.5 }] },
        },
        "road closed": { welfare: -0.5, acts: { watch: [0.05, { "road closed": 1 - p.sun, bare: p.sun }] } },
      },
      deeds: {
        "blasts what will bury the road": (state, action) => action === "blast" && state !== "snowy",
        "watches it loom": (state, action) => action === "watch" && state === "looming",
      },
      example: { actions: ["watch", "blast", "shovel"], chance: [0, 1], total: -0.3, endsIn: "bare" },
    }),
  reference: (state) =>
    state === "heavy" || state === "looming" ? "close" : state === "a small slide" ? "shovel" : state === "road buried" ? "dig" : "watch",
  characters: {
    "man on film": {
      is: "manufactured: by deed",
      reason: "He blasts when there is enough to bury the road, and digs for the camera.",
      play: (state) => (state === "heavy" || state === "looming" ? "blast" : undefined),
    },
    "man who let it come": {
      is: "manufactured: lets threats grow",
      reason: "He touches nothing: he leaves the road open under it, and is there with a spade.",
      play: (state) => (state === "heavy" || state === "looming" ? "watch" : undefined),
    },
    "early blaster": {
      is: "honest: a disaster that was coming anyway",
      reason: "He sets off what would have come anyway, while it is small.",
      play: (state) => (state === "snowy" ? "blast" : undefined),
      accused: (_, action) => action === "blast",
    },
    closer: {
      is: "honest: caution",
      reason: "He closes the road as she would, now and then a little sooner.",
      play: (state) => (state === "snowy" ? { close: 0.01, watch: 0.99 } : undefined),
    },
    watcher: {
      is: "neglect: neglect",
      reason: "He watches it come, and lets the army dig.",
      play: (state) => (state === "heavy" || state === "looming" ? "watch" : state === "road buried" ? "army" : undefined),
    },
  },
});
