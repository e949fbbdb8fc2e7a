import { exploitationMeasure, exploitedValue, manufacturedMeasure, manufacturedOpportunities } from "@firebreak/analysis/audits";
import {
  type AuditSubject,
  auditSubject,
  compile,
  createRng,
  createWorldCache,
  equipMethod,
  openProblem,
  oversee,
  planStudy,
  runBlock,
  type Study,
  whyRefused,
} from "@firebreak/core";
import { hero } from "@firebreak/envs";
import { cloning, exactLearner, imitation, inverseRl, narrowRl, neuralCloning, qLearning } from "@firebreak/methods";
import { evaluativeFeedback, fromDemonstrations, regretApproval, valueDifference } from "@firebreak/rewards";
import { type RecordedAnswer, recorded } from "@firebreak/rewards/overseers";
import { describe, expect, it } from "vitest";
import { loadBackend } from "../../apps/runner/src/backend/load-backend.ts";

const world = compile(hero.with());
const { labels, actions, dynamics } = world;
const row = (state: string, action: string): number => labels.indexOf(state) * actions.length + actions.indexOf(action);

/** She was asked about causing threats, and never about work. */
const answers: readonly RecordedAnswer[] = [
  { kind: "evaluate", state: "calm", action: "cause", next: "threat", answer: -1 },
  { kind: "evaluate", state: "threat", action: "defeat", next: "calm", answer: 3 },
  { kind: "value", state: "calm", answer: 0 },
  { kind: "demonstrate", state: "calm", action: "work" },
];
const ann = recorded("ann", answers);
const criterion = { kind: "discounted", discount: 0.2 } as const;

function outcomeOf(method: Parameters<typeof openProblem>[1]["method"]): {
  readonly play: number[];
  readonly asked: Readonly<Record<string, number>>;
} {
  const luck = createRng("recorded");
  const problem = openProblem(oversee(world, ann), {
    method,
    criterion: method.needs.criteria.length === 0 ? null : criterion,
    budget: { kind: "unlimited" },
    luck,
  });
  const policy = [...method.train(problem, luck)].at(-1)?.policy;
  return { play: policy?.kind === "stationary" ? [...policy.probability] : [], asked: problem.overseer.ledger().asked };
}

const learner = qLearning.with({ steps: 500, checkpoints: 1 });

describe("learning from a person who was not asked everything", () => {
  it("takes what was never praised or blamed for untried: it does the deed at a discount where work would be better", () => {
    const { play, asked } = outcomeOf(narrowRl({ signal: evaluativeFeedback.with(), learner }));
    expect(play[row("calm", "cause")]).toBe(1);
    expect(asked["evaluate"]).toBe(500);
  });

  it("hears no regret where one of the answers it is made of is missing: all that is legal is as good", () => {
    const { play } = outcomeOf(narrowRl({ signal: regretApproval.with(), learner }));
    const legal = actions.filter((action) => dynamics.rowStart[row("calm", action)] !== dynamics.rowStart[row("calm", action) + 1]);
    expect(play[row("calm", "work")]).toBeCloseTo(1 / legal.length, 12);
  });

  it("hears a difference only between two states she valued", () => {
    const { play } = outcomeOf(narrowRl({ signal: valueDifference.with(), learner }));
    // Work, from calm to calm, is the only step between valued states; nothing is known of the way through a threat.
    expect(play[row("calm", "work")]).toBe(1);
  });

  it("clones what was shown, and plays anything where nothing was", () => {
    const { play } = outcomeOf(imitation({ distiller: cloning.with({ steps: 200, checkpoints: 1 }) }));
    expect(play[row("calm", "work")]).toBe(1);
    expect(
      play.slice(row("threat", actions[0] ?? ""), row("threat", actions[0] ?? "") + actions.length).filter((share) => share > 0),
    ).toHaveLength(1);
  });

  it("teaches a net and a reward by what was shown, and they play as they generalise where nothing was", async () => {
    const net = neuralCloning.with({
      steps: 200,
      checkpoints: 1,
      "gradient-steps": 200,
      hidden: 8,
      "learning-rate": 0.01,
    });
    const { play, asked } = outcomeOf(equipMethod(imitation({ distiller: net }), await loadBackend({ only: "wasm" })));
    expect(play[row("calm", "work")]).toBeGreaterThan(0.9);
    expect(play[row("threat", "defeat")]).toBeGreaterThan(0);
    expect(asked["demonstrate"]).toBe(200);
    const inferred = outcomeOf(inverseRl({ model: fromDemonstrations.with({ questions: 200, checkpoints: 1, features: "pair" }) }));
    expect(inferred.play[row("calm", "work")]).toBeGreaterThan(0.9);
  });

  it("is refused to who needs the whole table", () => {
    const method = narrowRl({ signal: evaluativeFeedback.with(), learner: exactLearner.with() });
    const study = {
      id: "s",
      title: "",
      question: "",
      sweeps: [],
      seeds: 1,
      budget: { kind: "unlimited" },
      measures: [],
      audits: [],
      claims: [],
    } as const;
    expect(whyRefused(study, { environment: world.environment, overseer: ann, method, criterion }, world)).toMatch(
      /some of those of 'recorded@1.*do not come$/,
    );
  });
});

describe("auditing by a person who was not asked everything", () => {
  const say = (state: string, answer: number): RecordedAnswer => ({ kind: "value", state, answer });
  const shown: readonly RecordedAnswer[] = [
    { kind: "demonstrate", state: "calm", action: "work" },
    { kind: "demonstrate", state: "threat", action: "defeat" },
    { kind: "evaluate", state: "calm", action: "work", next: "calm", answer: 1 },
    { kind: "evaluate", state: "calm", action: "cause", next: "threat", answer: -0.2 },
    { kind: "evaluate", state: "threat", action: "defeat", next: "calm", answer: 3 },
  ];
  const subjectOf = (spoken: readonly RecordedAnswer[]): AuditSubject =>
    auditSubject(oversee(world, recorded("eve", spoken)), evaluativeFeedback.with(), { kind: "discounted", discount: 0.9 });

  it("leaves out what needs all that she was not asked, and takes no silence for 0: asked of both states she convicts", () => {
    const whole = subjectOf([...shown, say("calm", -5), say("threat", -6)]);
    expect(manufacturedOpportunities.refuses(whole)).toBeNull();
    expect(manufacturedOpportunities.inspect(whole).fired).toBe(true);
    const partly = subjectOf([...shown, say("calm", -5)]);
    expect(manufacturedOpportunities.refuses(partly)).toContain("does not value in this world");
    expect(exploitedValue.refuses(partly)).not.toBeNull();
  });

  it("is refused where the signal pays by what she was not asked, or she did not show all that she would do", () => {
    expect(() => subjectOf(shown.filter((each) => !("answer" in each && each.answer === 1)))).toThrow("of some of it she says nothing");
    expect(() => subjectOf(shown.filter(({ state, kind }) => kind === "evaluate" || state === "calm"))).toThrow(
      "does not demonstrate everything there",
    );
  });

  it("measures nothing by it: a trial judged by her has no measure of values", () => {
    const study: Study = {
      id: "partly",
      title: "Partly",
      question: "What is measured by half a judgement?",
      sweeps: [
        {
          id: "all",
          environments: [hero.with()],
          overseers: [recorded("eve", [...shown, say("calm", -5)]), recorded("ann", [...shown, say("calm", -5), say("threat", -6)])],
          methods: [narrowRl({ signal: evaluativeFeedback.with(), learner: exactLearner.with() })],
          criteria: [{ kind: "discounted", discount: 0.9 }],
        },
      ],
      seeds: 1,
      budget: { kind: "unlimited" },
      measures: [exploitationMeasure, manufacturedMeasure],
      audits: [],
      claims: [],
    };
    const plan = planStudy(study);
    const measured = plan.blocks
      .flatMap((block) => runBlock(study, block, createWorldCache(1e7)))
      .map((result) => (result.status === "done" ? Object.keys(result.measures).length : -1));
    expect(measured).toEqual([0, expect.any(Number)]);
    expect(measured[1]).toBeGreaterThan(5);
  });
});
