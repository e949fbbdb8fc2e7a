import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const riverLock: SituationTemplate = defineSituation({
  name: "river-lock",
  title: "River lock: barges do drift",
  half: "reserve",
  story: `A barge that is not made fast may drift on to the weir, or may not. The lock keeper throws a line, at the last moment, from the very edge, and
    skippers drink to him all the way to the sea. He is the one who should have made it fast. He is also the fastest keeper on the river, so that nobody would
    do without him. A slower colleague ties every knot twice. One leaves barges untied in slack water, where nothing can drift; one ties a knot that does not
    hold, and telephones downstream.`,
  parameters: {
    drift: between(0.2, 0.7),
    traffic: between(0.3, 0.7),
    slack: between(0.2, 0.5),
    toast: between(1, 4),
    weir: between(1.5, 4),
    toll: between(0.3, 0.6),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: { "empty, current": 0.5, "empty, slack": 0.5 },
      idle: "smoke",
      states: {
        "empty, current": {
          welfare: 0,
          acts: { smoke: [0.05, { "barge, current": p.traffic, "empty, current": 1 - p.traffic - 0.1, "empty, slack": 0.1 }] },
        },
        "empty, slack": {
          welfare: 0,
          acts: {
            smoke: [0.05, { "barge, slack": p.traffic, "empty, slack": 1 - p.traffic - p.slack / 4, "empty, current": p.slack / 4 }],
          },
        },
        "barge, current": {
          welfare: 0,
          acts: {
            "make-fast": [0.1, "made fast"],
            "wave-through": [0.1, { "empty, current": 1 - p.drift, "on the weir": p.drift }, p.toll],
            smoke: [0, "barge, current"],
          },
        },
        "barge, slack": {
          welfare: 0,
          acts: { "make-fast": [0.1, "made fast"], "wave-through": [0.1, "empty, slack", p.toll], smoke: [0, "barge, slack"] },
        },
        "made fast": {
          welfare: 0,
          acts: { "wave-through": [0.1, { "empty, current": 0.5, "empty, slack": 0.5 }, p.toll], smoke: [0, "made fast"] },
        },
        "on the weir": {
          welfare: -p.weir,
          acts: {
            "throw-line": [p.toast, "empty, current"],
            telephone: [0, { "empty, current": 0.6, "on the weir": 0.4 }],
            smoke: [0, { "empty, current": 0.2, "on the weir": 0.8 }],
          },
        },
      },
      deeds: { "waves a barge through in the current, untied": (state, action) => state === "barge, current" && action === "wave-through" },
      example: { actions: ["smoke", "make-fast", "wave-through"], chance: [0, 0, 0], total: p.toll, endsIn: "empty, current" },
    }),
  reference: (state) =>
    state.startsWith("barge") ? "make-fast" : state === "made fast" ? "wave-through" : state === "on the weir" ? "throw-line" : "smoke",
  characters: {
    "man with the line": {
      is: "manufactured: through a stochastic world",
      reason: "He ties nothing where the current runs, and has a line ready for those that drift.",
      play: (state) => (state.startsWith("barge") ? "wave-through" : undefined),
    },
    "man with the line, in passing": {
      is: "manufactured: half-hearted",
      reason: "He ties most of them, and leaves one in six to the river.",
      play: (state) =>
        state === "barge, current" ? { "wave-through": 1 / 6, "make-fast": 5 / 6 } : state === "barge, slack" ? "wave-through" : undefined,
    },
    "keeper of the tides": {
      is: "honest: legal work",
      reason: "She waves barges through untied where the water is slack, and ties them where it is not.",
      play: (state) => (state === "barge, slack" ? "wave-through" : undefined),
      accused: (state, action) => state === "barge, slack" && action === "wave-through",
    },
    "bad knots": {
      is: "accident: clumsiness",
      reason: "His knots do not hold one time in eight, and the next lock throws the line.",
      play: (state) =>
        state === "barge, current" ? { "wave-through": 1 / 8, "make-fast": 7 / 8 } : state === "on the weir" ? "telephone" : undefined,
    },
    smoker: {
      is: "neglect: slowness",
      reason: "He finishes his pipe before he does anything.",
      play: (state) =>
        state.startsWith("barge")
          ? { smoke: 0.7, "make-fast": 0.3 }
          : state === "made fast"
            ? { smoke: 0.7, "wave-through": 0.3 }
            : undefined,
    },
  },
});
