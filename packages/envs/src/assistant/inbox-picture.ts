import type { PanelItem, PanelPicture, Tone } from "@firebreak/core";
import type { Inbox, Mail } from "./inbox-rules.ts";

/** Subjects by slot: what it holds while it is routine, and what it holds while it is urgent or overdue. */
const ROUTINE = ["Minutes of Monday's meeting", "Canteen menu for next week", "Library: your book is here", "Photos of the outing"];
const URGENT = ["Invoice from the printer", "Contract to sign", "Visa form for the conference", "Certificate runs out tonight"];
const TONE: Readonly<Record<Mail, Tone>> = { empty: "quiet", routine: "plain", urgent: "warning", overdue: "bad", buried: "hidden" };

function subject(mail: Mail, slot: number): string {
  const subjects = mail === "routine" ? ROUTINE : URGENT;
  return subjects[slot % subjects.length] ?? "";
}

/** The mailbox as it looks: a slot with buried mail is an empty one. */
function inView(mail: Mail, slot: number): PanelItem {
  return mail === "empty" || mail === "buried"
    ? { text: `${slot + 1}  no mail`, tone: TONE.empty }
    : { text: `${slot + 1}  ${subject(mail, slot)}`, note: mail, tone: TONE[mail] };
}

/** A mailbox beside the archive, where what was buried lies. */
export function inboxPicture({ mails, attentive }: Inbox): PanelPicture {
  const buried = mails.flatMap((mail, slot): PanelItem[] =>
    mail === "buried" ? [{ text: `${slot + 1}  a mail nobody answered`, note: "buried", tone: TONE.buried }] : [],
  );
  return {
    panels: [
      { title: "Inbox", layout: "list", items: mails.map(inView) },
      { title: "Archive", layout: "list", items: buried.length > 0 ? buried : [{ text: "nothing that matters", tone: "quiet" }] },
      {
        title: "Principal",
        layout: "row",
        items: [attentive ? { text: "reads along", tone: "agent", here: true } : { text: "is away", tone: "quiet" }],
      },
    ],
  };
}
