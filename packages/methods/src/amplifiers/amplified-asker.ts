import { type Asker, FirebreakError, type OverseenProblem, type QuestionKind } from "@firebreak/core";
import type { Agent, Amplifier, Asked } from "./amplifier.ts";

const TABLED: readonly Asked[] = ["value", "evaluate", "demonstrate"];

/**
 * Amplify(H, A) as a method meets it: an overseer like any other, whose questions reach H's account (and whoever stands behind the
 * agent, if it was never distilled). A whole table costs H one whole table; a single question what it asks of her.
 */
export function amplifiedAsker(amplifier: Amplifier, problem: OverseenProblem, agent: Agent): Asker {
  const { overseer: human, dynamics } = problem;
  const amplification = amplifier.amplify(problem, agent);
  const answers: readonly QuestionKind[] = [
    ...TABLED.filter((kind) => human.answers.includes(amplifier.asksFor(kind))),
    ...human.answers.filter((kind) => kind === "compare"),
  ];
  const made = new Map<Asked, Float64Array>();
  const table = (kind: Asked): Float64Array => {
    if (!answers.includes(kind)) {
      throw new FirebreakError(
        "not-implemented-here",
        `Cannot ask '${amplifier.id}' to ${kind}: the overseer it amplifies does not answer`,
      );
    }
    const known = made.get(kind) ?? amplification.answer(kind);
    made.set(kind, known);
    return known;
  };
  const consult = (kind: Asked, counts: Float64Array): void => {
    if (kind === "demonstrate" && amplifier.copies > 0) {
      agent.consulted?.(counts.map((count) => amplifier.copies * count));
    }
  };
  const chargeEach: Asker["chargeEach"] = (kind, counts) => {
    human.chargeEach(amplifier.asksFor(kind), amplification.bill(kind, counts));
    consult(kind, counts);
  };
  return {
    // Whatever meets her answers on their way has met them in her own tables.
    channel: human.channel,
    answers,
    remaining: (kind) =>
      kind === "compare" ? human.remaining(kind) : Math.floor(human.remaining(amplifier.asksFor(kind)) / amplification.most(kind)),
    tabulate(kind) {
      const answered = table(kind);
      human.tabulate(amplifier.asksFor(kind));
      consult(kind, new Float64Array(dynamics.stateCount).fill(1));
      return answered;
    },
    demonstrate(state, out) {
      const answered = table("demonstrate");
      const asked = new Float64Array(dynamics.stateCount);
      asked[state] = 1;
      chargeEach("demonstrate", asked);
      out.set(answered.subarray(state * out.length, (state + 1) * out.length));
      return true;
    },
    compare: human.compare,
    uncharged: table,
    chargeEach,
    countSteps: human.countSteps,
    ledger: human.ledger,
  };
}
