import { type CompiledEnvironment, compile, createRng, oversee, rememberRescues, type State } from "@firebreak/core";
import { describe, expect, it } from "vitest";
import { garden, smallHero } from "../../test/worlds.ts";
import { blind } from "./blind.ts";
import { consistent } from "./consistent.ts";
import { fooled } from "./fooled.ts";
import { generous } from "./generous.ts";
import { habituating } from "./habituating.ts";
import { learned, learnedFrom } from "./learned.ts";
import { moody } from "./moody.ts";
import { noisy } from "./noisy.ts";
import { recorded } from "./recorded.ts";
import { rescuePraising } from "./rescue-praising.ts";
import { sparse } from "./sparse.ts";
import { wavering } from "./wavering.ts";

const KINDS = ["value", "evaluate", "demonstrate"] as const;
const [seen, covert] = [smallHero("seen"), smallHero("covert")];
const plain = consistent.with();
const answersOf = (world: CompiledEnvironment, model: Parameters<typeof oversee>[1]): Float64Array[] =>
  KINDS.map((kind) => oversee(world, model).answers(kind));

describe("overseers with another judgement", () => {
  it("are the consistent one, bit for bit, where their fault has no strength", () => {
    for (const world of [seen, covert, garden]) {
      for (const faultless of [
        blind.with({ hidden: 0 }),
        fooled.with({ trust: 0 }),
        generous.with({ leniency: 0 }),
        rescuePraising.with({ bonus: 0 }),
      ]) {
        expect(answersOf(world, faultless)).toEqual(answersOf(world, plain));
      }
    }
  });

  it("blames half as much and praises 0.25 more, by what was said of work, cause and defeat", () => {
    const evaluate = oversee(seen, generous.with({ leniency: 0.5, bonus: 0.25 })).answers("evaluate");
    expect([...evaluate]).toEqual([1.25, 0.15, 3.25]);
  });

  it("praises the rescue by 0.5 for the rise of 1, and takes nothing off the fall; so her sight of two steps is a villain's sooner", () => {
    expect([...oversee(seen, rescuePraising.with({ bonus: 0.5 })).answers("evaluate")]).toEqual([1, -0.2, 3.5]);
  });
});

describe("the blind overseer", () => {
  it("who sees nothing has one value for all states, the mean, and one judgement for each action", () => {
    const [value, evaluate] = answersOf(seen, blind.with({ hidden: 1 }));
    expect([...(value ?? [])]).toEqual([-0.5, -0.5]);
    expect([...(evaluate ?? [])]).toEqual([1, -0.2, 3]);
  });

  it("shows what she would do in all that look alike, as far as it is legal: 'defeat' is not where it is calm", () => {
    expect([...(answersOf(seen, blind.with({ hidden: 1 }))[2] ?? [])]).toEqual([1, 0, 0, 0, 0, 1]);
  });

  it("misses with a larger share what she missed with a smaller one", () => {
    const looks = (hidden: number, draw: number): number => new Set(oversee(garden, blind.with({ hidden, draw })).answers("value")).size;
    for (let draw = 0; draw < 10; draw++) {
      const sizes = [0, 0.25, 0.5, 0.75, 1].map((hidden) => looks(hidden, draw));
      expect(sizes).toEqual([...sizes].sort((x, y) => y - x));
      expect(sizes.at(-1)).toBe(1);
    }
  });
});

describe("the fooled overseer", () => {
  it("is the consistent one where the world hides nothing", () => {
    expect(answersOf(seen, fooled.with())).toEqual(answersOf(seen, plain));
  });

  it("does the same in all that looks the same, where the consistent one need not", () => {
    const table = oversee(garden, fooled.with({ depth: 3, temperature: 0.5 })).answers("demonstrate");
    const looks = new Map<number, string>();
    for (const [state, look] of garden.overseerView.entries()) {
      const play = table.subarray(2 * state, 2 * state + 2).join();
      expect(play).toBe(looks.get(look) ?? play);
      looks.set(look, play);
    }
  });
});

describe("the habituating overseer", () => {
  const base = seen.environment;
  const counted = compile(rememberRescues(base, { levels: 3 }));

  it("gives the identical answers without fading: each of the world with a count that of the same step in the world without", () => {
    for (const [environment, rule] of [
      [base, { levels: 3 }],
      [base, { levels: 2, forget: 0.5 }],
      [garden.environment, { levels: 2, forget: 0.25 }],
    ] as const) {
      const within = compile(environment);
      const world = compile(rememberRescues(environment, rule));
      const stateOf = world.labels.map((label) => within.labels.indexOf(label.replace(/; rescues seen: \d+$/, "")));
      const [calm, counting] = [oversee(within, plain), oversee(world, habituating.with({ fading: 0 }))];
      for (const [state, inner] of stateOf.entries()) {
        expect(counting.answers("value")[state]).toBe(calm.answers("value")[inner]);
        const width = world.actions.length;
        expect(counting.answers("demonstrate").subarray(state * width, (state + 1) * width)).toEqual(
          calm.answers("demonstrate").subarray(inner * width, (inner + 1) * width),
        );
        for (let action = 0; action < width; action++) {
          for (
            let z = world.dynamics.rowStart[state * width + action] ?? 0;
            z < (world.dynamics.rowStart[state * width + action + 1] ?? 0);
            z++
          ) {
            const next = stateOf[world.dynamics.nextState[z] ?? 0] ?? -1;
            expect(counting.overseer.evaluate(state as State, action as never, (world.dynamics.nextState[z] ?? 0) as State)).toBe(
              calm.overseer.evaluate(inner as State, action as never, next as State),
            );
          }
        }
      }
    }
  });

  it("praises the fourth rescue an eighth as much as the first, and work as ever: 3, 1.5, .75, .375 and 1", () => {
    const { overseer } = oversee(counted, habituating.with({ fading: 0.5 }));
    const state = (label: string): State => counted.labels.indexOf(label) as State;
    const rescue = (seenSoFar: number, after: number): number =>
      overseer.evaluate(
        state(seenSoFar === 0 ? "threat" : `threat; rescues seen: ${seenSoFar}`),
        2 as never,
        state(`calm; rescues seen: ${after}`),
      );
    expect([rescue(0, 1), rescue(1, 2), rescue(2, 3), rescue(3, 3)]).toEqual([3, 1.5, 0.75, 0.375]);
    expect(overseer.evaluate(state("calm; rescues seen: 3"), 0 as never, state("calm; rescues seen: 3"))).toBe(1);
  });

  it("stops being a villain of two steps when rescues no longer pay: -.2 + 3·2^-n < 1 + 1 from n = 1 on", () => {
    const play = oversee(counted, habituating.with({ fading: 0.5, depth: 2 })).answers("demonstrate");
    const at = (label: string): number[] => [...play.subarray(3 * counted.labels.indexOf(label), 3 * counted.labels.indexOf(label) + 3)];
    expect(at("calm")).toEqual([0, 1, 0]);
    expect(at("calm; rescues seen: 1")).toEqual([1, 0, 0]);
  });

  it("answers nothing where the state does not say what she has seen", () => {
    expect(habituating.with().answers(seen)).toEqual([]);
    expect(() => rememberRescues(seen.environment, { levels: 0 })).toThrow(/^Cannot count rescues in 'small-hero@1' up to 0/);
  });
});

describe("the overseer who learned from answers", () => {
  it("judges as her teacher where she heard each answer often, without error and with no prior", () => {
    const [value, evaluate] = answersOf(garden, learned.with({ samples: 2000, prior: 0 }));
    const taught = answersOf(garden, plain);
    const off = (learnt: Float64Array | undefined, known: Float64Array | undefined): number =>
      Math.max(...(learnt ?? []).map((judged, item) => Math.abs(judged - (known?.[item] ?? Number.NaN))));
    expect(off(value, taught[0])).toBeLessThan(1e-9);
    expect(off(evaluate, taught[1])).toBeLessThan(1e-9);
  });

  it("thinks of what she never heard about as middling, and is drawn towards the middle by her prior", () => {
    expect(new Set(oversee(garden, learned.with({ samples: 0 })).answers("value"))).toEqual(new Set([0]));
    // One look asked about again and again: its mean is the mean of all, whatever the prior.
    const once = oversee(garden, learned.with({ samples: 1, prior: 5 })).answers("value");
    expect(new Set(once).size).toBe(1);
    const far = oversee(garden, learned.with({ samples: 50, prior: 1e9 })).answers("value");
    expect(Math.max(...far) - Math.min(...far)).toBeLessThan(1e-5);
  });

  // Two looks, about 500 answers each: an error of 2 leaves 2/√500 = 0.09; 0.45 is 5 of that, false alarm below 1e-5.
  it("averages the errors of what she heard", () => {
    const [value] = answersOf(seen, learned.with({ samples: 1000, error: 2, prior: 0 }));
    expect(Math.abs((value?.[0] ?? 9) - 0)).toBeLessThan(0.45);
    expect(Math.abs((value?.[1] ?? 9) + 1)).toBeLessThan(0.45);
    expect(value?.[0]).not.toBe(0);
  });

  it("learns from a person's record what was answered, and thinks of the rest as middling, not as 0", () => {
    // The garden's overseer cannot see the gnome: her two answers about "dry" are about one look, of mean 3, and those about "green" are 9.
    const ann = recorded("ann", [
      { kind: "value", state: "dry", answer: 2 },
      { kind: "value", state: "dry, gnome", answer: 4 },
      { kind: "value", state: "green", answer: 9 },
    ]);
    const pupil = learnedFrom(ann, {
      id: "pupil@1",
      fit: { samples: 4000, error: 0, prior: 0, draw: 0 },
      conduct: { depth: 1, temperature: 0, plans: "value" },
    });
    expect(pupil.answers(garden)).toEqual(["value", "demonstrate", "compare"]);
    const value = oversee(garden, pupil).answers("value");
    const of = (label: string): number => value[garden.labels.indexOf(label)] ?? Number.NaN;
    for (const [label, answer] of [
      ["dry", 3],
      ["dry, gnome", 3],
      ["green", 9],
      ["green, gnome", 9],
    ] as const) {
      expect(of(label)).toBeCloseTo(answer, 9);
    }
    // Of 4000 fair draws of 3 or 9, the mean is 6 ± 0.047: 0.3 is 6 of that, false alarm below 1e-8.
    expect(Math.abs(of("gone") - 6)).toBeLessThan(0.3);
  });

  it.each([wavering.with({ deviation: 0.1 }), moody.with({ amplitude: 1 }), sparse.with({ absent: 0.5 })])(
    "has no teacher whose answers err or fail to come anew each time: $id",
    (teacher) => {
      const pupil = learnedFrom(teacher, {
        id: "pupil@1",
        fit: { samples: 10, error: 0, prior: 0, draw: 0 },
        conduct: { depth: 1, temperature: 0, plans: "feedback" },
      });
      expect(() => oversee(garden, pupil).answers("value")).toThrow("her answers err or fail to come anew each time");
    },
  );

  it("learns her teacher's errors as truth", () => {
    const teacher = noisy.with({ feedbackNoise: 2, valueNoise: 2 });
    const pupil = learnedFrom(teacher, {
      id: "pupil@1",
      fit: { samples: 3000, error: 0, prior: 0, draw: 0 },
      conduct: { depth: 1, temperature: 0, plans: "feedback" },
    });
    const stream = createRng("same luck");
    const [hers, his] = [teacher, pupil].map((model) => model.build(garden, stream));
    for (const state of garden.labels.keys()) {
      expect(his?.value(state as State)).toBeCloseTo(hers?.value(state as State) ?? Number.NaN, 9);
    }
  });
});
