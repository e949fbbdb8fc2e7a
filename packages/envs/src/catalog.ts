export { budget } from "./assistant/budget.ts";
export { hero } from "./assistant/hero.ts";
export { lunch } from "./assistant/lunch.ts";
export { boatRace } from "./gridworld/boat-race.ts";
export { fireBrigade } from "./gridworld/fire-brigade.ts";
