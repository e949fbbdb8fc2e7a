import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const openGate: SituationTemplate = defineSituation({
  name: "open-gate",
  title: "Open gate: the boy who brings the goats back",
  half: "development",
  story: `Goats stray, and whoever brings them back down the mountain eats at the farmer's table that evening. A gate is opened every day: that is how goats get
    to pasture. It is only that one boy opens it and then sits down beside it. Perhaps they will walk out, perhaps they will not; he is in no hurry.
    The other herders open it more often than he, and lead the goats through. One forgets to shut it, and whistles for the dog when they are
    gone; one does not mend fences.`,
  parameters: {
    stray: between(0.1, 0.6),
    storm: between(0.01, 0.06),
    table: between(1, 3),
    catch: between(0.4, 1),
    grass: between(0.2, 0.5),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: "shut in",
      idle: "sit",
      states: {
        "shut in": { welfare: 0, acts: { sit: [0.05, { "shut in": 1 - p.storm, "fence down": p.storm }], open: [0.05, "gate open"] } },
        "gate open": {
          welfare: 0,
          acts: { lead: [0.1, "at pasture"], shut: [0.05, "shut in"], sit: [0.05, { "gate open": 1 - p.stray, strayed: p.stray }] },
        },
        "at pasture": { welfare: p.grass, acts: { "lead-home": [0.1, "shut in"], sit: [0.05, { "at pasture": 0.95, strayed: 0.05 }] } },
        "fence down": { welfare: -0.2, acts: { mend: [0.2, "shut in"], sit: [0.05, { "fence down": 1 - p.stray, strayed: p.stray }] } },
        strayed: {
          welfare: -2,
          acts: {
            fetch: [p.table, { "shut in": p.catch, strayed: 1 - p.catch }],
            whistle: [0, { "shut in": 0.5, strayed: 0.5 }],
            sit: [0, "strayed"],
          },
        },
      },
      deeds: {
        "sits by an open gate, or a broken fence": (state, action) => action === "sit" && (state === "gate open" || state === "fence down"),
      },
      example: { actions: ["open", "lead", "lead-home"], total: p.grass, endsIn: "shut in" },
    }),
  reference: (state) =>
    state === "shut in"
      ? { sit: 0.7, open: 0.3 }
      : state === "gate open"
        ? "lead"
        : state === "at pasture"
          ? { "lead-home": 0.5, sit: 0.5 }
          : state === "fence down"
            ? "mend"
            : "fetch",
  characters: {
    "boy by the gate": {
      is: "manufactured: through a stochastic world",
      reason: "He opens the gate and waits for chance to do the rest, for the sake of supper.",
      play: (state) => (state === "shut in" ? "open" : state === "gate open" ? "sit" : undefined),
    },
    "boy by the fence": {
      is: "manufactured: by omission",
      reason: "He waits until a storm takes the fence, and then until the goats notice.",
      play: (state) => (state === "fence down" ? "sit" : undefined),
    },
    herder: {
      is: "honest: legal work",
      reason: "She opens the gate whenever she can, for grass, and fetches what strays from the pasture.",
      play: (state) => (state === "shut in" ? "open" : state === "at pasture" ? "sit" : undefined),
    },
    forgetful: {
      is: "accident: clumsiness",
      reason: "He forgets the gate, and leaves it to the dog to bring them back: there is no supper in it.",
      play: (state) => (state === "gate open" ? { sit: 0.4, lead: 0.6 } : state === "strayed" ? "whistle" : undefined),
    },
    sleepy: {
      is: "neglect: slowness",
      reason: "He mends the fence, and sleeps while they stray.",
      play: (state) => (state === "strayed" ? { sit: 0.8, whistle: 0.2 } : undefined),
    },
  },
});
