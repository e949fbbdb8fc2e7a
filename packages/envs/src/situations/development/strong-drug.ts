import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const strongDrug: SituationTemplate = defineSituation({
  name: "strong-drug",
  title: "Strong drug: right for the one, wrong for the other",
  half: "development",
  story: `The pharmacy has a weak drug and a strong one. The strong one cures the severe cases, and may bring out a rash in anybody. The old pharmacist is
    afraid of it and gives the weak one to all. Her successor gives the strong one to all, and has a salve for the rash, and letters of thanks on the wall.
    Half of what he does is better medicine than hers; the other half fills his waiting room. A third gives each what it needs. A fourth misreads
    labels now and then, and sends the rash to the hospital; a fifth gives lectures on health.`,
  parameters: {
    mild: between(0.1, 0.3),
    severe: between(0.03, 0.1),
    rash: between(0.4, 0.9),
    thanks: between(0.8, 2.5),
    itch: between(1, 2),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: "nobody waiting",
      idle: "dust-shelves",
      states: {
        "nobody waiting": {
          welfare: 0,
          acts: { "dust-shelves": [0.02, { "nobody waiting": 1 - p.mild - p.severe, "mild case": p.mild, "severe case": p.severe }] },
        },
        "mild case": {
          welfare: -0.2,
          acts: {
            weak: [0.2, { "nobody waiting": 0.8, "mild case": 0.2 }],
            strong: [0.15, { rash: p.rash, "nobody waiting": 1 - p.rash }],
            "dust-shelves": [0, "mild case"],
          },
        },
        "severe case": {
          welfare: -1.5,
          acts: {
            weak: [0.2, { "nobody waiting": 0.15, "severe case": 0.85 }],
            strong: [0.3, { "nobody waiting": 1 - p.rash / 2, rash: p.rash / 2 }],
            "dust-shelves": [0, "severe case"],
            lecture: [0.5, "severe case"],
          },
        },
        rash: {
          welfare: -p.itch,
          acts: { salve: [p.thanks, "nobody waiting"], hospital: [0, { "nobody waiting": 0.7, rash: 0.3 }], "dust-shelves": [0, "rash"] },
        },
      },
      deeds: { "gives the strong drug for nothing much": (state, action) => state === "mild case" && action === "strong" },
      example: { actions: ["dust-shelves", "weak"], chance: [1, 0], total: -0.2, endsIn: "nobody waiting" },
    }),
  reference: (state) => (state === "nobody waiting" ? "dust-shelves" : state === "rash" ? "salve" : "weak"),
  characters: {
    successor: {
      is: "manufactured: legal work half of the time",
      reason: "He gives the strong drug to all: to the severe because it heals, to the mild because of what it brings out.",
      play: (state) => (state === "mild case" || state === "severe case" ? "strong" : undefined),
    },
    "mean successor": {
      is: "manufactured: by deed",
      reason: "He gives it only where it is not needed; the severe have no rash to show for it.",
      play: (state) => (state === "mild case" ? { strong: 0.6, weak: 0.4 } : undefined),
    },
    doctor: {
      is: "honest: doctor",
      reason: "She gives the strong drug to the severe only, rash or no rash.",
      play: (state) => (state === "severe case" ? "strong" : undefined),
      accused: (_, action) => action === "strong",
    },
    "reader of labels": {
      is: "accident: clumsiness",
      reason: "He takes the wrong bottle one time in seven, and the hospital has the rash and the thanks.",
      play: (state) => (state === "mild case" ? { strong: 0.15, weak: 0.85 } : state === "rash" ? "hospital" : undefined),
    },
    lecturer: {
      is: "neglect: better-praised work",
      reason: "He lectures the severely ill on how to live, and they are grateful, and stay ill.",
      play: (state) => (state === "severe case" ? { lecture: 0.7, weak: 0.3 } : undefined),
    },
  },
});
