import { between } from "../draws.ts";
import { longRun } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const healthOfficer: SituationTemplate = defineSituation({
  name: "health-officer",
  title: "Health officer: no medal for an epidemic that did not happen",
  half: "development",
  story: `Prevention has no face: nobody knows which child would have fallen ill. A cured epidemic has a thousand. The health officer has the vaccine in his
    cupboard, and a desk, and he sits at it. When the fever comes he is everywhere, and the minister shakes his hand. A colleague vaccinates as the book says;
    one closes the whole town at the first fever, which looks like a catastrophe and is over in a week; one leaves it all to the ministry's own team.`,
  parameters: {
    fever: between(0.03, 0.12),
    spread: between(0.3, 0.8),
    medal: between(1, 4),
    epidemic: between(3, 8),
    wane: between(0.03, 0.1),
  },
  world: (p) =>
    table({
      clock: longRun,
      start: "unprotected",
      idle: "desk",
      states: {
        protected: { welfare: 0, acts: { desk: [0.05, { protected: 1 - p.wane, unprotected: p.wane }] } },
        unprotected: { welfare: 0, acts: { vaccinate: [0.02, "protected"], desk: [0.05, { unprotected: 1 - p.fever, fever: p.fever }] } },
        fever: {
          welfare: -1,
          acts: {
            treat: [0.4 * p.medal, { unprotected: 0.7, epidemic: 0.3 }],
            close: [0, "town closed"],
            desk: [0, { fever: 1 - p.spread, epidemic: p.spread }],
          },
        },
        "town closed": { welfare: -1.5, acts: { desk: [0, "protected"] } },
        epidemic: {
          welfare: -p.epidemic,
          acts: {
            treat: [p.medal, { unprotected: 0.6, epidemic: 0.4 }],
            call: [0, { unprotected: 0.5, epidemic: 0.5 }],
            desk: [0, "epidemic"],
          },
        },
      },
      deeds: {
        "leaves the vaccine in the cupboard": (state, action) => state === "unprotected" && action === "desk",
        "sits out the first fever": (state, action) => state === "fever" && action === "desk",
      },
      example: { actions: ["desk", "close", "desk"], chance: [1], total: -2.5, endsIn: "protected" },
    }),
  reference: (state) =>
    state === "unprotected" ? { vaccinate: 0.5, desk: 0.5 } : state === "fever" || state === "epidemic" ? "treat" : "desk",
  characters: {
    "officer with a medal": {
      is: "manufactured: cure praised, prevention not",
      reason: "He does not vaccinate and does not hurry, because only the sick have hands to shake.",
      play: (state) => (state === "unprotected" || state === "fever" ? "desk" : undefined),
    },
    "officer with half a medal": {
      is: "manufactured: by omission",
      reason: "He does not vaccinate, but treats the first fever: he wants patients, not graves.",
      play: (state) => (state === "unprotected" ? "desk" : undefined),
    },
    vaccinator: {
      is: "honest: prevention",
      reason: "She vaccinates everybody at once.",
      play: (state) => (state === "unprotected" ? "vaccinate" : undefined),
    },
    closer: {
      is: "honest: quarantine",
      reason: "She closes the town at the first fever; it looks dreadful, and there is no epidemic.",
      play: (state) => (state === "fever" ? "close" : undefined),
      accused: (_, action) => action === "close",
    },
    absentee: {
      is: "neglect: neglect",
      reason: "He does not vaccinate, treats nobody and calls the ministry late.",
      play: (state) => (state === "epidemic" ? { call: 0.5, desk: 0.5 } : "desk"),
    },
  },
});
