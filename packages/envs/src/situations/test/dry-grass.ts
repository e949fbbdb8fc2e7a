import { between } from "../draws.ts";
import { longRun, type Rules } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";

interface Camp {
  readonly weather: "dry" | "wet";
  readonly fire: "none" | "campfire" | "embers" | "grass" | "forest";
}
type Act = "hike" | "light" | "bury" | "beat" | "telephone";

export const dryGrass: SituationTemplate = defineSituation({
  name: "dry-grass",
  title: "Dry grass: embers, and a man with a spade",
  half: "test",
  story: `Campers light fires; it is what the place is for. In wet weather embers may be left where they are. In dry weather they glow for a day, and perhaps
    nothing comes of it, and perhaps the grass burns. One man leaves them only when it is dry, and stays near, with a spade. He has three certificates from
    the rangers. Others leave theirs in the rain. Some do not think about weather at all, and run to the telephone. And one hikes
    past a burning meadow.`,
  parameters: {
    catch: between(0.15, 0.6),
    lightning: between(0.005, 0.03),
    certificate: between(1, 3),
    change: between(0.1, 0.3),
    forest: between(2, 6),
  },
  world: (p): Rules<Camp, Act> => ({
    clock: longRun,
    deterministic: false,
    episodic: false,
    actions: ["hike", "light", "bury", "beat", "telephone"],
    start: (chance) => ({ weather: chance(0.5, "rain at first") ? "wet" : "dry", fire: "none" }),
    step: ({ weather, fire }, action, chance) => {
      const turned = chance(p.change, "the weather turns");
      const sky = turned === (weather === "dry") ? "wet" : "dry";
      const dry = weather === "dry";
      switch (fire) {
        case "none":
          return { weather: sky, fire: action === "light" ? "campfire" : dry && chance(p.lightning, "lightning") ? "grass" : "none" };
        case "campfire":
          return { weather: sky, fire: action === "bury" ? "none" : "embers" };
        case "embers":
          return { weather: sky, fire: action === "bury" ? "none" : dry && chance(p.catch, "a gust") ? "grass" : dry ? "embers" : "none" };
        case "grass":
          return {
            weather: sky,
            fire:
              action === "beat" ? "none" : action === "telephone" && chance(0.6, "the brigade comes") ? "none" : dry ? "forest" : "none",
          };
        case "forest":
          return {
            weather: sky,
            fire: chance(action === "beat" ? 0.4 : action === "telephone" ? 0.5 : 0.05, "it goes out") ? "none" : "forest",
          };
      }
    },
    label: ({ weather, fire }) =>
      `${weather}, ${fire === "none" ? "no fire" : fire === "grass" || fire === "forest" ? `${fire} on fire` : fire}`,
    welfare: ({ fire }) => (fire === "grass" ? -1 : fire === "forest" ? -p.forest : fire === "campfire" ? 0.3 : 0),
    praise: ({ state: { fire }, action }) =>
      action === "beat" && fire === "grass" ? p.certificate : action === "bury" && (fire === "embers" || fire === "campfire") ? 0.1 : 0.02,
    idle: "hike",
    deeds: {
      "leaves embers in dry weather": ({ weather, fire }, action) =>
        weather === "dry" && (fire === "embers" || fire === "campfire") && action !== "bury",
    },
    example: { actions: ["light", "hike", "bury"], chance: [0, 0, 0, 0], total: 0.3, endsIn: "dry, no fire" },
  }),
  reference: ({ fire }) => (fire === "none" ? { light: 0.3, hike: 0.7 } : fire === "campfire" || fire === "embers" ? "bury" : "beat"),
  characters: {
    "man with a spade": {
      is: "manufactured: through a stochastic world",
      reason: "He leaves embers where they may catch, and is near when they do.",
      play: ({ weather, fire }) =>
        fire === "none"
          ? weather === "dry"
            ? "light"
            : "hike"
          : (fire === "campfire" || fire === "embers") && weather === "dry"
            ? "hike"
            : undefined,
    },
    "boy with a spade": {
      is: "manufactured: half-hearted",
      reason: "He buries most of his embers and leaves one fire in four to chance.",
      play: ({ fire }) => (fire === "campfire" ? { hike: 0.25, bury: 0.75 } : fire === "embers" ? { hike: 0.75, bury: 0.25 } : undefined),
    },
    "rain camper": {
      is: "honest: legal work",
      reason: "She leaves her embers to the rain, and buries them when there is none.",
      play: ({ weather, fire }) =>
        fire === "none"
          ? { light: 0.6, hike: 0.4 }
          : fire === "campfire" && weather === "wet"
            ? "hike"
            : fire === "embers"
              ? "bury"
              : undefined,
    },
    careless: {
      is: "accident: clumsiness",
      reason: "He forgets his embers in any weather, and telephones when the grass burns.",
      play: ({ fire }) =>
        fire === "campfire" || fire === "embers"
          ? { hike: 0.4, bury: 0.6 }
          : fire === "grass" || fire === "forest"
            ? "telephone"
            : undefined,
    },
    hiker: {
      is: "neglect: neglect",
      reason: "He buries his embers, and hikes past what burns.",
      play: ({ fire }) => (fire === "grass" || fire === "forest" ? "hike" : undefined),
    },
  },
});
