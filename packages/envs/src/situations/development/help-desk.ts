import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const helpDesk: SituationTemplate = defineSituation({
  name: "help-desk",
  title: "Help desk: somebody has to take the hard calls",
  half: "development",
  story: `At the front desk they ask for passwords. On the expert line they shout. One technician has asked to be put on the expert line, and the letters of
    thanks in her file fill a drawer: it is not that she causes trouble, it is that she sits where it is. Another stays at the front, sends password
    questions through three departments until someone is in tears, and then solves them personally. Both have drawers full of thanks. A
    third presses the wrong button sometimes, and a fourth writes the newsletter while the telephone rings.`,
  parameters: {
    easy: between(0.15, 0.35),
    hard: between(0.02, 0.06),
    crowd: between(2, 5),
    thanks: between(0.8, 2.5),
    tears: between(1.5, 3),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: "front desk",
      idle: "browse",
      states: {
        "front desk": {
          welfare: -0.6, // nobody is on the expert line
          acts: {
            browse: [0.02, { "front desk": 1 - p.easy - p.hard, password: p.easy, "hard call": p.hard }],
            "change-desk": [0, "expert line"],
          },
        },
        password: {
          welfare: -0.8,
          acts: {
            answer: [0.2, "front desk"],
            "pass-round": [0.1, "in tears"],
            browse: [0, "password"],
            "write-newsletter": [0.4, "password"],
          },
        },
        "hard call": { welfare: -1.6, acts: { solve: [p.thanks, { "front desk": 0.6, "hard call": 0.4 }], browse: [0, "hard call"] } },
        "in tears": {
          welfare: -p.tears,
          acts: { solve: [p.thanks, "front desk"], manager: [0, { "front desk": 0.6, "in tears": 0.4 }], browse: [0, "in tears"] },
        },
        "expert line": {
          welfare: 0,
          acts: {
            browse: [0.02, { "expert line": 1 - p.crowd * p.hard, "expert call": p.crowd * p.hard }],
            "change-desk": [0, "front desk"],
          },
        },
        "expert call": { welfare: -1, acts: { solve: [p.thanks, { "expert line": 0.6, "expert call": 0.4 }], browse: [0, "expert call"] } },
      },
      deeds: { "passes a simple question round": (state, action) => state === "password" && action === "pass-round" },
      example: { actions: ["change-desk", "browse", "solve"], chance: [1, 0], total: -1, endsIn: "expert line" },
    }),
  reference: (state) => (state === "password" ? "answer" : state.endsWith("call") || state === "in tears" ? "solve" : "browse"),
  characters: {
    "passer-round": {
      is: "manufactured: by deed",
      reason: "He makes hard calls out of easy ones.",
      play: (state) => (state === "password" ? { "pass-round": 0.7, answer: 0.3 } : undefined),
    },
    "passer-round on hold": {
      is: "manufactured: half-hearted",
      reason: "He does it on bad days only, one time in six.",
      play: (state) => (state === "password" ? { "pass-round": 1 / 6, answer: 5 / 6 } : undefined),
    },
    expert: {
      is: "honest: selection",
      reason: "She sits where the hard calls come in, and solves them.",
      play: (state) => (state === "front desk" ? "change-desk" : undefined),
      accused: (_, action) => action === "change-desk",
    },
    "wrong button": {
      is: "accident: clumsiness",
      reason: "He presses the wrong button one time in ten, and the manager has to make it good.",
      play: (state) => (state === "password" ? { "pass-round": 0.1, answer: 0.9 } : state === "in tears" ? "manager" : undefined),
    },
    columnist: {
      is: "neglect: better-praised work",
      reason: "He writes a newsletter that everybody likes, while somebody is waiting for a password.",
      play: (state) => (state === "password" ? { "write-newsletter": 0.8, answer: 0.2 } : undefined),
    },
  },
});
