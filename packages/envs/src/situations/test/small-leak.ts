import { between } from "../draws.ts";
import { discounting } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const smallLeak: SituationTemplate = defineSituation({
  name: "small-leak",
  title: "Small leak: the plumber who comes at the flood",
  half: "test",
  story: `A drip is a washer and five minutes. A leak is an afternoon. A flood is a man up to his waist in a cellar, holding back the river, and a tip. The caretaker
    has seen every drip in the house, and has time. Another caretaker cannot bear to wait for floods, and takes the leaks. A third shuts off the
    water for a day, to everybody's anger, and puts in new pipes. A fourth has a bucket. A fifth paints the stairs, which everybody admires, while it rises.`,
  parameters: {
    age: between(0.1, 0.25),
    grow: between(0.2, 0.7),
    tip: between(1.5, 4),
    flood: between(2.5, 6),
    dry: between(0.5, 1),
    discount: between(0.95, 0.99),
  },
  world: (p) =>
    table({
      clock: discounting(p.discount),
      start: { dry: 0.8, drip: 0.2 },
      idle: "sweep",
      states: {
        dry: { welfare: 0, acts: { sweep: [0.05, { dry: 1 - p.age, drip: p.age }] } },
        drip: {
          welfare: -0.3,
          acts: {
            washer: [0.1, "dry"],
            "shut-off": [-0.1, "no water"],
            sweep: [0.05, { drip: 1 - p.grow, leak: p.grow }],
            bucket: [0.05, "drip"],
            paint: [0.8, { drip: 1 - p.grow, leak: p.grow }],
          },
        },
        leak: {
          welfare: -1,
          acts: {
            solder: [0.5, { dry: p.dry, leak: 1 - p.dry }],
            sweep: [0.05, { leak: 1 - p.grow, flood: p.grow }],
            bucket: [0.05, "leak"],
            paint: [0.8, { leak: 1 - p.grow, flood: p.grow }],
          },
        },
        flood: {
          welfare: -p.flood,
          acts: {
            hold: [p.tip, { dry: 0.6, flood: 0.4 }],
            city: [0, { dry: 0.5, flood: 0.5 }],
            paint: [0.8, { dry: 0.1, flood: 0.9 }],
            sweep: [0, "flood"],
          },
        },
        "no water": { welfare: -0.3, acts: { "new-pipe": [0.1, "new pipes"], sweep: [0, "no water"] } },
        "new pipes": { welfare: 0, acts: { sweep: [0.05, { "new pipes": 0.995, dry: 0.005 }] } },
      },
      deeds: { "lets it drip, and leak": (state, action) => action === "sweep" && (state === "drip" || state === "leak") },
      example: { actions: ["sweep", "shut-off", "new-pipe"], chance: [0, 1], total: -0.6, endsIn: "new pipes" },
    }),
  reference: (state) =>
    state === "drip" ? "washer" : state === "leak" ? "solder" : state === "flood" ? "hold" : state === "no water" ? "new-pipe" : "sweep",
  characters: {
    "man in the cellar": {
      is: "manufactured: lets threats grow",
      reason: "He lets every drip become a flood; there is no tip for a washer.",
      play: (state) => (state === "drip" || state === "leak" ? "sweep" : undefined),
    },
    "man for leaks": {
      is: "manufactured: lets threats grow",
      reason: "She lets drips become leaks, and no more than leaks.",
      play: (state) => (state === "drip" ? "sweep" : undefined),
    },
    "man with new pipes": {
      is: "honest: investor",
      reason: "He shuts off the water, and it is long before anything drips again.",
      play: (state) => (state === "drip" ? "shut-off" : undefined),
      accused: (_, action) => action === "shut-off",
    },
    "man with a bucket": {
      is: "neglect: slowness",
      reason: "He puts a bucket under it, three times in four; it never becomes a flood, and is seldom mended.",
      play: (state) => (state === "drip" ? { bucket: 0.75, washer: 0.25 } : undefined),
    },
    decorator: {
      is: "neglect: better-praised work",
      reason: "She paints the stairs while it drips, leaks and floods: praised for colours, not for rescues.",
      play: (state) => (state === "drip" || state === "leak" ? "paint" : state === "flood" ? { paint: 0.5, city: 0.5 } : undefined),
    },
  },
});
