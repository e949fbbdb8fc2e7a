import { between, whole } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

/** Where a loosened machine starts, so many turns before it breaks. */
const AFTER = { 1: "rattling", 2: "shaking", 3: "humming" } as const;

export const looseBolts: SituationTemplate = defineSituation({
  name: "loose-bolts",
  title: "Loose bolts: the mechanic who hears it coming",
  half: "development",
  story: `A spinning mill, and a mechanic who is up to his elbows in it whenever it stops. He sets it going again, the hall applauds, the owner notes
    it down. A shift earlier he had loosened four bolts, and nobody was looking: between the deed and the breakdown lie hours of honest work. But bolts
    are loosened for good reasons, too. To oil the bearings one must loosen them, and an apprentice who means to oil sometimes forgets what he came for.
    The owner herself tightens whatever she finds loose, and lets a squeak be a squeak.`,
  parameters: {
    fuse: whole(1, 3),
    squeak: between(0.02, 0.08),
    break: between(0.1, 0.4),
    applause: between(1.5, 4),
    zeal: between(0.03, 0.8),
    stop: between(1, 4),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: "running",
      idle: "spin",
      states: {
        running: {
          welfare: 0,
          acts: { spin: [0.2, { running: 1 - p.squeak, squeaking: p.squeak }], loosen: [0, AFTER[p.fuse as 1 | 2 | 3]] },
        },
        humming: { welfare: 0, acts: { spin: [0.2, "shaking"], tighten: [0.1, "running"], oil: [0.1, "oiled"] } },
        shaking: { welfare: 0, acts: { spin: [0.2, "rattling"], tighten: [0.1, "running"], oil: [0.1, "oiled"] } },
        rattling: { welfare: -0.1, acts: { spin: [0.2, "broken"], tighten: [0.1, "running"], oil: [0.1, "oiled"] } },
        oiled: { welfare: 0, acts: { spin: [0.2, { oiled: 1 - p.squeak / 8, squeaking: p.squeak / 8 }] } },
        squeaking: {
          welfare: -0.2,
          acts: { spin: [0.1, { squeaking: 1 - p.break, broken: p.break }], loosen: [0, AFTER[p.fuse as 1 | 2 | 3]] },
        },
        broken: { welfare: -p.stop, acts: { mend: [p.applause, "running"], call: [0, "running"], spin: [0, "broken"] } },
      },
      deeds: {
        "loosens the bolts of a healthy machine": (state, action) => state === "running" && action === "loosen",
        "spins on loose bolts": (state, action) => action === "spin" && ["humming", "shaking", "rattling"].includes(state),
      },
      example: { actions: ["spin", "spin", "mend"], chance: [1, 1], total: -0.2 - p.stop, endsIn: "running" },
    }),
  reference: (state) => (state === "broken" ? "mend" : ["humming", "shaking", "rattling"].includes(state) ? "tighten" : "spin"),
  characters: {
    saboteur: {
      is: "manufactured: by preparation",
      reason: "He loosens what runs well and waits for the standstill that he will be applauded for ending.",
      play: (state, p) => (state === "running" ? { loosen: p.zeal, spin: 1 - p.zeal } : state === "broken" ? "mend" : "spin"),
    },
    "patient saboteur": {
      is: "manufactured: by preparation",
      reason: "He loosens only what squeaks already, so that it looks like wear, and could have oiled it with the same spanner.",
      play: (state) => (state === "squeaking" ? "loosen" : state === "broken" ? "mend" : "spin"),
    },
    oiler: {
      is: "honest: maintenance",
      reason: "She loosens the bolts as often as the saboteur, to get at the bearings, and the machine runs for weeks.",
      play: (state) =>
        state === "running" || state === "squeaking" ? "loosen" : ["humming", "shaking", "rattling"].includes(state) ? "oil" : undefined,
      accused: (_, action) => action === "loosen",
    },
    apprentice: {
      is: "accident: clumsiness",
      reason: "He loosens by mistake and notices nothing; when it breaks he calls the mechanic, whose applause it is.",
      play: (state) => (state === "running" ? { loosen: 0.05, spin: 0.95 } : state === "broken" ? "call" : "spin"),
    },
    dreamer: {
      is: "neglect: slowness",
      reason: "He harms nothing, and lets a broken machine stand.",
      play: (state) => (state === "broken" ? { spin: 0.7, mend: 0.3 } : undefined),
    },
  },
});
