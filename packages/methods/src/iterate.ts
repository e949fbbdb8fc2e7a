import { type Asker, type Checkpoint, FirebreakError, type OverseenProblem, type QuestionKind, uniformPolicy } from "@firebreak/core";
import { amplifiedAsker } from "./amplifiers/amplified-asker.ts";
import type { Agent, Amplifier } from "./amplifiers/amplifier.ts";

/** Where it starts and what becomes of H. */
export interface Schedule {
  /** A[0]: "rock" acts at random and stands for no one, "human" is Distill(H). */
  readonly start: "rock" | "human";
  /** H: "same" in every round, or "replaced" by Amplify(H, A) after each. */
  readonly human: "same" | "replaced";
  readonly rounds: number;
}

/** A[0] where nothing was learned. */
function rock({ dynamics }: OverseenProblem): Agent {
  const policy = uniformPolicy(dynamics);
  return { play: policy.kind === "stationary" ? policy.probability : new Float64Array(0) };
}

/** @throws FirebreakError "bad-criterion" for a policy that depends on time: whoever consults it has no clock. */
export function agentOf({ policy }: Pick<Checkpoint, "policy">): Agent {
  if (policy.kind !== "stationary") {
    throw new FirebreakError("bad-criterion", "Cannot consult an agent whose policy depends on time: use a criterion without a horizon");
  }
  return { play: policy.probability };
}

/** Keeps what later rounds are due: of what is left at the first look, an equal share for each of the rounds left. */
function rationed(overseer: Asker, roundsLeft: number): Asker {
  const kept = new Map<QuestionKind, number>();
  return {
    ...overseer,
    remaining(kind) {
      const left = overseer.remaining(kind);
      const reserve = kept.get(kind) ?? (left === Number.POSITIVE_INFINITY ? 0 : left - Math.floor(left / roundsLeft));
      kept.set(kind, reserve);
      return Math.max(0, left - reserve);
    },
  };
}

/**
 * A ← Distill(Amplify(H, A)), for so many rounds (Cotra 2018). `distil` makes an agent of an overseen problem; round 0 is Distill(H),
 * where the schedule starts from it. Yields A[1], A[2], …
 */
export function* iterate<A extends Agent>(
  problem: OverseenProblem,
  parts: { readonly amplifier: Amplifier; readonly schedule: Schedule },
  distil: (problem: OverseenProblem, round: number) => A,
): Generator<A> {
  const { amplifier, schedule } = parts;
  const { start, rounds } = schedule;
  let human = problem.overseer;
  const first = rationed(human, rounds + 1);
  let agent: Agent = start === "rock" ? rock(problem) : distil({ ...problem, overseer: first }, 0);
  for (let round = 1; round <= rounds; round++) {
    const amplified = amplifiedAsker(amplifier, { ...problem, overseer: human }, agent);
    const distilled = distil({ ...problem, overseer: rationed(amplified, rounds - round + 1) }, round);
    yield distilled;
    agent = distilled;
    human = schedule.human === "replaced" ? amplified : human;
  }
}
