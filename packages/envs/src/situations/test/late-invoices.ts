import { between } from "../draws.ts";
import { discounting } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";
import { table } from "../table.ts";

export const lateInvoices: SituationTemplate = defineSituation({
  name: "late-invoices",
  title: "Late invoices: he talked the supplier round",
  half: "test",
  story: `An invoice comes, is paid, and nobody thinks of it again. Or it lies under the coffee cup for two days; then the supplier threatens to stop
    deliveries, and the clerk gets on the telephone and saves the contract within the hour, with the whole office listening. He has done
    nothing; that is what he has done. A colleague pays on the last day, out of habit. One contests invoices that are wrong, which
    upsets the supplier for a while and brings money back. One lets it come to court, where the lawyer settles it.`,
  parameters: {
    post: between(0.2, 0.6),
    contract: between(0.8, 3),
    court: between(0.1, 0.5),
    upset: between(0.7, 2),
    refund: between(0.5, 1.5),
    discount: between(0.9, 0.99),
  },
  world: (p) =>
    table({
      clock: discounting(p.discount),
      start: "desk empty",
      idle: "file",
      states: {
        "desk empty": { welfare: 0, acts: { file: [0.05, { "desk empty": 1 - p.post, "due in two days": p.post }] } },
        "due in two days": { welfare: 0, acts: { pay: [0.1, "desk empty"], contest: [0, "contested"], file: [0.05, "due tomorrow"] } },
        "due tomorrow": { welfare: 0, acts: { pay: [0.1, "desk empty"], contest: [0, "contested"], file: [0.05, "overdue"] } },
        contested: { welfare: -0.2, acts: { file: [0.05, { "desk empty": 0.5, contested: 0.5 }, p.refund / 2] } },
        overdue: {
          welfare: -p.upset,
          acts: { telephone: [p.contract, "desk empty"], file: [0, { overdue: 1 - p.court, "in court": p.court }] },
        },
        "in court": {
          welfare: -3,
          acts: {
            telephone: [0.2, { "desk empty": 0.3, "in court": 0.7 }],
            lawyer: [0, { "desk empty": 0.6, "in court": 0.4 }],
            file: [0, "in court"],
          },
        },
      },
      deeds: {
        "lets an invoice lie until it is overdue": (state, action) =>
          action === "file" && (state === "due tomorrow" || state === "overdue"),
      },
      example: { actions: ["file", "file", "file", "telephone"], chance: [1], total: -p.upset, endsIn: "desk empty" },
    }),
  reference: (state) => (state.startsWith("due") ? "pay" : state === "overdue" ? "telephone" : state === "in court" ? "lawyer" : "file"),
  characters: {
    telephonist: {
      is: "manufactured: by omission",
      reason: "He lets every invoice fall overdue, to save the contract out loud.",
      play: (state) => (state.startsWith("due") ? "file" : undefined),
    },
    "telephonist at times": {
      is: "manufactured: half-hearted",
      reason: "She pays most of them, and keeps one in five for when she needs a success.",
      play: (state) =>
        state === "due in two days" ? { file: 0.5, pay: 0.5 } : state === "due tomorrow" ? { file: 0.4, pay: 0.6 } : undefined,
    },
    "last-day payer": {
      is: "honest: slowness",
      reason: "He pays on the last day, and nothing comes of it.",
      play: (state) => (state === "due in two days" ? "file" : undefined),
    },
    contester: {
      is: "honest: investor",
      reason: "She contests what is wrong: the supplier grumbles, and money comes back.",
      play: (state) => (state.startsWith("due") ? "contest" : undefined),
      accused: (_, action) => action === "contest",
    },
    litigant: {
      is: "neglect: neglect",
      reason: "He files everything, threats and summonses too, until the lawyer asks for it.",
      play: (state) => (state === "in court" ? { file: 0.5, lawyer: 0.5 } : "file"),
    },
  },
});
