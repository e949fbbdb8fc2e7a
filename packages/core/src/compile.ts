import type { Environment, EnvironmentSpec } from "./environment.ts";
import { FirebreakError, nearestOf } from "./error.ts";
import { byCodeUnit, canonicalJson } from "./json.ts";
import { type Met, meetStates, rowsOf } from "./meet-states.ts";
import { sampleByProbability } from "./sample-by-probability.ts";
import type { SamplingRows, State, TabularMdp } from "./tabular-mdp.ts";
import { isUsable, USABLE_NUMBER } from "./usable-number.ts";

/** A world enumerated: its dynamics, and beside them whatever is a function of states or outcomes. S states, A actions, Z outcomes. */
export interface CompiledEnvironment {
  readonly id: string;
  readonly environment: Environment;
  readonly dynamics: TabularMdp;
  readonly actions: readonly string[];
  /** Length A. Action indices by name, in code-unit order: draws go by it, so that the order of declaration moves nothing. */
  readonly drawOrder: Int32Array;
  readonly sampling: SamplingRows;
  /** Length S. The readable key of each state. */
  readonly labels: readonly string[];
  /** Length Z. Hidden from methods. */
  readonly trueReward: Float64Array;
  /** Length Z; absent where the environment has no channel of its own. */
  readonly observedReward?: Float64Array;
  /** What the overseer thinks, tabulated: `value` length S, `evaluate` length Z. */
  readonly judgement: { readonly value?: Float64Array; readonly evaluate?: Float64Array };
  /** Length S. The class of states that look alike to the overseer, numbered by first appearance. */
  readonly overseerView: Int32Array;
  /** Length S. The class of states that look alike to the agent. */
  readonly agentView: Int32Array;
  /** The acts that the author planted: `rows` has length S·A, 1 where playing a legal action is the act. No method sees them. */
  readonly planted: readonly CompiledAct[];
  /** The author's own state. */
  rich(state: State): unknown;
}

/** A planted act by rows. */
export interface CompiledAct {
  readonly name: string;
  readonly kind: "manufactured" | "fooled";
  readonly rows: Uint8Array;
}

export const DEFAULT_MAX_STATES = 2_000_000;

type Spec = EnvironmentSpec<unknown, string>;

/** The legal actions of a state, checked against the list of actions. */
function legalActions(environment: Environment, state: unknown): readonly string[] {
  const { spec, id } = environment;
  if (spec.isTerminal?.(state) ?? false) {
    return [];
  }
  const legal = spec.legal?.(state) ?? spec.actions;
  const unknown = legal.find((action) => !spec.actions.includes(action));
  if (unknown !== undefined || legal.length === 0) {
    throw new FirebreakError(
      "bad-specification",
      `Cannot compile environment '${id}': at state '${spec.label(state)}' ${unknown === undefined ? "no action is legal, and it is not terminal" : `the legal action '${unknown}' is not one of its actions: ${nearestOf(unknown, spec.actions)}`}`,
    );
  }
  return legal;
}

function compileDynamics(environment: Environment, met: Met): TabularMdp {
  const { spec, id } = environment;
  const rowOf = rowsOf(met);
  const start = rowOf(
    (chance) => spec.start(chance),
    () => `the start of '${id}'`,
  );
  const rowStart = [0];
  const nextState: number[] = [];
  const probability: number[] = [];
  const terminal: number[] = [];
  let maxOutcomes = 1;
  for (let state = 0; state < met.states.length; state++) {
    const rich = met.states[state];
    const legal = legalActions(environment, rich);
    terminal.push(legal.length === 0 ? 1 : 0);
    for (const action of spec.actions) {
      if (legal.includes(action)) {
        const { states, masses } = rowOf(
          (chance) => spec.step(rich, action, chance),
          () => `'${action}' at state '${met.labels[state]}' of '${id}'`,
        );
        for (let at = 0; at < states.length; at++) {
          nextState.push(states[at] ?? 0);
          probability.push(masses[at] ?? 0);
        }
        maxOutcomes = Math.max(maxOutcomes, states.length);
      }
      rowStart.push(nextState.length);
    }
  }
  const initial = new Float64Array(met.states.length);
  start.states.forEach((state, at) => {
    initial[state] = start.masses[at] ?? 0;
  });
  return {
    stateCount: met.states.length,
    actionCount: spec.actions.length,
    rowStart: Int32Array.from(rowStart),
    nextState: Int32Array.from(nextState),
    probability: Float64Array.from(probability),
    initial,
    terminal: Uint8Array.from(terminal),
    maxOutcomes,
  };
}

/** One number for every outcome, refused where it is not finite or too large. */
function perOutcome(
  environment: Environment,
  parts: { readonly dynamics: TabularMdp; readonly met: Met; readonly what: string },
  of: Spec["rewards"]["true"],
): Float64Array {
  const { dynamics, met, what } = parts;
  const numbers = new Float64Array(dynamics.nextState.length);
  for (let state = 0; state < dynamics.stateCount; state++) {
    for (const [index, action] of environment.spec.actions.entries()) {
      const row = state * dynamics.actionCount + index;
      for (let z = dynamics.rowStart[row] ?? 0; z < (dynamics.rowStart[row + 1] ?? 0); z++) {
        const next = dynamics.nextState[z] ?? 0;
        const answer = of({ state: met.states[state], action, next: met.states[next] });
        if (!isUsable(answer)) {
          throw new FirebreakError(
            "bad-reward",
            `Cannot compile environment '${environment.id}': its ${what} of '${action}' from '${met.labels[state]}' to '${met.labels[next]}' is ${answer}, and must be ${USABLE_NUMBER}`,
          );
        }
        numbers[z] = answer;
      }
    }
  }
  return numbers;
}

/** States numbered by what is seen of them, in order of first appearance. */
function viewClasses(environment: Environment, met: Met, side: "agent" | "overseer"): Int32Array {
  const { views } = environment.spec;
  const classOf = new Map<string, number>();
  const textOf = (state: unknown, label: string): string => {
    try {
      return views?.[side] === undefined ? label : canonicalJson(views[side](state));
    } catch (error) {
      throw new FirebreakError(
        "bad-specification",
        `Cannot compile environment '${environment.id}': what the ${side} sees of state '${label}' is no JSON (${error instanceof Error ? error.message : String(error)})`,
      );
    }
  };
  return Int32Array.from(met.states, (state, index) => {
    const seen = textOf(state, met.labels[index] ?? "");
    const known = classOf.get(seen) ?? classOf.size;
    classOf.set(seen, known);
    return known;
  });
}

function plantedRows({ spec }: Environment, { rowStart }: TabularMdp, met: Met): readonly CompiledAct[] {
  return (spec.planted ?? []).map((act) => {
    const rows = new Uint8Array(rowStart.length - 1);
    for (let row = 0; row < rows.length; row++) {
      const legal = (rowStart[row] ?? 0) < (rowStart[row + 1] ?? 0);
      const state = met.states[Math.floor(row / spec.actions.length)];
      rows[row] = legal && act.is(state, spec.actions[row % spec.actions.length] ?? "") ? 1 : 0;
    }
    return { name: act.name, kind: act.kind, rows };
  });
}

function tabulateValue(environment: Environment, met: Met): Float64Array | undefined {
  const { judgement } = environment.spec;
  if (judgement?.value === undefined) {
    return undefined;
  }
  return Float64Array.from(met.states, (state, index) => {
    const value = judgement.value?.(state) ?? 0;
    if (!isUsable(value)) {
      throw new FirebreakError(
        "bad-reward",
        `Cannot compile environment '${environment.id}': its overseer's value of state '${met.labels[index]}' is ${value}, and must be ${USABLE_NUMBER}`,
      );
    }
    return value;
  });
}

/**
 * Enumerates a world: every state that can be reached, every outcome of every legal action, with the rewards and judgements
 * that belong to them. States are numbered breadth first, actions in the order of their list.
 *
 * @throws FirebreakError "too-many-states", "bad-probability", "bad-reward" or "bad-specification", naming the state.
 */
export function compile(environment: Environment, options: { readonly maxStates?: number } = {}): CompiledEnvironment {
  const { spec } = environment;
  const met = meetStates(environment, options.maxStates ?? DEFAULT_MAX_STATES);
  const dynamics = compileDynamics(environment, met);
  const table = (what: string, of: Spec["rewards"]["true"]): Float64Array => perOutcome(environment, { dynamics, met, what }, of);
  const value = tabulateValue(environment, met);
  const { observed } = spec.rewards;
  const evaluate = spec.judgement?.evaluate;
  return {
    id: environment.id,
    environment,
    dynamics,
    actions: spec.actions,
    drawOrder: Int32Array.from([...spec.actions.keys()].sort((x, y) => byCodeUnit(spec.actions[x] ?? "", spec.actions[y] ?? ""))),
    sampling: sampleByProbability(dynamics, met.labels),
    labels: met.labels,
    trueReward: table("true reward", (transition) => spec.rewards.true(transition)),
    ...(observed === undefined
      ? {}
      : { observedReward: table("observed reward", (transition) => observed.call(spec.rewards, transition)) }),
    judgement: {
      ...(value === undefined ? {} : { value }),
      ...(evaluate === undefined
        ? {}
        : { evaluate: table("evaluative feedback", (transition) => evaluate.call(spec.judgement, transition)) }),
    },
    overseerView: viewClasses(environment, met, "overseer"),
    agentView: viewClasses(environment, met, "agent"),
    planted: plantedRows(environment, dynamics, met),
    rich: (state) => met.states[state],
  };
}
