import type { Action, CompiledEnvironment, Overseer, QuestionKind, Segment, State } from "@firebreak/core";
import { planAhead, softChoices } from "./plan-ahead.ts";

/** One latent judgement of a world: how good each state seems (length S), how good each step seems (length Z). */
export interface LatentJudgement {
  readonly value?: Float64Array;
  readonly evaluate?: Float64Array;
}

/** How a judgement turns into behaviour. */
export interface Conduct {
  /** Steps she plans ahead, at least 1. */
  readonly depth: number;
  /** β of exp(Q/β); 0 is the best action, ties split. */
  readonly temperature: number;
  /** What she plans for and compares by: the sum of her feedback, or of her value of the states reached. */
  readonly plans: "feedback" | "value";
}

/** The questions that a world's own judgement can answer under a conduct. */
export function answersFrom(world: CompiledEnvironment, { plans }: Pick<Conduct, "plans">): readonly QuestionKind[] {
  const { value, evaluate } = world.judgement;
  return [
    ...(value === undefined ? [] : (["value"] as const)),
    ...(evaluate === undefined ? [] : (["evaluate"] as const)),
    ...((plans === "value" ? value : evaluate) === undefined ? [] : (["demonstrate", "compare"] as const)),
  ];
}

/** What she collects by the outcome, under her own judgement. Length Z. @throws Error where she has no such judgement: `answers` says so. */
function praiseOf(world: CompiledEnvironment, judgement: LatentJudgement, plans: Conduct["plans"]): Float64Array {
  const { value, evaluate } = judgement;
  const praise = plans === "feedback" ? evaluate : value && Float64Array.from(world.dynamics.nextState, (next) => value[next] ?? 0);
  if (praise === undefined) {
    throw new Error(`The judgement of '${world.id}' has no ${plans}`);
  }
  return praise;
}

/** What she would do: she knows how the world moves, and plans for her own judgement. Length S·A; 0 at terminal states. */
export function conductOf(world: CompiledEnvironment, judgement: LatentJudgement, conduct: Conduct): Float64Array {
  const praise = praiseOf(world, judgement, conduct.plans);
  return softChoices(world.dynamics, planAhead(world.dynamics, praise, conduct.depth), conduct.temperature);
}

function outcomeAt(world: CompiledEnvironment, state: State, action: Action, next: State): number {
  const { actionCount, rowStart, nextState } = world.dynamics;
  const row = state * actionCount + action;
  const end = rowStart[row + 1] ?? 0;
  for (let z = rowStart[row] ?? 0; z < end; z++) {
    if (nextState[z] === next) {
      return z;
    }
  }
  throw new RangeError(`State ${state} of '${world.id}' never leads to state ${next} by action ${action}`);
}

function sumAlong(world: CompiledEnvironment, praise: Float64Array, { states, actions }: Segment): number {
  return actions.reduce((sum, action, at) => {
    const [from, to] = [states[at], states[at + 1]];
    if (from === undefined || to === undefined) {
      throw new RangeError(`A segment of ${actions.length} actions needs ${actions.length + 1} states, and has ${states.length}`);
    }
    return sum + (praise[outcomeAt(world, from, action, to)] ?? 0);
  }, 0);
}

/** What a piece of behaviour is worth to her, as she compares it. @throws RangeError for one that cannot happen. */
export const totalOf = (
  world: CompiledEnvironment,
  judgement: LatentJudgement,
  { plans }: Pick<Conduct, "plans">,
  segment: Segment,
): number => sumAlong(world, praiseOf(world, judgement, plans), segment);

/** 1 where the first sum is better, -1 where the second is, 0 where they differ by rounding only. */
export function preferred(first: number, second: number): -1 | 0 | 1 {
  const tolerance = 1e-12 * (1 + Math.max(Math.abs(first), Math.abs(second)));
  return Math.abs(first - second) <= tolerance ? 0 : first > second ? 1 : -1;
}

/** An overseer all of whose answers follow from one judgement. `demonstrations` (length S·A) is made when she is first asked. */
export function overseerFrom(parts: {
  readonly id: string;
  readonly world: CompiledEnvironment;
  readonly judgement: LatentJudgement;
  readonly conduct: Conduct;
  readonly demonstrations: () => Float64Array;
}): Overseer {
  const { id, world, judgement, conduct } = parts;
  const { actionCount } = world.dynamics;
  let made: Float64Array | undefined;
  const known = (table: Float64Array | undefined, at: number): number => {
    const answer = table?.[at];
    if (answer === undefined) {
      throw new Error(`Overseer '${id}' was asked what she does not answer in '${world.id}'`);
    }
    return answer;
  };
  return {
    id,
    value: (state) => known(judgement.value, state),
    evaluate: (state, action, next) => known(judgement.evaluate, outcomeAt(world, state, action, next)),
    demonstrate(state, out) {
      made ??= parts.demonstrations();
      out.set(made.subarray(state * actionCount, (state + 1) * actionCount));
    },
    compare(x, y) {
      const praise = praiseOf(world, judgement, conduct.plans);
      return preferred(sumAlong(world, praise, x), sumAlong(world, praise, y));
    },
  };
}
