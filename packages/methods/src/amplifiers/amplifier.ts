import type { OverseenProblem, QuestionKind } from "@firebreak/core";

/** The questions that have a table of answers. */
export type Asked = Exclude<QuestionKind, "compare">;

/** What an overseer may consult: how it acts, and what being consulted costs. */
export interface Agent {
  /** `probability[s·A + a]`, length S·A. */
  readonly play: Float64Array;
  /** Told how often it was consulted about each state (length S). A distilled agent answers for nothing and needs no telling. */
  readonly consulted?: (counts: Float64Array) => void;
}

/** How Amplify(H, A) answers, and what that asks of H. It keeps no account: `amplifiedAsker` does. */
export interface Amplification {
  /** The answers of one kind, made from H's uncharged ones and from the agent's play. Lengths as those of an `AnswerTable`. */
  answer(kind: Asked): Float64Array;
  /** What so many questions of one kind (counts by state or outcome) ask of H: counts of the kind that `asksFor` names. */
  bill(kind: Asked, counts: Float64Array): Float64Array;
  /** The most questions that one question of a kind asks of H. */
  most(kind: Asked): number;
}

/**
 * Makes an overseer of an overseer and an agent: Amplify(H, A). An amplifier is one file and a line in the catalog. H is
 * `problem.overseer`, and may herself be amplified.
 */
export interface Amplifier {
  /** Canonical: made from its parameters. */
  readonly id: string;
  readonly title: string;
  /** The kind of H's answers that an answer of a kind is made from. A whole table asks H for the whole table of that kind, once. */
  asksFor(kind: Asked): Asked;
  /** Copies of the agent that one demonstration consults, each in the same state. */
  readonly copies: number;
  amplify(problem: OverseenProblem, agent: Agent): Amplification;
}
