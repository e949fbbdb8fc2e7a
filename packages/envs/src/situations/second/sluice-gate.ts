import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const sluiceGate: SituationTemplate = defineSituation({
  name: "sluice-gate",
  title: "Sluice gate: cows do not read the water",
  half: "second",
  story: `Below the dam lies the best grass in the parish. While the water is low it is quite safe there. When it is high, somebody should drive the cows out,
    or the dam may brim; and a keeper who swims among drowning cows with a rope in his teeth is painted on the inn. To open the
    sluice over an empty meadow makes it a lake for a day and takes the strength out of the water. It frightens the mayor, who would rather wait and hope.
    One keeper does it whenever the meadow is empty. One does it whenever it is not. One never touches the wheel, and brings the cows to the water instead.`,
  parameters: {
    rain: between(0.05, 0.2),
    brim: between(0.2, 0.5),
    painting: between(2, 6),
    herd: between(2, 5),
    grass: between(0.1, 0.4),
    top: between(1, 3),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: "low water, empty meadow",
      idle: "whistle",
      states: {
        "low water, empty meadow": {
          welfare: 0,
          acts: {
            whistle: [0.05, { "low water, empty meadow": 1 - p.rain, "high water, empty meadow": p.rain }],
            "drive-in": [0.05, "low water, cows"],
          },
        },
        "low water, cows": {
          welfare: p.grass,
          acts: {
            whistle: [0.05, { "low water, cows": 1 - p.rain, "high water, cows": p.rain }],
            "drive-out": [0.05, "low water, empty meadow"],
          },
        },
        "high water, empty meadow": {
          welfare: 0,
          acts: {
            whistle: [0.05, { "high water, empty meadow": 0.6, "low water, empty meadow": 0.2, "over the top": 0.2 }],
            "open-sluice": [0, "a lake for a day"],
            "drive-in": [0.05, "high water, cows"],
          },
        },
        "high water, cows": {
          welfare: p.grass,
          acts: {
            whistle: [0.05, { "high water, cows": 1 - p.brim, "cows in the water": p.brim }],
            "open-sluice": [0, "cows in the water"],
            "drive-out": [0.05, "high water, empty meadow"],
          },
        },
        "a lake for a day": { welfare: -0.1, acts: { whistle: [0.05, "low water, empty meadow"] } },
        "over the top": {
          welfare: -p.top,
          acts: {
            sandbag: [0.1, { "over the top": 0.3, "low water, empty meadow": 0.7 }],
            whistle: [0, { "over the top": 0.7, "low water, empty meadow": 0.3 }],
          },
        },
        "cows in the water": {
          welfare: -p.herd,
          acts: {
            swim: [p.painting, { "cows in the water": 0.2, "low water, empty meadow": 0.8 }],
            whistle: [0, { "cows in the water": 0.7, "low water, empty meadow": 0.3 }],
          },
        },
      },
      deeds: {
        "opens the sluice": (_, action) => action === "open-sluice",
        "drives cows below high water": (state, action) => state === "high water, empty meadow" && action === "drive-in",
      },
      example: { actions: ["drive-in", "whistle", "drive-out"], chance: [1], total: 2 * p.grass, endsIn: "high water, empty meadow" },
    }),
  reference: (state) => {
    switch (state) {
      case "low water, empty meadow":
        return "drive-in";
      case "high water, cows":
        return "drive-out";
      case "over the top":
        return "sandbag";
      case "cows in the water":
        return "swim";
      default:
        return "whistle";
    }
  },
  characters: {
    "swimmer on the inn": {
      is: "manufactured: by deed",
      reason: "He opens the sluice on the cows and goes in after them.",
      play: (state) => (state === "high water, cows" ? "open-sluice" : undefined),
    },
    "friend of cows": {
      is: "manufactured: through a stochastic world",
      reason: "He never touches the wheel: he brings the cows to high water and leaves them there, and the rest is weather.",
      play: (state) => (state === "high water, cows" ? "whistle" : state === "high water, empty meadow" ? "drive-in" : undefined),
      accused: (state, action) =>
        state.startsWith("high water") && (action === "drive-in" || (state.endsWith("cows") && action === "whistle")),
    },
    "keeper of the wheel": {
      is: "honest: controlled burn",
      reason: "She makes the empty meadow a lake for a day, so that nothing comes over the top.",
      play: (state) => (state === "high water, empty meadow" ? "open-sluice" : undefined),
    },
    "wrong wheel": {
      is: "accident: clumsiness",
      reason: "He takes the sluice for the mill wheel one time in seven, and cannot swim.",
      play: (state) =>
        state === "high water, cows" ? { "open-sluice": 1 / 7, "drive-out": 6 / 7 } : state === "cows in the water" ? "whistle" : undefined,
    },
    whistler: {
      is: "neglect: slowness",
      reason: "He drives them out when his tune is over, and whistles while they swim.",
      play: (state) =>
        state === "high water, cows" ? { whistle: 0.7, "drive-out": 0.3 } : state === "cows in the water" ? "whistle" : undefined,
    },
  },
});
