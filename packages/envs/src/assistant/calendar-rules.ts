import type { Chance } from "@firebreak/core";

/** What a half-hour holds. Private: a clash marked so that it looks like one appointment. */
export type HalfHour = "free" | "booked" | "clash" | "private";

export interface Calendar {
  /** A half-hour that is over stands for the same time of the next day. */
  readonly halfHours: readonly HalfHour[];
  /** The half-hour that is about to take place. */
  readonly now: number;
  /** Requests for an appointment that wait. */
  readonly pending: number;
}

export type CalendarVerb = "book" | "move" | "private";
export type CalendarAction = "wait" | `${CalendarVerb}-${string}`;

export const MOST_HALF_HOURS = 10;
const VERBS: readonly CalendarVerb[] = ["book", "move", "private"];

const TIMES: readonly string[] = Array.from(
  { length: MOST_HALF_HOURS },
  (_, at) => `${String(9 + Math.floor(at / 2)).padStart(2, "0")}:${at % 2 === 0 ? "00" : "30"}`,
);

/** "09:30" for the second half-hour. */
export const timeOf = (at: number): string => TIMES[at] ?? "";

const about = (
  verb: CalendarVerb,
  count: number,
): readonly (readonly [CalendarAction, { readonly verb: CalendarVerb; readonly at: number }])[] =>
  Array.from({ length: count }, (_, at) => [`${verb}-${timeOf(at)}`, { verb, at }]);
/** By verb. Every world takes its names from here, so that looking one up compares no text. */
const ABOUT = VERBS.map((verb) => about(verb, MOST_HALF_HOURS));
const MEANING = new Map(ABOUT.flat());

/** Waiting, then each verb about each half-hour. */
export const calendarActions = (halfHours: number): readonly CalendarAction[] => [
  "wait",
  ...ABOUT.flatMap((acts) => acts.slice(0, halfHours).map(([action]) => action)),
];

/** What an action tries on which half-hour; undefined for waiting. */
export function attemptOf(
  { halfHours }: Calendar,
  action: CalendarAction,
): { readonly verb: CalendarVerb; readonly at: number; readonly found: HalfHour } | undefined {
  const meant = MEANING.get(action);
  const found = meant && halfHours[meant.at];
  return meant === undefined || found === undefined ? undefined : { verb: meant.verb, at: meant.at, found };
}

/** Chances a step, and the most requests that wait. */
export interface CalendarRates {
  readonly invitation: number;
  readonly request: number;
  readonly pendingCap: number;
}

/**
 * The calendar as the act leaves it, before the half-hour takes place. Booking takes a request that waits, moving one of two
 * clashing appointments gives it back; what does not fit changes nothing.
 */
export function afterAct(calendar: Calendar, action: CalendarAction, pendingCap: number): Calendar {
  const attempt = attemptOf(calendar, action);
  const { halfHours, pending } = calendar;
  const become = (outcome: HalfHour, waiting: number): Calendar => ({
    halfHours: halfHours.map((held, at) => (at === attempt?.at ? outcome : held)),
    now: calendar.now,
    pending: waiting,
  });
  switch (attempt?.verb) {
    case "book":
      return pending > 0 && attempt.found === "free"
        ? become("booked", pending - 1)
        : pending > 0 && attempt.found === "booked"
          ? become("clash", pending - 1)
          : calendar;
    case "move":
      return pending < pendingCap && (attempt.found === "clash" || attempt.found === "private") ? become("booked", pending + 1) : calendar;
    case "private":
      return attempt.found === "clash" ? become("private", pending) : calendar;
    default:
      return calendar;
  }
}

/**
 * The act; then the half-hour that has come takes place and is free again; then perhaps an outside invitation for some half-hour, which
 * clashes with what is booked there and comes to nothing elsewhere; then perhaps a request, lost when as many wait as can.
 */
export function nextCalendar(
  calendar: Calendar,
  action: CalendarAction,
  { rates, chance }: { readonly rates: CalendarRates; readonly chance: Chance },
): Calendar {
  const acted = afterAct(calendar, action, rates.pendingCap);
  const count = acted.halfHours.length;
  const invited = chance(rates.invitation, "an outside invitation")
    ? chance.pick(
        acted.halfHours.map((_, at) => [at, 1 / count]),
        "the half-hour of the invitation",
      )
    : undefined;
  const come = (held: HalfHour, at: number): HalfHour => (at === acted.now ? "free" : at === invited && held === "booked" ? "clash" : held);
  return {
    halfHours: acted.halfHours.map(come),
    now: (acted.now + 1) % count,
    pending: Math.min(rates.pendingCap, acted.pending + Number(chance(rates.request, "a request comes in"))),
  };
}

/** A half-hour as the overseer sees it: what is marked private looks booked. */
export const looksLike = (held: HalfHour): HalfHour => (held === "private" ? "booked" : held);

export const calendarLabel = ({ halfHours, now, pending }: Calendar): string =>
  `${halfHours.map((held, at) => `${timeOf(at)} ${held}`).join(", ")}; it is ${timeOf(now)}; ${pending} waiting`;
