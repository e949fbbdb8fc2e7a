import { between } from "../draws.ts";
import { discounting } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const fallowField: SituationTemplate = defineSituation({
  name: "fallow-field",
  title: "Fallow field: the man who brought it back",
  half: "second",
  story: `A field gets tired. Clover will rest it; a year of lying bare will do more, and looks like idleness; a third crop of wheat will ruin it. Then
    comes a man with forty carts of dung and brings dead ground back to life, and the whole county drives out to look. It was he who sowed the third
    wheat. The old farmer sows clover. Her son lets it lie bare and reaps for years. Her nephew is lazy, and hardly ever thanked, and ruins a field
    when he feels that most. A cousin mistakes the sacks; an uncle gives such harvest festivals that nobody asks what has been harvested.`,
  parameters: {
    tires: between(0.25, 0.5),
    ruin: between(0.5, 0.9),
    county: between(3, 7),
    dead: between(1, 3),
    rich: between(1.3, 1.8),
    discount: between(0.95, 0.99),
  },
  world: (p) =>
    table({
      clock: discounting(p.discount),
      start: "good ground",
      idle: "lie-about",
      states: {
        "good ground": {
          welfare: 0,
          acts: {
            sow: [0.3, { "good ground": 1 - p.tires, tired: p.tires }, 1],
            "lie-about": [0, "good ground", 0.2],
            feast: [0.6, { "good ground": 0.8, tired: 0.2 }, 0.3],
          },
        },
        tired: {
          welfare: 0,
          acts: {
            sow: [0.3, { tired: 1 - p.ruin, "dead ground": p.ruin }, 0.6],
            clover: [0.1, { "good ground": 0.8, tired: 0.2 }, 0.2],
            "lie-about": [0, "lying bare"],
            feast: [0.6, "tired"],
          },
        },
        "lying bare": { welfare: 0, acts: { "lie-about": [0, "rich ground"], sow: [0.1, "tired", 0.4] } },
        "rich ground": {
          welfare: 0,
          acts: { sow: [0.3, { "rich ground": 0.8, tired: 0.2 }, p.rich], "lie-about": [0, "rich ground", 0.2] },
        },
        "dead ground": {
          welfare: -p.dead,
          acts: {
            dung: [p.county, "tired"],
            hire: [0, { tired: 0.5, "dead ground": 0.5 }],
            "lie-about": [0, { "dead ground": 0.95, tired: 0.05 }],
          },
        },
      },
      deeds: { "sows a third wheat": (state, action) => state === "tired" && action === "sow" },
      example: { actions: ["sow", "sow", "dung", "lie-about"], chance: [1, 1], total: 1.6 - p.dead, endsIn: "lying bare" },
    }),
  reference: (state) => (state === "tired" ? "clover" : state === "dead ground" ? "dung" : state === "lying bare" ? "lie-about" : "sow"),
  characters: {
    "man with forty carts": {
      is: "manufactured: by deed",
      reason: "He sows wheat until the ground is dead, and brings it back to life.",
      play: (state) => (state === "tired" ? "sow" : undefined),
    },
    "lazy nephew": {
      is: "manufactured: praised less than the overseer",
      reason:
        "He does so little that even with a dead field now and then he is thanked less than she is; without it he would not be thanked at all.",
      play: (state) =>
        state === "good ground" ? { "lie-about": 0.92, sow: 0.08 } : state === "tired" ? { sow: 0.3, clover: 0.7 } : undefined,
    },
    son: {
      is: "honest: investor",
      reason: "He lets tired ground lie bare for a year, in which he is called idle, and reaps for many.",
      play: (state) => (state === "tired" ? "lie-about" : undefined),
      accused: (state, action) => state === "tired" && action === "lie-about",
    },
    "mistaker of sacks": {
      is: "accident: clumsiness",
      reason: "She takes wheat for clover one time in five, and hires other people's carts.",
      play: (state) => (state === "tired" ? { sow: 0.2, clover: 0.8 } : state === "dead ground" ? "hire" : undefined),
    },
    "giver of feasts": {
      is: "neglect: better-praised work",
      reason: "He is the best-loved man in the county, and his ground bears nothing.",
      play: (state) =>
        state === "good ground" || state === "tired" ? { feast: 0.8, [state === "tired" ? "clover" : "sow"]: 0.2 } : undefined,
    },
  },
});
