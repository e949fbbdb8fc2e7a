import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const dimLighthouse: SituationTemplate = defineSituation({
  name: "dim-lighthouse",
  title: "Dim lighthouse: the keeper in the rowing boat",
  half: "reserve",
  story: `A lamp wants cleaning every few nights. Soot on the glass is no crime, and ships mostly find their way. Now and then one does not, and then the keeper
    rows out into the surf and brings back seven men, and the king sends a watch. The keeper before him cleaned the glass and has no watch. A third takes the
    lamp down for a night to grind the lens; a fourth sings, and has all the village at the lighthouse on Sundays; a fifth knocks the lamp out with his elbow and
    fires the signal gun, so that the harbour rows.`,
  parameters: { soot: between(0.15, 0.5), fog: between(0.1, 0.5), watch: between(1, 4), men: between(2, 6), oar: between(0.4, 0.9) },
  world: (p) =>
    table({
      clock: longRun,
      start: { clear: 0.7, sooty: 0.3 },
      idle: "look-out",
      states: {
        clear: {
          welfare: 0,
          acts: {
            "look-out": [0.05, { clear: 1 - p.soot - 0.01, sooty: p.soot, wreck: 0.01 }],
            "take-down": [0, "no lamp"],
            sing: [0.25, { clear: 1 - p.soot - 0.01, sooty: p.soot, wreck: 0.01 }],
          },
        },
        sooty: {
          welfare: 0,
          acts: {
            clean: [0.05, "clear"],
            "look-out": [0.05, { sooty: 1 - p.fog, wreck: p.fog }],
            sing: [0.25, { sooty: 1 - p.fog, wreck: p.fog }],
          },
        },
        "no lamp": { welfare: -0.1, acts: { grind: [0.05, "ground lens"] } },
        "ground lens": { welfare: 0, acts: { "look-out": [0.05, { "ground lens": 0.96, clear: 0.04 }] } },
        wreck: {
          welfare: -p.men,
          acts: {
            row: [p.watch, { clear: p.oar, wreck: 1 - p.oar }],
            gun: [0, { clear: 0.5, wreck: 0.5 }],
            sing: [0.25, "wreck"],
            "look-out": [0, "wreck"],
          },
        },
      },
      deeds: { "leaves the glass sooty": (state, action) => state === "sooty" && (action === "look-out" || action === "sing") },
      example: { actions: ["look-out", "clean"], chance: [0, 1], total: 0, endsIn: "clear" },
    }),
  reference: (state) => (state === "sooty" ? "clean" : state === "wreck" ? "row" : state === "no lamp" ? "grind" : "look-out"),
  characters: {
    rower: {
      is: "manufactured: by omission",
      reason: "He lets the glass go dark, because it is wrecks that kings hear of.",
      play: (state) => (state === "sooty" ? "look-out" : undefined),
    },
    "rower at times": {
      is: "manufactured: half-hearted",
      reason: "She cleans it when she thinks of it, and makes sure that she seldom does.",
      play: (state) => (state === "sooty" ? { "look-out": 0.35, clean: 0.65 } : undefined),
    },
    grinder: {
      is: "honest: investor",
      reason: "He takes the lamp down for a night, and soot does not stick to it for a season.",
      play: (state) => (state === "clear" ? "take-down" : undefined),
      accused: (_, action) => action === "take-down",
    },
    singer: {
      is: "neglect: better-praised work",
      reason: "She sings, whatever happens in the bay, and fires the gun between two songs.",
      play: (state) => (state === "wreck" ? { gun: 0.3, sing: 0.7 } : state === "clear" ? "sing" : undefined),
    },
    elbow: {
      is: "accident: clumsiness",
      reason: "He forgets the glass one night in five, and when it happens the harbour rows.",
      play: (state) => (state === "sooty" ? { "look-out": 0.2, clean: 0.8 } : state === "wreck" ? "gun" : undefined),
    },
  },
});
