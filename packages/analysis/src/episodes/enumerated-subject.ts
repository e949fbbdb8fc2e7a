import { actionProbabilities, type CompiledEnvironment, checkPolicy, type Policy, type Rng } from "@firebreak/core";
import { expectedRows, rescueRows } from "../audits/conventions.ts";
import { keyedUniform } from "../kernels/keyed-uniform.ts";
import type { Play, SimulatedSubject, SimulatedWorld, Simulator } from "./simulated-world.ts";

/** A world that was enumerated, as far as it is needed to be sampled. */
export type SampledRows = Pick<CompiledEnvironment, "id" | "dynamics" | "actions" | "drawOrder" | "labels" | "sampling">;

/** What is audited in an enumerated world: two policies, with welfare and praise by outcome (length Z) and value by state (length S). */
export interface EnumeratedSubject {
  readonly environment: SampledRows;
  readonly policy: Policy;
  readonly reference: Policy;
  readonly welfare: Float64Array;
  readonly evaluate: Float64Array;
  readonly value: Float64Array;
}

type Streams = Pick<EnumeratedSubject, "welfare" | "evaluate" | "value"> & { readonly rescue: Float64Array };

/** The place of the first running sum above u; the last of a row is exactly 1. */
function placeOf(cumulative: Float64Array, first: number, u: number): number {
  let place = first;
  while ((cumulative[place] ?? 1) <= u) {
    place++;
  }
  return place;
}

/** One uniform number a step, keyed by episode and time, inverted on rows that are sorted by probability and label. */
function sampleRows({ dynamics, sampling }: SampledRows, { welfare, evaluate, rescue, value }: Streams, luck: Rng): Simulator<number> {
  const { rowStart, nextState, actionCount } = dynamics;
  const { outcome, cumulative, start, startCumulative } = sampling;
  const uniform = keyedUniform(luck);
  return {
    start: ({ episode }) => start[placeOf(startCumulative, 0, uniform(episode, -1))] ?? 0,
    step(state, action, turn) {
      const row = state * actionCount + action;
      const first = rowStart[row] ?? 0;
      const certain = (rowStart[row + 1] ?? 0) === first + 1;
      const z = certain ? first : (outcome[placeOf(cumulative, first, uniform(turn.episode, turn.time))] ?? first);
      turn.welfare = welfare[z] ?? 0;
      turn.praise = evaluate[z] ?? 0;
      turn.rescue = rescue[row] ?? 0;
      const next = nextState[z] ?? 0;
      turn.looks = value[next] ?? 0;
      return next;
    },
  };
}

function worldOf({ environment, welfare, evaluate, value }: EnumeratedSubject): SimulatedWorld<number> {
  const { dynamics, labels, id, actions, drawOrder } = environment;
  const rescue = rescueRows(dynamics, { praise: expectedRows(dynamics, evaluate), value });
  return {
    id,
    actions,
    drawOrder,
    rescue: "expected",
    ended: (state) => dynamics.terminal[state] === 1,
    value: (state) => value[state] ?? 0,
    key: (state) => state,
    label: (key) => labels[Number(key)] ?? String(key),
    simulator: (luck) => sampleRows(environment, { welfare, evaluate, rescue, value }, luck),
  };
}

/** The fast path: an enumerated world is sampled from its rows. @throws FirebreakError "bad-policy" for a policy of another world. */
export function enumeratedSubject(asked: EnumeratedSubject): SimulatedSubject<number> {
  const play = (policy: Policy): Play<number> => {
    checkPolicy(policy, asked.environment.dynamics);
    const at = { time: 0, state: 0 };
    return (state, time, out) => {
      at.state = state;
      at.time = time;
      actionProbabilities(policy, at, out);
    };
  };
  return { world: worldOf(asked), policy: play(asked.policy), reference: play(asked.reference) };
}
