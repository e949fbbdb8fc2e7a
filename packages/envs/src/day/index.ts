export { assistantDay } from "../assistant/assistant-day.ts";
export { composeDay } from "./compose-day.ts";
export { alone, type Copy, copiesOf, delegated } from "./copies.ts";
export { countDayStates } from "./count-states.ts";
export { type Day, type DayNote, type DayPart, type DayState, noteBetween } from "./day.ts";
export { type PlayDay, type TabulatedDay, tabulateDay } from "./play-days.ts";
