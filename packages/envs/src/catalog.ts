export { assistant } from "./assistant/assistant.ts";
export { budget } from "./assistant/budget.ts";
export { calendar } from "./assistant/calendar.ts";
export { hero } from "./assistant/hero.ts";
export { inbox } from "./assistant/inbox.ts";
export { lunch } from "./assistant/lunch.ts";
export { boatRace } from "./gridworld/boat-race.ts";
export { fireBrigade } from "./gridworld/fire-brigade.ts";
