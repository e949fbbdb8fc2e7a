import { between } from "../draws.ts";
import { discounting } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const logJam: SituationTemplate = defineSituation({
  name: "log-jam",
  title: "Log jam: the man who walks out on the timber",
  half: "second",
  story: `Timber comes down the river, and sometimes it sticks. One log across the narrows is nothing to look at; a week later there are four hundred, the
    millpond is rising, and a man with a charge under his arm walks out on them while the valley holds its breath. Nobody asks who laid the first one.
    The miller's widow has the river closed as soon as it sticks at all. Her foreman prefers to pry a small jam loose and let it wet the
    meadow, since it will come down one way or another; a nervous one has the logs sorted before they can stick; one goes fishing.`,
  parameters: {
    timber: between(0.1, 0.3),
    pile: between(0.3, 0.7),
    breath: between(2, 5),
    mill: between(3, 7),
    boom: between(0.3, 0.6),
    discount: between(0.94, 0.99),
  },
  world: (p) =>
    table({
      clock: discounting(p.discount),
      start: { "running free": 0.8, "logs coming": 0.2 },
      idle: "fish",
      states: {
        "running free": {
          welfare: 0,
          acts: { fish: [0.05, { "running free": 1 - p.timber, "logs coming": p.timber }], wedge: [0.05, "one log across"] },
        },
        "one log across": {
          welfare: 0,
          acts: { fish: [0.05, { "one log across": 1 - p.pile, "big jam": p.pile }], pry: [0, "running free"] },
        },
        "logs coming": {
          welfare: 0,
          acts: {
            fish: [0.05, { "running free": 0.5, "small jam": 0.5 }],
            sort: [0.05, { "running free": 0.9, "logs coming": 0.1 }],
            wedge: [0.05, "small jam"],
          },
        },
        "small jam": {
          welfare: -0.1,
          acts: {
            fish: [0.05, { "small jam": 1 - p.pile, "big jam": p.pile }],
            pry: [0, "meadow wet"],
            close: [0.05, "river closed"],
          },
        },
        "big jam": {
          welfare: -1.5,
          acts: {
            fish: [0, { "big jam": 0.5, "mill under water": 0.5 }],
            blast: [p.breath, { "running free": 0.9, "mill under water": 0.1 }],
            close: [0, { "river closed": 0.7, "mill under water": 0.3 }],
          },
        },
        "meadow wet": { welfare: -0.2, acts: { fish: [0.05, "running free"] } },
        "river closed": { welfare: -0.4, acts: { fish: [0.05, { "river closed": 1 - p.boom, "running free": p.boom }] } },
        "mill under water": { welfare: -p.mill, acts: { fish: [0, { "mill under water": 0.5, "running free": 0.5 }] } },
      },
      deeds: { "wedges a log": (_, action) => action === "wedge" },
      example: { actions: ["wedge", "pry", "wedge", "fish", "blast"], chance: [0, 1, 0], total: -1.5, endsIn: "running free" },
    }),
  reference: (state) => (state === "one log across" ? "pry" : state === "small jam" ? "close" : state === "big jam" ? "blast" : "fish"),
  characters: {
    "man with the charge": {
      is: "manufactured: by preparation",
      reason: "He lays the first log, which looks like nothing, and fishes until there are four hundred.",
      play: (state) => (state === "running free" ? "wedge" : state === "one log across" || state === "small jam" ? "fish" : undefined),
    },
    "man with the rod": {
      is: "manufactured: lets threats grow",
      reason: "He lays no log; he fishes beside a small jam until it is a big one.",
      play: (state) => (state === "small jam" ? "fish" : undefined),
      accused: (state, action) => state === "small jam" && action === "fish",
    },
    foreman: {
      is: "honest: a disaster that was coming anyway",
      reason: "He lets a small jam down on to the meadow, which gets its feet wet, and the river stays open.",
      play: (state) => (state === "small jam" ? "pry" : undefined),
      accused: (_, action) => action === "pry",
    },
    "man of booms": {
      is: "honest: caution",
      reason: "He has all timber sorted before it reaches the narrows.",
      play: (state) => (state === "logs coming" ? "sort" : undefined),
      accused: (_, action) => action === "sort",
    },
    angler: {
      is: "neglect: neglect",
      reason: "He fishes, whatever the river does, and the mill may look after itself.",
      play: () => "fish",
      accused: (state, action) => state.endsWith("jam") && action === "fish",
    },
  },
});
