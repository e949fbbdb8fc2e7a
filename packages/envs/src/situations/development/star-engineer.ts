import { between } from "../draws.ts";
import { discounting } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const starEngineer: SituationTemplate = defineSituation({
  name: "star-engineer",
  title: "Star engineer: worth every outage",
  half: "development",
  story: `She ships three times what her manager would have shipped, and when the servers go down at night it is she who brings them back, and there is cake.
    All the figures say that the company is better off with her than with anyone, and they are right. They would be better still without the
    bugs that she plants once in a while, and lets ripen. Her twin does all that she does but that. A third engineer breaks things on purpose, too,
    on quiet afternoons and announced, so that they hold at night; a fourth simply does not look at the dashboard.`,
  parameters: {
    bug: between(0.01, 0.05),
    output: between(0.25, 0.45),
    zeal: between(0.03, 0.12),
    outage: between(1.5, 3),
    cake: between(1, 3),
    discount: between(0.9, 0.98),
  },
  world: (p) =>
    table({
      clock: discounting(p.discount),
      start: "smooth",
      idle: "plod",
      states: {
        smooth: {
          welfare: 0,
          acts: {
            ship: [0.2, { smooth: 1 - p.bug, slow: p.bug }, p.output],
            plod: [0.1, { smooth: 1 - p.bug / 2, slow: p.bug / 2 }, 0.1],
            plant: [0.05, "slow"],
            "break-and-learn": [0, "rehearsed"],
          },
        },
        rehearsed: { welfare: -0.3, acts: { ship: [0.2, "hardened", p.output], plod: [0.1, "hardened", 0.1] } },
        hardened: {
          welfare: 0,
          acts: { ship: [0.2, { hardened: 0.97, smooth: 0.03 }, p.output], plod: [0.1, { hardened: 0.97, smooth: 0.03 }, 0.1] },
        },
        slow: { welfare: -0.5, acts: { fix: [0.2, "smooth"], plod: [0.1, { slow: 0.4, down: 0.6 }] } },
        down: { welfare: -p.outage, acts: { restore: [p.cake, "smooth"], "page-another": [0, "smooth"], plod: [0, "down"] } },
      },
      deeds: {
        "plants a bug": (_, action) => action === "plant",
        "lets it ripen": (state, action) => state === "slow" && action === "plod",
      },
      example: { actions: ["plant", "fix"], total: -0.5, endsIn: "smooth" },
    }),
  reference: (state) => (state === "slow" ? "fix" : state === "down" ? "restore" : "plod"),
  characters: {
    star: {
      is: "manufactured: super-competent",
      reason: "She is better than her manager in all, and makes outages beside, for the cake.",
      play: (state, p) =>
        state === "smooth" ? { plant: p.zeal, ship: 1 - p.zeal } : state === "slow" ? "plod" : state === "down" ? undefined : "ship",
    },
    understudy: {
      is: "manufactured: by deed",
      reason: "She plods like her manager, but for the bugs.",
      play: (state, p) => (state === "smooth" ? { plant: p.zeal, plod: 1 - p.zeal } : state === "slow" ? "plod" : undefined),
    },
    twin: {
      is: "honest: super-competent",
      reason: "He ships as much, and what breaks under his hands he mends at once.",
      play: (state) => (state === "slow" || state === "down" ? undefined : "ship"),
    },
    "engineer of chaos": {
      is: "honest: rehearsal",
      reason: "He breaks things on purpose and by daylight, so that they do not break at night.",
      play: (state) => (state === "smooth" ? "break-and-learn" : state === "slow" || state === "down" ? undefined : "ship"),
      accused: (_, action) => action === "break-and-learn",
    },
    idler: {
      is: "neglect: slowness",
      reason: "He does not look at the dashboard much, and pages another when it goes dark.",
      play: (state) => (state === "slow" ? { plod: 0.5, fix: 0.5 } : state === "down" ? { plod: 0.8, "page-another": 0.2 } : undefined),
    },
  },
});
