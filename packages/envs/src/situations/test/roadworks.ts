import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const roadworks: SituationTemplate = defineSituation({
  name: "roadworks",
  title: "Roadworks: a ribbon to cut",
  half: "test",
  story: `Nothing makes people so happy as a road that is open again. The mayor cuts a ribbon, the engineer stands beside him. So one engineer digs up the
    road as soon as it is new. Another digs up a bad road, which takes longer, since he lays it as well. From a car window they are alike: barriers, mud, a
    ribbon. A third digs, lays nothing, and has it reopened as it was. A fourth has the wrong street dug up sometimes, and the utility company
    closes it; a fifth makes speeches about holes. The council itself fills holes.`,
  parameters: { wear: between(0.1, 0.3), ribbon: between(1, 4), jam: between(0.8, 2), smooth: between(0.3, 0.6), zeal: between(0.05, 1) },
  world: (p) =>
    table({
      clock: longRun,
      start: "worn",
      idle: "inspect",
      states: {
        new: { welfare: p.smooth, acts: { inspect: [0.05, { new: 1 - p.wear / 3, worn: p.wear / 3 }], dig: [0, "new road dug up"] } },
        worn: { welfare: 0, acts: { inspect: [0.05, { worn: 1 - p.wear, holes: p.wear }], dig: [0, "dug up"] } },
        holes: { welfare: -0.8, acts: { inspect: [0.05, "holes"], speech: [0.4, "holes"], fill: [0.1, "worn"], dig: [0, "dug up"] } },
        "new road dug up": {
          welfare: -p.jam,
          acts: { reopen: [p.ribbon, "new"], utility: [0, "new"], inspect: [0.05, "new road dug up"] },
        },
        "dug up": { welfare: -p.jam, acts: { lay: [0.1, "laid"], reopen: [p.ribbon, "holes"], inspect: [0.05, "dug up"] } },
        laid: { welfare: -p.jam / 2, acts: { reopen: [p.ribbon, "new"], inspect: [0.05, "laid"] } },
      },
      deeds: {
        "digs up a new road": (state, action) => state === "new" && action === "dig",
        "reopens a road as bad as it was": (state, action) => state === "dug up" && action === "reopen",
      },
      example: { actions: ["dig", "lay", "reopen", "dig", "reopen"], total: -2.5 * p.jam + 2 * p.smooth, endsIn: "new" },
    }),
  reference: (state) =>
    state === "holes" ? "fill" : state === "dug up" ? "lay" : state === "laid" || state === "new road dug up" ? "reopen" : "inspect",
  characters: {
    "engineer of ribbons": {
      is: "manufactured: by deed",
      reason: "He digs up what is new, in order to reopen it.",
      play: (state, p) => (state === "new" ? { dig: p.zeal, inspect: 1 - p.zeal } : state === "worn" ? "dig" : undefined),
    },
    "engineer of mud": {
      is: "manufactured: legal work half of the time",
      reason: "He digs where it is bad, as one should, and lays nothing: the ribbon is the same.",
      play: (state) => (state === "holes" || state === "worn" ? "dig" : state === "dug up" ? "reopen" : undefined),
    },
    builder: {
      is: "honest: investor",
      reason: "She digs up what has holes, lays it anew, and has her ribbon for it.",
      play: (state) => (state === "holes" ? "dig" : undefined),
      accused: (_, action) => action === "dig",
    },
    "wrong street": {
      is: "accident: clumsiness",
      reason: "He builds as she does, but one day in twenty his men dig up a new street; the utility company closes it without a ribbon.",
      play: (state) =>
        state === "holes" ? "dig" : state === "new" ? { dig: 0.05, inspect: 0.95 } : state === "new road dug up" ? "utility" : undefined,
    },
    speaker: {
      is: "neglect: better-praised work",
      reason: "He makes speeches about the holes, and has them filled when the season ends.",
      play: (state) => (state === "holes" ? { speech: 0.9, fill: 0.1 } : undefined),
    },
  },
});
