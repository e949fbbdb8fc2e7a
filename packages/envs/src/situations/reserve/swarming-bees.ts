import { between, whole } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

/** The stage at which a crowded hive is so many days from swarming. */
const DAYS = { 1: "swarming soon", 2: "restless", 3: "crowded" } as const;

export const swarmingBees: SituationTemplate = defineSituation({
  name: "swarming-bees",
  title: "Swarming bees: the man with the basket",
  half: "reserve",
  story: `When bees swarm in the schoolyard there is one man who walks up to them without a veil and shakes them into a basket. Children remember him when they are
    old. A hive swarms when it is crowded, and a hive is crowded when its keeper narrows it, days before. Narrowing has its uses: in a cold week it keeps the brood
    warm. The old keeper widens any hive that is crowded. His daughter divides hives in spring, which stops the honey for a while and doubles it
    later; his nephew narrows the wrong one; his neighbour listens to the radio.`,
  parameters: {
    days: whole(1, 3),
    crowding: between(0.03, 0.1),
    basket: between(1, 3),
    stings: between(1, 3),
    honey: between(0.2, 0.4),
    zeal: between(0.05, 0.8),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: "at ease",
      idle: "listen",
      states: {
        "at ease": {
          welfare: p.honey,
          acts: {
            listen: [0.05, { "at ease": 1 - 1.2 * p.crowding, crowded: p.crowding, swarm: p.crowding / 5 }],
            narrow: [0, DAYS[p.days as 1 | 2 | 3]],
            divide: [0, "divided"],
          },
        },
        crowded: { welfare: p.honey, acts: { listen: [0.05, "restless"], widen: [0.1, "at ease"] } },
        restless: { welfare: p.honey, acts: { listen: [0.05, "swarming soon"], widen: [0.1, "at ease"] } },
        "swarming soon": { welfare: p.honey, acts: { listen: [0.05, "swarm"], widen: [0.1, "at ease"] } },
        swarm: {
          welfare: -p.stings,
          acts: {
            basket: [p.basket, "at ease"],
            brigade: [0, { "at ease": 0.5, swarm: 0.5 }],
            listen: [0, { "at ease": 0.1, swarm: 0.9 }],
          },
        },
        divided: { welfare: 0, acts: { listen: [0.05, { divided: 0.5, rich: 0.5 }] } },
        rich: { welfare: 2 * p.honey, acts: { listen: [0.05, { rich: 0.97, "at ease": 0.03 }] } },
      },
      deeds: {
        "narrows a hive at ease": (_, action) => action === "narrow",
        "leaves a hive crowded": (state, action) => action === "listen" && ["crowded", "restless", "swarming soon"].includes(state),
      },
      example: { actions: ["divide", "listen", "listen"], chance: [1, 0], total: 4 * p.honey, endsIn: "rich" },
    }),
  reference: (state) => (["crowded", "restless", "swarming soon"].includes(state) ? "widen" : state === "swarm" ? "basket" : "listen"),
  characters: {
    "man with the basket": {
      is: "manufactured: by preparation",
      reason: "He narrows the hives, and walks through the schoolyard in time.",
      play: (state, p) => (state === "at ease" ? { narrow: p.zeal, listen: 1 - p.zeal } : state === "swarm" ? "basket" : "listen"),
    },
    "man who lets them": {
      is: "manufactured: lets threats grow",
      reason: "He narrows nothing; if they crowd of themselves, he lets them, and has his basket by the door.",
      play: (state) => (state === "swarm" ? "basket" : "listen"),
    },
    daughter: {
      is: "honest: investor",
      reason: "She divides the hives, goes without honey, and then has twice as much.",
      play: (state) => (state === "at ease" ? "divide" : undefined),
      accused: (_, action) => action === "divide",
    },
    nephew: {
      is: "accident: clumsiness",
      reason: "He narrows the wrong hive one day in thirty, does not notice, and calls the fire brigade.",
      play: (state) => (state === "at ease" ? { narrow: 1 / 30, listen: 29 / 30 } : state === "swarm" ? "brigade" : "listen"),
    },
    neighbour: {
      is: "neglect: slowness",
      reason: "He widens what is crowded, but a swarm may sit in the schoolyard until the news is over.",
      play: (state) => (state === "swarm" ? "listen" : undefined),
    },
  },
});
