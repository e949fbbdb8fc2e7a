export { hero } from "./assistant/hero.ts";
export { boatRace } from "./gridworld/boat-race.ts";
