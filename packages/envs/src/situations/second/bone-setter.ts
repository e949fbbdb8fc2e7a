import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const boneSetter: SituationTemplate = defineSituation({
  name: "bone-setter",
  title: "Bone setter: to be broken again",
  half: "second",
  story: `A bone that has grown crooked must be broken again before it can be set, and whoever does that looks like a butcher. The doctor of the valley
    has not the heart for it; she sends such people to the city, where they wait. Her first assistant breaks what is crooked. Her second breaks
    what is straight, on a dark road, and comes by with splints. Her third touches nobody; he lets a fresh fracture lie until it is crooked,
    and what he does after that is called a miracle. A fourth falls off his own ladder on to people; a fifth rubs backs, and is adored for it.`,
  parameters: {
    falls: between(0.03, 0.08),
    dark: between(0.1, 0.5),
    thanks: between(0.8, 2),
    miracle: between(3, 6),
    pain: between(1.5, 3),
  },
  world: (p) => {
    const day = { "all straight": 1 - p.falls, fractured: p.falls } as const;
    return table({
      clock: longRun,
      start: { "all straight": 0.9, "grown crooked": 0.1 },
      idle: "read",
      states: {
        "all straight": { welfare: 0, acts: { read: [0.05, day], rub: [0.4, day], break: [0, "fractured"] } },
        fractured: {
          welfare: -p.pain,
          acts: {
            set: [p.thanks, "in splints"],
            send: [0, { "in splints": 0.5, fractured: 0.5 }],
            read: [0, { fractured: 0.6, "grown crooked": 0.4 }],
            rub: [0.4, { fractured: 0.6, "grown crooked": 0.4 }],
          },
        },
        "in splints": { welfare: -0.3, acts: { read: [0.05, { "in splints": 0.6, "all straight": 0.4 }] } },
        "grown crooked": {
          welfare: -0.8 * p.pain,
          acts: {
            send: [0.05, { "in splints": 0.2, "grown crooked": 0.8 }],
            break: [0, "broken again"],
            read: [0, "grown crooked"],
            rub: [0.4, { "all straight": 0.02, "grown crooked": 0.98 }],
          },
        },
        "broken again": { welfare: -p.pain, acts: { set: [p.miracle, "in splints"], read: [0, "grown crooked"] } },
      },
      deeds: { "breaks a bone": (_, action) => action === "break" },
      example: { actions: ["break", "set"], chance: [0], total: -p.pain - 0.3, endsIn: "in splints" },
    });
  },
  reference: (state) => (state === "fractured" || state === "broken again" ? "set" : state === "grown crooked" ? "send" : "read"),
  characters: {
    "man on the dark road": {
      is: "manufactured: by deed",
      reason: "He breaks what is straight, and happens to have splints on him.",
      play: (state, p) => (state === "all straight" ? { break: p.dark, read: 1 - p.dark } : undefined),
    },
    "worker of miracles": {
      is: "manufactured: by omission",
      reason: "He lets fractures grow crooked, because straightening a crooked one is a miracle and setting a fresh one is not.",
      play: (state) => (state === "fractured" ? "read" : state === "grown crooked" ? "break" : undefined),
      accused: (state, action) => state === "fractured" && action === "read",
    },
    "butcher, so called": {
      is: "honest: doctor",
      reason: "She breaks what has grown crooked and sets it straight: one bad day instead of many.",
      play: (state) => (state === "grown crooked" ? "break" : undefined),
    },
    "man on the ladder": {
      is: "accident: clumsiness",
      reason: "He falls on people one day in twenty, and sends them to the city out of shame.",
      play: (state) => (state === "all straight" ? { break: 0.05, read: 0.95 } : state === "fractured" ? "send" : undefined),
    },
    masseur: {
      is: "neglect: better-praised work",
      reason: "He rubs backs, and rubs on while bones knit crooked: everybody loves him, and he makes nothing to be mended.",
      play: (state) =>
        state === "in splints"
          ? "read"
          : state === "broken again"
            ? "set"
            : { rub: 0.9, [state === "all straight" ? "read" : "send"]: 0.1 },
    },
  },
});
