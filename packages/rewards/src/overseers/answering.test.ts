import {
  type Action,
  type CompiledEnvironment,
  channelOf,
  type Method,
  type OverseerModel,
  oversee,
  type Segment,
  type State,
  whyRefused,
} from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { garden, smallHero } from "../../test/worlds.ts";
import { consistent } from "./consistent.ts";
import { intransitive } from "./intransitive.ts";
import { moody } from "./moody.ts";
import { type RecordedAnswer, recorded } from "./recorded.ts";
import { shortSighted } from "./short-sighted.ts";
import { sparse } from "./sparse.ts";
import { wavering } from "./wavering.ts";

const hero = smallHero("seen");
const [calm, threat] = [0 as State, 1 as State];
const [work, cause, defeat] = [0 as Action, 1 as Action, 2 as Action];

const KINDS = ["value", "evaluate", "demonstrate"] as const;
const tables = (world: CompiledEnvironment, model: OverseerModel): Float64Array[] =>
  KINDS.map((kind) => oversee(world, model).answers(kind));

const asking = (kind: (typeof KINDS)[number], bears?: readonly ("errors" | "gaps")[]): Method => ({
  id: "asking@1",
  title: "Asks",
  needs: { world: "simulator", asks: [kind], criteria: [], sampled: true, ...(bears === undefined ? {} : { bears }) },
  blockSize: 1,
  tables: () => ({}),
  train: () => [],
});
const refusal = (overseer: OverseerModel, method: Method, world: CompiledEnvironment = hero): string | null =>
  whyRefused(
    { id: "s", title: "", question: "", sweeps: [], seeds: 1, budget: { kind: "unlimited" }, measures: [], audits: [], claims: [] },
    { environment: world.environment, overseer, method, criterion: null },
    world,
  );

describe("overseers whose answers meet something on their way", () => {
  it("judge as the consistent one does, bit for bit: the fault is in the channel", () => {
    for (const model of [wavering.with({ deviation: 3 }), moody.with({ amplitude: 3 }), sparse.with({ absent: 0.9 })]) {
      expect(tables(garden, model)).toEqual(tables(garden, consistent.with()));
    }
    expect(channelOf(wavering.with({ deviation: 3 }), garden)).toEqual({ deviation: 3, absent: 0 });
    expect(channelOf(consistent.with(), garden)).toEqual({ deviation: 0, absent: 0 });
  });

  it("are refused by methods that do not say they bear it, and only about the questions that are touched", () => {
    const waverer = wavering.with({ deviation: 1 });
    expect(refusal(waverer, asking("evaluate"))).toMatch(/^it takes one answer to a question for all, and 'wavering@1\?deviation=1'/);
    expect(refusal(waverer, asking("evaluate", ["errors"]))).toBeNull();
    expect(refusal(waverer, asking("demonstrate"))).toBeNull();
    expect(refusal(sparse.with(), asking("demonstrate", ["errors"]))).toMatch(
      /^it needs an answer to every question, and some of those of 'sparse@1'/,
    );
    expect(refusal(sparse.with(), asking("demonstrate", ["gaps"]))).toBeNull();
    for (const silent of [wavering.with({ deviation: 0 }), moody.with({ amplitude: 0 }), sparse.with({ absent: 0 })]) {
      expect(refusal(silent, asking("evaluate"))).toBeNull();
    }
  });
});

describe("the short-sighted overseer", () => {
  it("is the consistent one of that depth", () => {
    for (const steps of [1, 2, 5]) {
      expect(tables(garden, shortSighted.with({ steps }))).toEqual(tables(garden, consistent.with({ depth: steps, plans: "value" })));
    }
  });
});

describe("the intransitive overseer", () => {
  const stays = (...actions: readonly Action[]): Segment => ({
    states: [calm, ...actions.map((action) => (action === cause ? threat : calm))],
    actions,
  });

  it("is the consistent one without strength, and never contradicts herself about a pair", () => {
    const segments = [stays(work), stays(cause), stays(work, work), stays(cause, defeat), stays(work, cause)];
    const [plain, circular] = [consistent.with(), intransitive.with({ strength: 5 })].map((model) => oversee(hero, model).overseer);
    const none = oversee(hero, intransitive.with({ strength: 0 })).overseer;
    for (const x of segments) {
      for (const y of segments) {
        expect(none.compare(x, y)).toBe(plain?.compare(x, y));
        expect(Number(circular?.compare(x, y)) + Number(circular?.compare(y, x))).toBe(0);
      }
    }
  });

  it("prefers in a circle where three kinds meet and the strength exceeds every difference", () => {
    const world = garden;
    const { overseer } = oversee(world, intransitive.with({ strength: 100 }));
    const { dynamics } = world;
    const segments: Segment[] = [];
    for (let row = 0; row + 1 < dynamics.rowStart.length; row++) {
      for (let z = dynamics.rowStart[row] ?? 0; z < (dynamics.rowStart[row + 1] ?? 0); z++) {
        const state = Math.floor(row / dynamics.actionCount) as State;
        segments.push({ states: [state, (dynamics.nextState[z] ?? 0) as State], actions: [(row % dynamics.actionCount) as Action] });
      }
    }
    const circles = segments.flatMap((x) =>
      segments.flatMap((y) =>
        segments.filter((z) => overseer.compare(x, y) === 1 && overseer.compare(y, z) === 1 && overseer.compare(z, x) === 1),
      ),
    );
    expect(circles.length).toBeGreaterThan(0);
  });
});

describe("a recorded person", () => {
  const answers: readonly RecordedAnswer[] = [
    { kind: "value", state: "calm", answer: 1 },
    { kind: "value", state: "calm", answer: 2 },
    { kind: "evaluate", state: "calm", action: "cause", next: "threat", answer: -4 },
    { kind: "demonstrate", state: "calm", action: "cause" },
    { kind: "demonstrate", state: "calm", action: "work" },
    { kind: "demonstrate", state: "calm", action: "work" },
    { kind: "demonstrate", state: "calm", action: "work" },
  ];
  const ann = recorded("ann", answers);

  it("answers the mean of what was answered, and as often as was shown", () => {
    const [value, evaluate, demonstrate] = tables(hero, ann);
    expect([...(value ?? [])]).toEqual([1.5, 0]);
    expect([...(evaluate ?? [])]).toEqual([0, -4, 0]);
    expect([...(demonstrate ?? [])]).toEqual([0.75, 0.25, 0, 0, 0, 1]);
  });

  it("is absent about whatever nobody asked", () => {
    expect(channelOf(ann, hero).unanswered).toEqual({
      value: Uint8Array.of(0, 1),
      evaluate: Uint8Array.of(1, 0, 1),
      demonstrate: Uint8Array.of(0, 1),
    });
    expect(refusal(ann, asking("evaluate", ["errors"]))).toMatch(/do not come$/);
    const whole = recorded("ann", [...answers, { kind: "value", state: "threat", answer: 0 }]);
    expect(refusal(whole, asking("value"))).toBeNull();
    expect(whole.id).not.toBe(ann.id);
  });

  it("answers only the kinds of question that were asked at all", () => {
    expect(recorded("bob", answers.slice(0, 1)).answers(hero)).toEqual(["value"]);
    expect(recorded("bob", []).answers(hero)).toEqual([]);
  });

  it("names what a record is about that the world does not have", () => {
    const met =
      (record: RecordedAnswer): (() => unknown) =>
      () =>
        oversee(hero, recorded("ann", [record]));
    expect(met({ kind: "value", state: "clam", answer: 0 })).toThrow(/there is no state 'clam' \(answer 1 of 1\); the nearest are 'calm'/);
    expect(met({ kind: "evaluate", state: "calm", action: "wrok", next: "calm", answer: 0 })).toThrow(/there is no action 'wrok'.*'work'/);
    expect(met({ kind: "evaluate", state: "calm", action: "work", next: "threat", answer: 0 })).toThrow(
      /'work' at 'calm' never leads to 'threat'/,
    );
    expect(() => tables(hero, recorded("ann", [...answers, { kind: "demonstrate", state: "threat", action: "work" }]))).toThrow(
      /'work' is not legal at 'threat'/,
    );
  });

  it("tells how much of a record is of another world in one refusal", () => {
    const valued = (states: readonly string[]): RecordedAnswer[] => states.map((state) => ({ kind: "value", state, answer: 0 }));
    expect(() => oversee(hero, recorded("ann", valued(["left", "right", "left"])))).toThrow(
      "Cannot use the answers of 'ann' in 'small-hero@1': none of the 2 states spoken of is there, so it may be a record of another world; the first is 'left' (answer 1 of 3); known are 'calm', 'threat'",
    );
    expect(() => oversee(hero, recorded("ann", valued(["calm", "right", "threat", "left"])))).toThrow(
      "2 of the 4 states spoken of are not there; the first is 'right' (answer 2 of 4); known are 'calm', 'threat'",
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("is refused an answer of %d", (answer) => {
    expect(() => recorded("ann", [...answers, { kind: "value", state: "calm", answer }])).toThrow(
      `Cannot use the answers of 'ann' (answer 8 of 8): it is ${answer}, and must be a finite number`,
    );
  });

  it("is refused a kind of answer that there is not", () => {
    const shout = { kind: "shout", state: "calm" } as unknown as RecordedAnswer; // what an untyped file may hold
    expect(() => recorded("ann", [shout])).toThrow(
      "(answer 1 of 1): its kind is 'shout', and must be 'value', 'evaluate' or 'demonstrate'",
    );
  });
});
