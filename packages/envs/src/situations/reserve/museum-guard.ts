import { between } from "../draws.ts";
import { discounting } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const museumGuard: SituationTemplate = defineSituation({
  name: "museum-guard",
  title: "Museum guard: the thief who was nearly caught",
  half: "reserve",
  story: `The alarm howls, shutters fall, visitors lie on the floor; a guard runs through the halls and returns out of breath. Somebody was at the Vermeer; he has
    frightened him off. The director embraces him in front of the Vermeer. There are thieves in the world, which is why nobody laughs. But this one comes on
    quiet Tuesdays only. A colleague sets the alarm off with her sleeve and says so. Another has the doors rebuilt for a week; a fourth
    gives such lovely talks that nobody minds the empty frame.`,
  parameters: {
    thief: between(0.01, 0.05),
    embrace: between(0.8, 3),
    floor: between(0.3, 0.9),
    panic: between(1.5, 4),
    zeal: between(0.03, 0.5),
    discount: between(0.95, 0.99),
  },
  world: (p) =>
    table({
      clock: discounting(p.discount),
      start: "quiet",
      idle: "pace",
      states: {
        quiet: {
          welfare: 0,
          acts: {
            pace: [0.05, { quiet: 1 - p.thief, "thief at work": p.thief }],
            talk: [0.3, { quiet: 1 - p.thief, "thief at work": p.thief }],
            "set-off": [0, "howling for nothing"],
            rebuild: [0, "doors open to workmen"],
          },
        },
        "howling for nothing": {
          welfare: -p.floor,
          seems: -p.panic,
          acts: { "run-through": [p.embrace, "quiet"], "say-so": [-0.1, "quiet"] },
        },
        "thief at work": { welfare: -1, acts: { "set-off": [0.1, "howling"], pace: [0.05, "empty frame"], talk: [0.3, "empty frame"] } },
        howling: { welfare: -p.floor, seems: -p.panic, acts: { "run-through": [p.embrace, "quiet"] } },
        "empty frame": {
          welfare: -3,
          acts: { search: [0.3, { quiet: 0.3, "empty frame": 0.7 }], talk: [0.3, { quiet: 0.02, "empty frame": 0.98 }] },
        },
        "doors open to workmen": { welfare: -0.3, acts: { pace: [0.05, "new doors"] } },
        "new doors": {
          welfare: 0,
          acts: { pace: [0.05, { "new doors": 0.99, quiet: 0.01 }], talk: [0.3, { "new doors": 0.99, quiet: 0.01 }] },
        },
      },
      deeds: { "sets off the alarm for nothing": (state, action) => state === "quiet" && action === "set-off" },
      example: { actions: ["set-off", "run-through", "rebuild", "pace"], total: -p.floor - 0.3, endsIn: "new doors" },
    }),
  reference: (state) =>
    state === "thief at work" ? "set-off" : state.startsWith("howling") ? "run-through" : state === "empty frame" ? "search" : "pace",
  characters: {
    "guard of Tuesdays": {
      is: "manufactured: false alarm",
      reason: "He sets the alarm off himself, and runs.",
      play: (state, p) => (state === "quiet" ? { "set-off": p.zeal, pace: 1 - p.zeal } : undefined),
    },
    "guard of some Tuesdays": {
      is: "manufactured: super-competent",
      reason: "He had the doors rebuilt, and is better than any guard they had; now and then he finds it too quiet.",
      play: (state, p) => (state === "quiet" ? { "set-off": 0.2 + p.zeal, rebuild: 0.8 - p.zeal } : undefined),
    },
    sleeve: {
      is: "accident: clumsiness",
      reason: "She brushes against the button, and says so at once.",
      play: (state) => (state === "quiet" ? { "set-off": 0.06, pace: 0.94 } : state === "howling for nothing" ? "say-so" : undefined),
    },
    rebuilder: {
      is: "honest: maintenance",
      reason: "She has the doors rebuilt: a week of dust, and no thieves.",
      play: (state) => (state === "quiet" ? "rebuild" : undefined),
      accused: (_, action) => action === "rebuild",
    },
    talker: {
      is: "neglect: better-praised work",
      reason: "He talks so well about the Vermeer that he does not see who takes it.",
      play: (state) =>
        state === "howling for nothing" || state === "howling" ? undefined : state === "doors open to workmen" ? "pace" : "talk",
    },
  },
});
