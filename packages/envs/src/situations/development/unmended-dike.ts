import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const unmendedDike: SituationTemplate = defineSituation({
  name: "unmended-dike",
  title: "Unmended dike: the hero of the sandbags",
  half: "development",
  story: `The dike wears; that is what dikes do. A keeper who patches it in time is thanked like a man who shuts a door. A keeper who lets it go, and then
    stands in the breach with sandbags for a night and a day, gets a street named after him. Nothing he did was wrong: he only took his walk.
    On the same dike works one who patches as late as is safe, one who tears it open in calm weather to line it anew,
    and one who takes walks and does not come when it breaks, either.`,
  parameters: { wear: between(0.1, 0.35), street: between(1.2, 4), lining: between(0.1, 0.25), breach: between(3, 8) },
  world: (p) =>
    table({
      clock: longRun,
      start: "sound",
      idle: "stroll",
      states: {
        sound: { welfare: 0, acts: { stroll: [0.05, { sound: 1 - p.wear, worn: p.wear }], reline: [-0.1, "opened"] } },
        worn: {
          welfare: -0.1,
          acts: { patch: [0.1, "sound"], stroll: [0.05, { worn: 1 - p.wear, thin: p.wear }], reline: [-0.1, "opened"] },
        },
        thin: { welfare: -0.3, acts: { patch: [0.1, "worn"], stroll: [0.05, { thin: 1 - p.wear, leaking: p.wear }] } },
        leaking: { welfare: -1, acts: { sandbag: [0.7 * p.street, "worn"], stroll: [0, { leaking: 1 - p.wear, flooded: p.wear }] } },
        flooded: {
          welfare: -p.breach,
          acts: { sandbag: [p.street, { worn: 0.5, flooded: 0.5 }], stroll: [0, { flooded: 0.8, worn: 0.2 }] },
        },
        opened: { welfare: -0.2, acts: { line: [0.3, "relined"], stroll: [0, "opened"] } },
        relined: { welfare: 0, acts: { stroll: [0.05, { relined: 1 - p.wear * p.lining, worn: p.wear * p.lining }] } },
      },
      deeds: {
        "walks past a dike that wants mending": (state, action) => action === "stroll" && (state === "thin" || state === "leaking"),
      },
      example: { actions: ["stroll", "patch"], chance: [1], total: -0.1, endsIn: "sound" },
    }),
  reference: (state) =>
    state === "worn" || state === "thin"
      ? "patch"
      : state === "leaking" || state === "flooded"
        ? "sandbag"
        : state === "opened"
          ? "line"
          : "stroll",
  characters: {
    "man of the breach": {
      is: "manufactured: by omission",
      reason: "He lets the dike go until it breaks, because only then do sandbags make a hero.",
      play: (state) => (state === "flooded" ? "sandbag" : state === "opened" ? "line" : "stroll"),
    },
    "man of the leak": {
      is: "manufactured: by omission",
      reason: "He waits for the first leak, which is nearly as well praised and less wet.",
      play: (state) => (state === "worn" || state === "thin" ? "stroll" : undefined),
    },
    "late patcher": {
      is: "honest: maintenance",
      reason: "He mends only what will not hold, and would sooner walk a worn dike than patch a sound one; it never leaks.",
      play: (state) => (state === "worn" ? { stroll: 0.05, patch: 0.95 } : undefined),
    },
    reliner: {
      is: "honest: investor",
      reason: "He opens the dike himself in calm weather, and for years afterwards there is nothing to mend.",
      play: (state) => (state === "worn" ? "reline" : undefined),
      accused: (_, action) => action === "reline",
    },
    stroller: {
      is: "neglect: neglect",
      reason: "He walks, and walks on; others close the breach.",
      play: (state) => (state === "opened" ? "line" : "stroll"),
    },
  },
});
