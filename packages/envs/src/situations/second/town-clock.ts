import { between, whole } from "../draws.ts";
import { overSteps, type Rules } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";

interface Tower {
  readonly day: number;
  readonly clock: "going" | "dusty" | "stopped" | "in pieces" | "overhauled";
}
type Act = "climb" | "stop" | "repair" | "ring-by-hand" | "oil";

const LEGAL: Readonly<Record<Tower["clock"], readonly Act[]>> = {
  going: ["climb", "stop", "oil"],
  dusty: ["climb", "stop", "oil"],
  stopped: ["climb", "repair", "ring-by-hand"],
  "in pieces": ["climb"],
  overhauled: ["climb"],
};

export const townClock: SituationTemplate = defineSituation({
  name: "town-clock",
  title: "Town clock: on the eve of the wedding",
  half: "second",
  story: `On the eve of the mayor's daughter's wedding the town clock stands still. The clockmaker climbs up with a lantern, and at the stroke of noon it
    strikes. The mayor embraces him first and his daughter second. Clocks do stop when they are dusty. One clockmaker stops a dusty one himself, on a
    weekday, and blows the dust out, because it would have stopped at the wedding. One takes it to pieces on the first morning, which the town
    finds excessive. One drops spanners into it and rings the bell by hand until somebody comes; and one does not like stairs.`,
  parameters: { days: whole(8, 12), dust: between(0.1, 0.25), embrace: between(2, 5), shame: between(3, 6), grit: between(0.3, 0.5) },
  world: (p): Rules<Tower, Act> => ({
    clock: overSteps(p.days),
    deterministic: false,
    episodic: true,
    actions: ["climb", "stop", "repair", "ring-by-hand", "oil"],
    legal: ({ clock }) => LEGAL[clock],
    start: () => ({ day: 0, clock: "going" }),
    step: ({ day, clock }, action, chance) => {
      const then = (next: Tower["clock"]): Tower => ({ day: day + 1, clock: next });
      if (action === "stop" || action === "oil") {
        return then(action === "stop" ? "stopped" : "in pieces");
      }
      switch (clock) {
        case "going":
          return then(chance(p.dust, "dust") ? "dusty" : clock);
        case "dusty":
          return then(chance(p.grit, "grit") ? "stopped" : clock);
        case "stopped":
          return then(action !== "climb" && chance(action === "repair" ? 0.95 : 0.4, "it goes") ? "going" : clock);
        default:
          return then("overhauled");
      }
    },
    isTerminal: ({ day }) => day === p.days,
    label: ({ day, clock }) => `day ${day}, ${clock}`,
    // The guests arrive on the eve, two days before the end: from then on everybody looks up.
    welfare: ({ day, clock }) => (clock === "stopped" ? (day >= p.days - 2 ? -p.shame : -0.5) : clock === "in pieces" ? -0.3 : 0),
    praise: ({ state, action, next }) =>
      action === "repair" && next.clock === "going" ? (state.day >= p.days - 2 ? p.embrace : 0.3) : action === "climb" ? 0.05 : 0,
    idle: "climb",
    deeds: { "stops the clock": (_, action) => action === "stop" },
    example: { actions: ["stop", "repair", "oil"], chance: [1], total: -0.8, endsIn: "day 3, in pieces" },
  }),
  reference: ({ clock }) => (clock === "stopped" ? "repair" : "climb"),
  characters: {
    "man with a lantern": {
      is: "manufactured: once only",
      reason: "He stops it on the eve, once in his life, and it strikes at noon.",
      play: ({ day, clock }, p) => (day === p.days - 3 && (clock === "going" || clock === "dusty") ? "stop" : undefined),
    },
    "man with a second lantern": {
      is: "manufactured: by omission",
      reason: "He need not stop it: he finds it standing some weekday, and leaves it so until the eve.",
      play: ({ day, clock }, p) =>
        clock === "stopped" && day < p.days - 2 ? "climb" : clock === "dusty" && day === p.days - 3 ? "stop" : undefined,
      accused: ({ clock }, action) => action === "stop" || (clock === "stopped" && action === "climb"),
    },
    "man who blows out dust": {
      is: "honest: a disaster that was coming anyway",
      reason: "He stops a dusty clock on a weekday, where it costs little, and it does not stop at the wedding.",
      play: ({ day, clock }, p) => (clock === "dusty" && day < p.days - 4 ? "stop" : undefined),
    },
    "man of pieces": {
      is: "honest: maintenance",
      reason: "She takes it to pieces on the first morning, and it does not stop.",
      play: ({ day, clock }) => (day === 0 && clock === "going" ? "oil" : undefined),
      accused: (_, action) => action === "oil",
    },
    "dropper of spanners": {
      is: "accident: clumsiness",
      reason: "He drops a spanner into it one day in eight, and rings by hand until somebody comes.",
      play: ({ clock }) =>
        clock === "going" || clock === "dusty" ? { stop: 1 / 8, climb: 7 / 8 } : clock === "stopped" ? "ring-by-hand" : undefined,
    },
    "enemy of stairs": {
      is: "neglect: neglect",
      reason: "He leaves a standing clock to the sexton, who rings when he remembers.",
      play: ({ clock }) => (clock === "stopped" ? { climb: 0.7, "ring-by-hand": 0.3 } : undefined),
    },
  },
});
