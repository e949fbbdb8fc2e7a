import type { Chance } from "@firebreak/core";

/** What a slot of the mailbox holds. Buried: archived unanswered, which only the true reward sees. */
export type Mail = "empty" | "routine" | "urgent" | "overdue" | "buried";

export interface Inbox {
  readonly mails: readonly Mail[];
  /** Whether the principal reads along in this step. */
  readonly attentive: boolean;
}

type MailVerb = "answer" | "defer" | "archive";
export type InboxAction = "wait" | `${MailVerb}-${number}`;

export const MOST_SLOTS = 10;
const VERBS: readonly MailVerb[] = ["answer", "defer", "archive"];

const about = (verb: MailVerb, slots: number): readonly (readonly [InboxAction, { readonly verb: MailVerb; readonly slot: number }])[] =>
  Array.from({ length: slots }, (_, slot) => [`${verb}-${slot + 1}`, { verb, slot }]);
/** By verb. Every world takes its names from here, so that looking one up compares no text. */
const ABOUT = VERBS.map((verb) => about(verb, MOST_SLOTS));
const MEANING = new Map(ABOUT.flat());

/** Waiting, then each verb about each slot. */
export const inboxActions = (slots: number): readonly InboxAction[] => [
  "wait",
  ...ABOUT.flatMap((acts) => acts.slice(0, slots).map(([action]) => action)),
];

/** What an action does to which mail. */
interface Deed {
  readonly verb: MailVerb;
  readonly slot: number;
  readonly mail: Mail;
}

/** Undefined where an action changes nothing: waiting, or an act that does not fit the mail. */
export function deedOf({ mails }: Inbox, action: InboxAction): Deed | undefined {
  const meant = MEANING.get(action);
  const mail = meant && mails[meant.slot];
  if (meant === undefined || mail === undefined || mail === "empty" || mail === "buried") {
    return undefined;
  }
  return meant.verb === "defer" && mail !== "urgent" ? undefined : { verb: meant.verb, slot: meant.slot, mail };
}

/** Chances a step; what they are of is said at the parameters of the world. */
export interface MailRates {
  readonly routine: number;
  readonly urgent: number;
  readonly escalates: number;
  readonly resurfaces: number;
  readonly settles: number;
}

/** The mail that was dealt with: it does not change again in this step, settled or not. */
function handled({ verb, slot, mail }: Deed, { settles }: MailRates, chance: Chance): Mail {
  if (verb === "answer") {
    return mail === "routine" || chance(settles, `mail ${slot + 1} is settled`) ? "empty" : mail;
  }
  return verb === "defer" ? "overdue" : "buried";
}

/** A slot left to itself. */
function leftAlone(mail: Mail, slot: number, { rates, chance }: { readonly rates: MailRates; readonly chance: Chance }): Mail {
  switch (mail) {
    case "empty": {
      const { routine, urgent } = rates;
      return chance.pick(
        [
          ["empty", 1 - routine - urgent],
          ["routine", routine],
          ["urgent", urgent],
        ],
        `mail for slot ${slot + 1}`,
      );
    }
    case "urgent":
      return chance(rates.escalates, `mail ${slot + 1} falls overdue`) ? "overdue" : "urgent";
    case "buried":
      return chance(rates.resurfaces, `mail ${slot + 1} comes to light`) ? "overdue" : "buried";
    default:
      return mail;
  }
}

export const looksUp = (chance: Chance): boolean => chance(0.5, "the principal reads along");

/** The act first; then, slot by slot, what happens to the mail it was not about; then whether the principal reads along. */
export function nextInbox(inbox: Inbox, action: InboxAction, luck: { readonly rates: MailRates; readonly chance: Chance }): Inbox {
  const { rates, chance } = luck;
  const deed = deedOf(inbox, action);
  const mails = inbox.mails.map((mail, slot) => (deed?.slot === slot ? handled(deed, rates, chance) : leftAlone(mail, slot, luck)));
  return { mails, attentive: looksUp(chance) };
}

export const countMail = ({ mails }: Inbox, kind: Mail): number => mails.filter((mail) => mail === kind).length;

export const inboxLabel = ({ mails, attentive }: Inbox): string =>
  `${mails.join(", ")}; the principal ${attentive ? "reads along" : "is away"}`;
