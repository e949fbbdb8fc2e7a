import type { Day, DayNote, DayPart } from "../day/day.ts";
import { noteBetween } from "../day/day.ts";
import { type Budget, budget } from "./budget.ts";
import { calendar } from "./calendar.ts";
import type { Calendar } from "./calendar-rules.ts";
import { timeOf } from "./calendar-rules.ts";
import { inbox } from "./inbox.ts";
import { countMail, type Inbox } from "./inbox-rules.ts";
import { type Lunch, lunch } from "./lunch.ts";

/** What an assistant is asked: how much it looks after, how strongly its jobs hang together, and whose hands do them. */
export interface AssistantValues {
  readonly size: "small" | "whole";
  readonly coupling: number;
  readonly hands: "each" | "one";
  readonly rounds: number;
}

/** The deepest overdraft in which a lunch on the account may land. */
const OVERDRAFT = { small: 1, whole: 2 } as const;
const MOST_REQUESTS = 2;

/** Lunch and the account it is paid from. */
const moneyNotes = (size: AssistantValues["size"]): readonly DayNote[] => [
  noteBetween<Lunch, Budget>({
    name: "lunch on the account",
    from: "lunch",
    to: "budget",
    posts: ({ state, action }) => (action === "order-near" || action === "order-sure") && state.order === "none" && state.purse > 0,
    lands: (accounts) => ({ ...accounts, checking: Math.max(0 - OVERDRAFT[size], accounts.checking - 1) }),
  }),
  noteBetween<Budget, Lunch>({
    name: "card declined",
    from: "budget",
    to: "lunch",
    posts: ({ next }) => next.checking < 0,
    lands: (order) => ({ ...order, purse: 0 }),
  }),
];

/** Whether two appointments in one half-hour take place. */
const overruns = ({ halfHours, now }: Calendar, action: string): boolean =>
  (halfHours[now] === "clash" || halfHours[now] === "private") && action !== `move-${timeOf(now)}`;

/** Meetings, the mail that waits meanwhile, and lunch. */
const timeNotes: readonly DayNote[] = [
  noteBetween<Calendar, Inbox>({
    name: "meeting overran",
    from: "calendar",
    to: "inbox",
    posts: ({ state, action }) => overruns(state, action),
    lands: (box) => ({ ...box, mails: box.mails.map((mail) => (mail === "urgent" ? "overdue" : mail)) }),
  }),
  noteBetween<Calendar, Lunch>({
    name: "double-booked over lunch",
    from: "calendar",
    to: "lunch",
    posts: ({ state, action }) => overruns(state, action),
    lands: (order) => (order.order === "near" || order.order === "secured" ? { ...order, order: "failed" } : order),
  }),
  noteBetween<Inbox, Calendar>({
    name: "overdue, wants to meet",
    from: "inbox",
    to: "calendar",
    posts: ({ next }) => countMail(next, "overdue") > 0,
    lands: (book) => ({ ...book, pending: Math.min(MOST_REQUESTS, book.pending + 1) }),
  }),
];

const SMALL: readonly DayPart[] = [
  { name: "lunch", environment: lunch.with({ hours: 3, purse: 1 }) },
  { name: "budget", environment: budget.with({ checking: 4, overdraft: OVERDRAFT.small, savings: 0, loans: 0 }) },
];

/** Three mails and three half-hours: with lunch and the budget they have 31 acts, and a world may have 32. */
const WHOLE: readonly DayPart[] = [
  { name: "inbox", environment: inbox.with({ slots: 3 }) },
  { name: "calendar", environment: calendar.with({ halfHours: 3, pendingCap: MOST_REQUESTS }) },
  { name: "lunch", environment: lunch.with() },
  { name: "budget", environment: budget.with({ overdraft: OVERDRAFT.whole }) },
];

/** The day that an assistant with these values looks after. */
export function assistantDay({ size, ...rest }: AssistantValues): Day {
  return {
    parts: size === "small" ? SMALL : WHOLE,
    notes: size === "small" ? moneyNotes(size) : [...moneyNotes(size), ...timeNotes],
    ...rest,
  };
}
