import { compile, type Environment, finiteHorizon } from "@firebreak/core";
import { crossing, field } from "@firebreak/core/testing";
import { describe, expect, it } from "vitest";
import { calendar, inbox, lunch } from "../catalog.ts";
import { composeDay } from "./compose-day.ts";
import { copiesOf } from "./copies.ts";
import { countDayStates } from "./count-states.ts";
import type { Day, DayNote } from "./day.ts";

const words = { title: "A day", source: "Written for the test", workedEpisodes: [] };
const small = lunch.with({ hours: 3, purse: 1 });
const quiet: Pick<Day, "notes" | "coupling" | "hands" | "rounds"> = { notes: [], coupling: 0, hands: "each", rounds: 6 };
const composed = (day: Day): Environment => ({ id: "a-day@1", name: "a-day", spec: composeDay(day, words) as Environment["spec"] });
const note = (from: string, to: string): DayNote => ({ name: "a note", from, to, posts: () => true, lands: (state) => state });

describe("a day without coupling", () => {
  // Delegation is free by construction: undiscounted sums of independent parts, each with a turn of its own in every round.
  it.each<[string, Day["parts"]]>([
    [
      "one lunch twice",
      [
        { name: "first", environment: small },
        { name: "second", environment: small },
      ],
    ],
    [
      "lunch and a calendar",
      [
        { name: "lunch", environment: small },
        { name: "calendar", environment: calendar.with({ halfHours: 3 }) },
      ],
    ],
    [
      "lunch, then a mailbox",
      [
        { name: "lunch", environment: small },
        { name: "inbox", environment: inbox.with({ slots: 2 }) },
      ],
    ],
  ])("is best played by playing each part best: %s", (_, parts) => {
    const { dynamics, trueReward, environment } = compile(composed({ ...quiet, parts }));
    const { evaluation } = environment.spec;
    const best = finiteHorizon(dynamics, trueReward, { horizon: evaluation.kind === "finite" ? evaluation.horizon : 0 }).startValue;
    const apart = parts.map((part) => {
      const alone = compile(part.environment);
      return finiteHorizon(alone.dynamics, alone.trueReward, { horizon: quiet.rounds }).startValue;
    });
    expect(best).toBeCloseTo(
      apart.reduce((sum, value) => sum + value, 0),
      9,
    );
  });

  it("has as many states as are counted without enumerating them, over one round and over several", () => {
    const parts = [
      { name: "lunch", environment: small },
      { name: "field", environment: { ...field, spec: { ...field.spec, actions: ["wait", "water"] } } },
      { name: "calendar", environment: calendar.with({ halfHours: 3 }) },
    ];
    // Enumeration knows no end of the day: count what a slow walk meets in so many rounds.
    const { dynamics } = compile(composed({ ...quiet, rounds: 6, parts }));
    const met = new Set<number>();
    const counted: number[] = [];
    let now = new Set([...dynamics.initial.keys()].filter((state) => (dynamics.initial[state] ?? 0) > 0));
    for (let turn = 0; turn <= parts.length * 6; turn++) {
      const next = new Set<number>();
      for (const state of now) {
        met.add(state);
        const [first, end] = [state, state + 1].map((at) => dynamics.rowStart[at * dynamics.actionCount] ?? 0);
        dynamics.nextState.subarray(first, end).forEach((reached) => {
          next.add(reached);
        });
      }
      now = next;
      counted.push(met.size);
    }
    for (const rounds of [1, 4, 6]) {
      expect([rounds, countDayStates({ parts, rounds })]).toEqual([rounds, counted[parts.length * rounds]]);
    }
  });
});

describe("one pair of hands", () => {
  it("can act in one lane a round, and waits in the others", () => {
    const parts = [
      { name: "first", environment: small },
      { name: "second", environment: small },
    ];
    const { spec } = composed({ ...quiet, hands: "one", parts });
    const start = compile(composed({ ...quiet, hands: "one", parts })).rich(0 as never);
    const never = Object.assign(() => false, {
      pick: <T>(outcomes: readonly (readonly [T, number])[]): T => (outcomes[0] as readonly [T, number])[0],
    });
    expect(spec.legal?.(start)).toContain("first:ask");
    expect(spec.legal?.(spec.step(start, "first:ask", never))).toEqual(["wait"]);
    expect(spec.legal?.(spec.step(start, "wait", never))).toContain("second:ask");
    expect(spec.legal?.(spec.step(spec.step(start, "first:ask", never), "wait", never))).toContain("first:ask");
  });
});

describe("what is no day", () => {
  const lunchtime = { name: "lunch", environment: small };
  it.each<[string, Partial<Day>, string]>([
    ["no parts", { parts: [] }, "it has no parts"],
    ["two parts of one name", { parts: [lunchtime, lunchtime] }, "two of its parts are named 'lunch'"],
    ["a part that ends", { parts: [lunchtime, { name: "trip", environment: crossing }] }, "'trip' can end"],
    ["a part without rest", { parts: [{ name: "busy", environment: busyLunch() }] }, "'busy' has no 'wait'"],
    ["a note to itself", { notes: [note("lunch", "lunch")] }, "goes from 'lunch' to 'lunch'"],
    ["a note to nobody", { notes: [note("lunch", "dinner")] }, "goes from 'lunch' to 'dinner'"],
    ["a coupling above 1", { coupling: 1.5 }, "its coupling is 1.5"],
  ])("is refused: %s", (_, change, why) => {
    expect(() => composeDay({ ...quiet, parts: [lunchtime], ...change }, words)).toThrow(why);
  });

  function busyLunch(): Environment {
    return { ...small, spec: { ...small.spec, actions: small.spec.actions.filter((act) => act !== "wait") } };
  }
});

describe("the copies of a day", () => {
  it("have plans for every state that a note may bring, though their part alone never meets it", () => {
    const day: Day = {
      ...quiet,
      coupling: 1,
      parts: [
        { name: "first", environment: small },
        { name: "second", environment: small },
      ],
      notes: [{ ...note("first", "second"), lands: (state) => ({ ...(state as object), purse: 0 }) }],
    };
    const [first, second] = copiesOf(day, ({ trueReward }) => trueReward);
    expect(first?.world.labels.some((label) => label.includes("nothing ordered") && label.includes("0 coins"))).toBe(false);
    expect(second?.world.labels.some((label) => label.includes("nothing ordered") && label.includes("0 coins"))).toBe(true);
  });
});
