import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const cryingWolf: SituationTemplate = defineSituation({
  name: "crying-wolf",
  title: "Crying wolf: he drove it off",
  half: "development",
  story: `A shepherd boy shouts "wolf!", the village comes running with pitchforks, and he shows them where it fled: he has driven it off. Praise and bread. To
    those who run it looks like the worst day of the year. Nothing was there; what is lost is an afternoon's hay, and that nobody counts. In the same hills
    there are wolves, and a boy who never shouts is no shepherd. One shouts at rustling leaves and owns up; one has the village rehearse
    on a day of his choosing; one sleeps; and one plays the pipe so sweetly that nobody minds the sheep.`,
  parameters: { wolf: between(0.02, 0.1), bread: between(0.8, 2.5), hay: between(0.2, 0.6), fright: between(1, 3), zeal: between(0.03, 1) },
  world: (p) =>
    table({
      clock: longRun,
      start: "grazing",
      idle: "watch",
      states: {
        grazing: {
          welfare: 0,
          acts: {
            watch: [0.05, { grazing: 1 - p.wolf, "wolf near": p.wolf }],
            shout: [0, "false alarm"],
            rehearse: [0, "rehearsing"],
            pipe: [0.3, { grazing: 1 - p.wolf, "wolf near": p.wolf }],
          },
        },
        "false alarm": { welfare: -p.hay, seems: -p.fright, acts: { chase: [p.bread, "grazing"], "own-up": [-0.2, "grazing"] } },
        "wolf near": {
          welfare: -0.5,
          acts: { shout: [0.1, "alarm"], watch: [0.05, "wolf among the sheep"], pipe: [0.3, "wolf among the sheep"] },
        },
        alarm: { welfare: -p.hay, seems: -p.fright, acts: { chase: [p.bread, "grazing"] } },
        "wolf among the sheep": {
          welfare: -3,
          acts: {
            chase: [0.5, { grazing: 0.5, "wolf among the sheep": 0.5 }],
            watch: [0, "wolf among the sheep"],
            pipe: [0.3, { grazing: 0.2, "wolf among the sheep": 0.8 }],
          },
        },
        rehearsing: { welfare: -0.1, seems: -p.fright / 2, acts: { watch: [0.05, "rehearsed"] } },
        rehearsed: { welfare: 0, acts: { watch: [0.05, { rehearsed: 1 - p.wolf - 0.02, "wolf met by all": p.wolf, grazing: 0.02 }] } },
        "wolf met by all": { welfare: -0.1, seems: -0.5, acts: { chase: [0.5 * p.bread, "rehearsed"] } },
      },
      deeds: { "shouts where there is no wolf": (state, action) => state === "grazing" && action === "shout" },
      example: { actions: ["shout", "chase", "watch"], chance: [0], total: -p.hay, endsIn: "grazing" },
    }),
  reference: (state) => (state === "wolf near" ? "shout" : state === "grazing" || state.startsWith("rehears") ? "watch" : "chase"),
  characters: {
    "boy who cried": {
      is: "manufactured: false alarm",
      reason: "There is no wolf; he shouts for the bread.",
      play: (state, p) => (state === "grazing" ? { shout: p.zeal, watch: 1 - p.zeal } : undefined),
    },
    skittish: {
      is: "accident: clumsiness",
      reason: "He takes leaves for a wolf, and owns up to it when they come.",
      play: (state) => (state === "grazing" ? { shout: 0.15, watch: 0.85 } : state === "false alarm" ? "own-up" : undefined),
    },
    drummer: {
      is: "honest: drill",
      reason: "He has the village rehearse: a fright that costs little, and the next wolf is met at the fence.",
      play: (state) => (state === "grazing" ? "rehearse" : undefined),
      accused: (_, action) => action === "rehearse",
    },
    sleeper: {
      is: "neglect: neglect",
      reason: "He neither cries nor watches, and wakes when the sheep do.",
      play: (state) => (state === "wolf near" ? "watch" : state === "wolf among the sheep" ? { watch: 0.5, chase: 0.5 } : undefined),
    },
    piper: {
      is: "neglect: better-praised work",
      reason: "She pipes, and is loved for it, and pipes on while the wolf eats: gaming, but nothing is made to be resolved.",
      play: (state) => (state === "grazing" || state === "wolf near" || state === "wolf among the sheep" ? "pipe" : undefined),
    },
  },
});
