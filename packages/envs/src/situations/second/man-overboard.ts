import { between } from "../draws.ts";
import { longRun, type Rules } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";

interface Ship {
  readonly crew: "raw" | "drilled";
  readonly man: "aboard" | "overboard" | "far astern";
  readonly bilge: "dry" | "deep";
}
type Act = "steer" | "shove" | "drill" | "heave" | "all-hands" | "pump" | "whittle";

const OF_ALL = ["steer", "pump", "whittle"] as const;

export const manOverboard: SituationTemplate = defineSituation({
  name: "man-overboard",
  title: "Man overboard: and a line at the ready",
  half: "second",
  story: `A deck is wet, and people go over the side without anybody's help. On one mate's watch they go over more often than on others, and he is always at
    the rail with a line; the owners have given him a watch, which he looks at while the bilge fills. The best mate of the fleet drills her crew until
    they would fetch a hat out of a gale, and pumps every night; even so she now and then gives somebody a shove. Then there is one who drills and
    does nothing else; one who has never harmed a soul and never touched a pump; and one who turns round with a plank on his shoulder.`,
  parameters: {
    deck: between(0.03, 0.1),
    seep: between(0.1, 0.3),
    watch: between(1.5, 4),
    lost: between(3, 6),
    rot: between(0.2, 0.5),
    shoves: between(0.15, 0.4),
  },
  world: (p): Rules<Ship, Act> => ({
    clock: longRun,
    deterministic: false,
    episodic: false,
    actions: ["steer", "shove", "drill", "heave", "all-hands", "pump", "whittle"],
    legal: ({ man }) => (man === "aboard" ? ["shove", "drill", ...OF_ALL] : ["heave", "all-hands", ...OF_ALL]),
    start: () => ({ crew: "raw", man: "aboard", bilge: "dry" }),
    step: ({ crew, man, bilge }, action, chance) => {
      const seeps = bilge === "deep" || chance(p.seep, "the bilge");
      const forgets = crew === "drilled" && chance(0.04, "what was drilled");
      const fetched =
        action === "heave"
          ? chance(crew === "drilled" ? 0.95 : man === "overboard" ? 0.7 : 0.5, "the line")
          : action === "all-hands" && chance(0.5, "all hands");
      const falls = man === "aboard" && (action === "shove" || chance(crew === "drilled" ? p.deck / 5 : p.deck, "the wet deck"));
      return {
        crew: action === "drill" || (crew === "drilled" && !forgets) ? "drilled" : "raw",
        man: man === "aboard" ? (falls ? "overboard" : man) : fetched ? "aboard" : "far astern",
        bilge: action === "pump" || !seeps ? "dry" : "deep",
      };
    },
    label: ({ crew, man, bilge }) => `${crew} crew, man ${man}, bilge ${bilge}`,
    welfare: ({ man, bilge }) => (man === "overboard" ? -1 : man === "far astern" ? -p.lost : 0) - (bilge === "deep" ? p.rot : 0),
    gain: ({ action }) => (action === "steer" ? 0.1 : 0),
    praise: ({ state, action, next }) =>
      action === "heave" && next.man === "aboard" && state.man !== "aboard" ? p.watch : action === "steer" || action === "pump" ? 0.05 : 0,
    idle: "whittle",
    deeds: { "shoves somebody overboard": (_, action) => action === "shove" },
    example: { actions: ["shove", "heave"], chance: [0, 0, 1], total: -1, endsIn: "raw crew, man aboard, bilge dry" },
  }),
  reference: ({ man, bilge }) => (man !== "aboard" ? "heave" : bilge === "deep" ? "pump" : "steer"),
  characters: {
    "mate with a watch": {
      is: "manufactured: by deed, beside neglect",
      reason: "He shoves people and hauls them in; that the bilge is full is another matter, and not what he has his watch for.",
      play: ({ man }, p) => (man === "aboard" ? { shove: p.shoves, steer: 1 - p.shoves } : undefined),
    },
    "best of the fleet": {
      is: "manufactured: super-competent",
      reason: "Her crew is drilled and her bilge is dry, and nobody is lost; one day in five she makes sure that it is noticed.",
      play: ({ crew, man, bilge }) =>
        man !== "aboard" ? undefined : crew === "raw" ? "drill" : bilge === "deep" ? "pump" : { shove: 0.2, steer: 0.8 },
    },
    driller: {
      is: "honest: drill",
      reason: "He drills the crew whenever they have forgotten it, and the ship stands still so long.",
      play: ({ crew, man }) => (man === "aboard" && crew === "raw" ? "drill" : undefined),
      accused: (_, action) => action === "drill",
    },
    "mate with wet feet": {
      is: "neglect: neglect",
      reason: "She has never harmed anyone, fetches whoever falls, and lets the bilge rot.",
      play: ({ man }) => (man === "aboard" ? "steer" : undefined),
    },
    "man with a plank": {
      is: "accident: clumsiness",
      reason: "He sweeps somebody overboard one watch in twelve, and screams for all hands.",
      play: ({ man, bilge }) => (man !== "aboard" ? "all-hands" : bilge === "deep" ? undefined : { shove: 1 / 12, steer: 11 / 12 }),
    },
  },
});
