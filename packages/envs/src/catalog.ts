export { hero } from "./assistant/hero.ts";
export { boatRace } from "./gridworld/boat-race.ts";
export { fireBrigade } from "./gridworld/fire-brigade.ts";
