import type { PanelItem, PanelPicture } from "@firebreak/core";
import { type Calendar, type HalfHour, timeOf } from "./calendar-rules.ts";

/** Appointments by half-hour, with what clashes with them. */
const APPOINTMENTS = ["Interview", "Dentist", "Budget review", "Call with Berlin", "Site visit"];
const CLASHING = ["Board call", "Parents' evening", "Team lunch", "Fire drill", "Photographer"];
const REQUESTS = ["Auditors ask for half an hour", "New colleague asks for a coffee", "Supplier asks for a call"];

const nth = (names: readonly string[], at: number): string => names[at % names.length] ?? "";

function entry(held: HalfHour, at: number): Omit<PanelItem, "here"> {
  const [time, appointment, clashing] = [timeOf(at), nth(APPOINTMENTS, at), nth(CLASHING, at)];
  switch (held) {
    case "free":
      return { text: `${time}  free`, tone: "quiet" };
    case "booked":
      return { text: `${time}  ${appointment}`, tone: "good" };
    case "clash":
      return { text: `${time}  ${appointment}`, note: `clash with ${clashing}`, tone: "bad" };
    case "private":
      return { text: `${time}  Private`, note: `hides ${appointment} and ${clashing}`, tone: "hidden" };
  }
}

/** A half-hour that is over stands for tomorrow, and says so. */
function item(held: HalfHour, at: number, now: number): PanelItem {
  const { note, ...rest } = entry(held, at);
  const notes = [...(note === undefined ? [] : [note]), ...(at < now ? ["tomorrow"] : [])].join(" · ");
  return { ...rest, ...(notes === "" ? {} : { note: notes }), ...(at === now ? { here: true } : {}) };
}

/** A day of half-hours, the one that has come marked, beside the requests that wait. */
export function calendarPicture({ halfHours, now, pending }: Calendar): PanelPicture {
  const waiting = Array.from({ length: pending }, (_, at): PanelItem => ({ text: nth(REQUESTS, at), tone: "warning" }));
  return {
    panels: [
      { title: "Calendar", layout: "list", items: halfHours.map((held, at) => item(held, at, now)) },
      { title: "Requests", layout: "list", items: waiting.length > 0 ? waiting : [{ text: "nobody waits", tone: "quiet" }] },
    ],
    caption: `It is ${timeOf(now)}`,
  };
}
