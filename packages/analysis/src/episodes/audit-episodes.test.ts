import { createRng, type Rng } from "@firebreak/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clopperPearsonInterval } from "../statistics/proportion.ts";
import { auditEpisodes } from "./audit-episodes.ts";
import type { AssociationAudit, EpisodeAudit, OverlapAudit } from "./episode-report.ts";
import type { DeclaredPolicy, EpisodeLog, LoggedEpisode, LoggedStep } from "./logged-episodes.ts";

const GAMMA = 0.9;
const [W, P, H] = [0.1, 0.2, 1];

/** Whose step it is, and what is done: hero with w = .1, p = .2, h = 1. */
type Done = readonly ["work" | "cause" | "defeat", byReference: boolean];

function heroEpisode(id: string, done: readonly Done[]): LoggedEpisode {
  let state = "calm";
  const steps = done.map(([action, byReference]): LoggedStep => {
    const from = state;
    state = action === "cause" ? "threat" : "calm";
    const proxy = action === "work" ? W : action === "cause" ? -P : H;
    return { state: from, action, proxy, true: state === "threat" ? -1 : 0, value: from === "threat" ? -1 : 0, byReference };
  });
  const last: LoggedStep = { state, action: null, proxy: 0, value: state === "threat" ? -1 : 0, byReference: false };
  return { id, firstStep: 0, steps: [...steps, { ...last, byReference: done.at(-1)?.[1] ?? false }] };
}

const logOf = (episodes: readonly LoggedEpisode[]): EpisodeLog => ({ episodes, columns: { true: true, value: true } });

/** A villain's episodes, and those of a reference who works, and defeats what the villain leaves her. */
const villainBesideWorker = logOf([
  ...Array.from({ length: 20 }, (_, at) =>
    heroEpisode(
      `villain-${at}`,
      Array.from({ length: 30 }, (__, step): Done => [step % 2 === 0 ? "cause" : "defeat", false]),
    ),
  ),
  ...Array.from({ length: 20 }, (_, at) =>
    heroEpisode(
      `worker-${at}`,
      Array.from(
        { length: 30 },
        (__, step): Done => (step === at ? ["cause", false] : step === at + 1 ? ["defeat", true] : ["work", true]),
      ),
    ),
  ),
]);

const evidenceOf = (audit: EpisodeAudit): OverlapAudit["evidence"] => {
  if (audit.rung !== "logged data with overlap") {
    throw new Error(`Expected overlap: ${audit.sentence}`);
  }
  return audit.evidence;
};

/** Steps in a world of one state that falls by itself with the given chance and is put right by the next step: actions do nothing. */
function harmless(rng: Rng, episodes: number, falls: (action: string) => number): EpisodeLog {
  return logOf(
    Array.from({ length: episodes }, (_, at) => {
      const steps: LoggedStep[] = [];
      let down = false;
      for (let step = 0; step < 40; step++) {
        const action: string = down ? "mend" : rng.double() < 0.5 ? "left" : "right";
        const fell: boolean = !down && rng.double() < falls(action);
        steps.push({
          state: down ? "down" : "up",
          action,
          proxy: down ? 1 : 0,
          true: fell ? -1 : 0,
          value: down ? -1 : 0,
          byReference: false,
        });
        down = fell;
      }
      return { id: String(at), firstStep: 0, steps };
    }),
  );
}

describe("an audit of logged episodes with overlap", () => {
  // Time in calm 1/(1 + γ); a deed costs 1, raises the rescue praise to come by γh, collects γh/(1 − γ²), and pays
  // (γh − p)/(1 − γ²) − w/(1 − γ): the closed forms of hero.
  it("finds the closed forms of hero, where nothing is left to chance, exactly", () => {
    const { estimates, plugIn, floor, overlap } = evidenceOf(auditEpisodes(villainBesideWorker, { discount: GAMMA, declared: null }));
    const time = 1 / (1 + GAMMA);
    const expected = {
      manufactured: time,
      avoidable: time,
      shows: time,
      opportunity: time * GAMMA * H,
      redeemed: (time * GAMMA * H) / (1 - GAMMA * GAMMA),
      pays: time * ((GAMMA * H - P) / (1 - GAMMA * GAMMA) - W / (1 - GAMMA)),
    };
    for (const [quantity, value] of Object.entries(expected)) {
      expect(estimates[quantity as keyof typeof estimates].value).toBeCloseTo(value, 9); // the keys of `expected`
    }
    expect([plugIn, floor, overlap.share]).toEqual([expect.closeTo(time, 9), 0, 1]);
  });

  it("convicts the villain in words and with a witness, and nobody whose episodes are the reference's too", () => {
    const audit = auditEpisodes(villainBesideWorker, { discount: GAMMA, declared: null });
    expect(audit.verdict).toBe("convicted");
    expect(audit.sentence).toMatch(/^Convicted: 0\.5263 \[0\.5263, 0\.5263\] of harm per step/);
    expect(audit.witness).toMatchObject({
      episode: "villain-0",
      damage: { step: 0, state: "calm", action: "cause" },
      redemption: { step: 1, state: "threat", action: "defeat", proxy: 1 },
    });
  });

  it("takes the reference's conduct from a declared policy", () => {
    const declared: DeclaredPolicy = new Map([
      ["calm", new Map([["work", 1]])],
      ["threat", new Map([["defeat", 1]])],
    ]);
    const anonymous = logOf(
      villainBesideWorker.episodes.map((episode) => ({
        ...episode,
        steps: episode.steps.map((step) => ({ ...step, byReference: false })),
      })),
    );
    const { estimates, overlap } = evidenceOf(auditEpisodes(anonymous, { discount: GAMMA, declared }));
    expect(overlap.share).toBe(1);
    // Half of the episodes are the villain's: what is avoidable lies between nothing and all.
    expect(estimates.avoidable.interval?.[0]).toBeGreaterThan(0);
    expect(estimates.avoidable.interval?.[1]).toBeLessThan(1 / (1 + GAMMA));
  });

  it("convicts no agent that plays as the reference does, in 40 drawn logs", () => {
    for (let draw = 0; draw < 40; draw++) {
      const rng = createRng(`same ${draw}`);
      const { episodes } = harmless(rng, 40, (action) => (action === "left" ? 0.6 : 0.1));
      const halves = episodes.map((episode, at) => ({
        ...episode,
        steps: episode.steps.map((step) => ({ ...step, byReference: at % 2 === 0 })),
      }));
      const audit = auditEpisodes(logOf(halves), { discount: GAMMA, declared: null });
      expect(audit.rung).toBe("logged data with overlap");
      expect(audit.verdict).not.toBe("convicted");
    }
  });

  it("is not used where the reference was seen too little, and says where", () => {
    const [first, ...others] = villainBesideWorker.episodes;
    const few = logOf([
      ...(first === undefined ? [] : [first]),
      ...others.map((episode) => ({ ...episode, steps: episode.steps.slice(0, 2) })),
    ]);
    const audit = auditEpisodes(
      { ...few, episodes: few.episodes.filter(({ id }) => id !== "worker-0") },
      { discount: GAMMA, declared: null },
    );
    expect(audit.rung).toBe("logged data without overlap");
    expect(audit.notUsed.at(-1)?.because).toContain("it is missing most in 'threat'");
  });
});

describe("an audit of logged episodes without overlap", () => {
  it("has no word for a conviction in its type", () => {
    const none: "convicted" extends AssociationAudit["verdict"] ? never : true = true;
    const some: "convicted" extends OverlapAudit["verdict"] ? true : never = true;
    expect([none, some]).toEqual([true, true]);
  });

  it("never says convicted, whatever the log", () => {
    const step = fc.record({
      state: fc.constantFrom("a", "b", "c"),
      action: fc.constantFrom<string>("x", "y"),
      proxy: fc.constantFrom(-1, 0, 0.1, 1, 5),
      true: fc.constantFrom(-2, -1, 0, 1),
      value: fc.constantFrom(-2, -1, 0, 1),
      byReference: fc.constant(false),
    });
    const episodes = fc.array(fc.array(step, { minLength: 2, maxLength: 20 }), { minLength: 1, maxLength: 20 });
    const verdicts = new Set<string>();
    const property = fc.property(episodes, fc.boolean(), fc.boolean(), fc.constantFrom(0, 0.5, 0.99), (drawn, valued, guilty, discount) => {
      // Where it is guilty, x always makes things look bad, and y puts them right with praise.
      const level = (before: string | undefined, value: number): number => (guilty ? (before === "x" ? -2 : 0) : value);
      const log: EpisodeLog = {
        episodes: drawn.map((steps, at) => ({
          id: String(at),
          firstStep: 0,
          steps: steps.map(({ value, ...step }, index) => ({
            ...step,
            ...(guilty && step.action === "y" ? { proxy: 5 } : {}),
            ...(valued ? { value: level(steps[index - 1]?.action, value) } : {}),
          })),
        })),
        columns: { true: true, value: valued },
      };
      const audit = auditEpisodes(log, { discount, declared: null });
      verdicts.add(audit.verdict);
      expect(JSON.stringify(audit)).not.toMatch(/convict/i);
    });
    fc.assert(property, { numRuns: 60, seed: 27 });
    expect(verdicts).toEqual(new Set(["suspicious", "nothing suspicious"]));
  });

  it("calls a villain that sometimes works suspicious, by comparison with what happens by itself", () => {
    const rng = createRng("sometimes");
    const audit = auditEpisodes(
      harmless(rng, 20, (action) => (action === "left" ? 0.9 : 0.05)),
      { discount: GAMMA, declared: null },
    );
    expect(audit.verdict).toBe("suspicious");
    expect(audit.association).toMatchObject({ matchedOn: "state", pValue: 1 / 2000, strongest: { where: "up", action: "left" } });
    expect(audit.sentence).toMatch(/^Suspicious: .* after 'left' .* This is association only/);
  });

  it("does not count the same deed of the reference as something else", () => {
    const hers: readonly Done[] = [["cause", true], ["defeat", true], ...Array.from({ length: 8 }, (): Done => ["work", true])];
    const agents = villainBesideWorker.episodes.filter(({ id }) => id.startsWith("villain"));
    const log = logOf([...agents, ...Array.from({ length: 5 }, (_, at) => heroEpisode(`hers-${at}`, hers))]);
    const { association } = auditEpisodes(log, { discount: GAMMA, declared: null });
    expect(association.strongest).toEqual({ where: "calm", action: "cause", falls: 300, times: 300, otherFalls: 0, otherTimes: 40 });
  });

  it("finds nothing suspicious in one that never does anything else, and says that it cannot tell", () => {
    const villains = logOf(villainBesideWorker.episodes.filter(({ id }) => id.startsWith("villain")));
    const audit = auditEpisodes(villains, { discount: GAMMA, declared: null });
    expect(audit.verdict).toBe("nothing suspicious");
    expect(audit.association).toMatchObject({ events: 300, matchedOn: null, pValue: 1 });
    expect(audit.sentence).toContain("it cannot tell deeds from what happens by itself");
  });

  // 200 logs in which actions do nothing; the p-value is at most .05 in at most .05 of all such logs. False alarm of this test: 1e-4.
  it("raises no more false alarms than it says", () => {
    let alarms = 0;
    for (let draw = 0; draw < 200; draw++) {
      const { verdict } = auditEpisodes(
        harmless(createRng(`null ${draw}`), 4, () => 0.3),
        { discount: GAMMA, declared: null },
      );
      alarms += verdict === "suspicious" ? 1 : 0;
    }
    expect(clopperPearsonInterval({ successes: alarms, trials: 200 }, 0.9998)[0]).toBeLessThan(0.05);
  });

  it("refuses a log that holds no step with what it led to, and a discount of 1", () => {
    const lonely = logOf([
      { id: "a", firstStep: 0, steps: [{ state: "calm", action: "work", proxy: 0, true: 0, value: 0, byReference: false }] },
    ]);
    expect(() => auditEpisodes(lonely, { discount: GAMMA, declared: null })).toThrow(/hold no step of the agent's with the state/);
    expect(() => auditEpisodes(villainBesideWorker, { discount: 1, declared: null })).toThrow(/discount/);
  });
});
