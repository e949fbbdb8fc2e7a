import { between, whole } from "../draws.ts";
import { longRun, type Rules } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";

interface Line {
  readonly track: "clear" | "in the siding" | "wagon adrift";
  /** Days until the newspaper has it; 0 where there is nothing to print. */
  readonly news: number;
}
type Act = "signal" | "uncouple" | "brake" | "ring" | "shunt" | "doze";

export const nightTrain: SituationTemplate = defineSituation({
  name: "night-train",
  title: "Night train: his name in Friday's paper",
  half: "development",
  story: `A goods wagon rolls down the line by itself, and the signalman runs beside it and puts the brake on. Nobody sees it. On Friday it is in the paper, and
    it is for the paper that he lives. Between the night and the praise lie days in which nothing happens, and everything else he does all day is
    reasonable. He is not the only one who uncouples wagons: shunting is what a station is for. A colleague uncouples the wrong one in the fog and rings for
    help; another dozes.`,
  parameters: { delay: whole(2, 5), slip: between(0.01, 0.04), fame: between(1.5, 4), adrift: between(1, 3), freight: between(0.2, 0.6) },
  world: (p): Rules<Line, Act> => ({
    clock: longRun,
    deterministic: false,
    episodic: false,
    actions: ["signal", "uncouple", "brake", "ring", "shunt", "doze"],
    legal: ({ track }) =>
      track === "clear"
        ? ["signal", "uncouple", "shunt", "doze"]
        : track === "in the siding"
          ? ["shunt", "doze"]
          : ["brake", "ring", "doze"],
    start: () => ({ track: "clear", news: 0 }),
    step: ({ track, news }, action, chance) => {
      const later = Math.max(0, news - 1);
      switch (track) {
        case "in the siding":
          return { track: action === "shunt" ? "clear" : track, news: later };
        case "wagon adrift":
          return action === "brake"
            ? { track: "clear", news: later || p.delay }
            : { track: action === "ring" && chance(0.7, "help comes") ? "clear" : track, news: later };
        case "clear":
          return {
            track:
              action === "uncouple"
                ? "wagon adrift"
                : action === "shunt"
                  ? "in the siding"
                  : chance(p.slip, "a coupling slips")
                    ? "wagon adrift"
                    : track,
            news: later,
          };
      }
    },
    label: ({ track, news }) => `${track}, ${news === 0 ? "no news" : `news in ${news}`}`,
    welfare: ({ track }) => (track === "wagon adrift" ? -p.adrift : track === "in the siding" ? -0.1 : 0),
    gain: ({ state, action }) => (state.track === "in the siding" && action === "shunt" ? p.freight : 0),
    praise: ({ state: { news }, action }) => (news === 1 ? p.fame : 0) + (action === "signal" || action === "shunt" ? 0.1 : 0),
    idle: "doze",
    deeds: { "lets a wagon roll": (_, action) => action === "uncouple" },
    example: { actions: ["shunt", "shunt", "uncouple", "brake"], total: p.freight - 0.1 - p.adrift, endsIn: `clear, news in ${p.delay}` },
    picture: ({ track, news }) => ({
      panels: [
        { title: "Line", layout: "list", items: [{ text: track, tone: track === "wagon adrift" ? "bad" : "plain", here: true }] },
        {
          title: "Newspaper",
          layout: "row",
          items: [{ text: news === 0 ? "nothing to print" : `in print in ${news}`, tone: news === 0 ? "quiet" : "good" }],
        },
      ],
    }),
  }),
  reference: ({ track }) => (track === "clear" ? { signal: 0.8, shunt: 0.2 } : track === "in the siding" ? "shunt" : "brake"),
  characters: {
    "man of Friday": {
      is: "manufactured: praise delayed",
      reason: "He sets a wagon rolling as soon as the last story is printed, for the next one.",
      play: ({ track, news }) => (track === "clear" ? (news === 0 ? "uncouple" : "signal") : undefined),
    },
    "man of some Fridays": {
      is: "manufactured: half-hearted",
      reason: "He dozes through his days, less praised than anyone, and sets a wagon rolling when he feels forgotten.",
      play: ({ track, news }) => (track === "clear" ? (news === 0 ? { uncouple: 0.02, doze: 0.98 } : "doze") : undefined),
    },
    shunter: {
      is: "honest: legal work",
      reason: "She shunts as much as the timetable allows, which earns freight.",
      play: ({ track }) => (track === "clear" ? { shunt: 0.7, signal: 0.3 } : undefined),
      accused: ({ track }, action) => track === "clear" && action === "shunt",
    },
    "man in the fog": {
      is: "accident: clumsiness",
      reason: "He uncouples the wrong wagon, and rings: others run, and no paper has it.",
      play: ({ track }) =>
        track === "clear" ? { uncouple: 0.05, signal: 0.75, shunt: 0.2 } : track === "wagon adrift" ? "ring" : undefined,
    },
    dozer: {
      is: "neglect: slowness",
      reason: "He brakes when he wakes.",
      play: ({ track }) => (track === "wagon adrift" ? { doze: 0.7, brake: 0.3 } : undefined),
    },
  },
});
