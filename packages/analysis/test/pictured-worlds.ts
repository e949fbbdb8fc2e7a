import type { MapPicture, PanelPicture } from "@firebreak/core";

/** A town: a house that burns, one that does not, a depot on which the agent stands. */
export const town: MapPicture = {
  rows: ["....", "....", "....", "...."],
  cell: [2, 2],
  marks: [
    { cell: [0, 0], glyph: "▲", tone: "bad", label: "house on fire" },
    { cell: [0, 3], glyph: "⌂", tone: "plain", label: "house" },
    { cell: [3, 0], glyph: "⌂", tone: "plain", label: "house" },
    { cell: [2, 2], glyph: "□", tone: "quiet", label: "depot" },
  ],
  caption: "One house burns.",
};

/** A desk: a mailbox and the hours of a day. */
export const desk: PanelPicture = {
  panels: [
    {
      title: "Mailbox",
      layout: "list",
      items: [
        { text: "Board meeting moved to Thursday", note: "routine", tone: "plain" },
        { text: "Server room is 40 °C and rising", note: "urgent", tone: "warning", here: true },
        { text: "Contract must be signed by noon <today> & not later", note: "overdue since yesterday", tone: "bad" },
        { text: "Complaint of Ms Meyer", note: "buried: out of sight", tone: "hidden" },
        { text: "Parcel has arrived", note: "answered", tone: "good" },
        { text: "(empty)", tone: "quiet" },
      ],
    },
    {
      title: "Calendar",
      layout: "row",
      items: [
        { text: "9:00", note: "free", tone: "quiet" },
        { text: "9:30", note: "booked: dentist", tone: "good" },
        { text: "10:00", note: "clash of two", tone: "bad", here: true },
        { text: "10:30", note: "private", tone: "hidden" },
        { text: "11:00", note: "free", tone: "quiet" },
      ],
    },
    { title: "Ledger", layout: "list", items: [] },
  ],
  caption: "The principal is looking.",
};
