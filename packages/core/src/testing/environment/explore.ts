import { type Branch, enumerateChance } from "../../chance.ts";
import type { Environment, EnvironmentSpec, Transition } from "../../environment.ts";
import { FirebreakError } from "../../error.ts";
import { legalIn } from "../../simulate.ts";

export type Spec = EnvironmentSpec<unknown, string>;

/** Every branch of one action in one state. */
interface Row {
  readonly state: unknown;
  readonly label: string;
  readonly action: string;
  readonly branches: readonly Branch<unknown>[];
}

/** All of a world that can be reached, by the author's own functions: compile is not trusted here. */
export interface Explored {
  readonly start: readonly Branch<unknown>[];
  /** The first state met with each label, in order of meeting. */
  readonly states: readonly { readonly state: unknown; readonly label: string }[];
  readonly rows: readonly Row[];
}

/** @throws FirebreakError "too-many-states". */
export function explore({ id, spec }: Environment, maxStates: number): Explored {
  const start = enumerateChance((chance) => spec.start(chance));
  const met = new Map<string, unknown>();
  const meet = (branches: readonly Branch<unknown>[]): void => {
    for (const { value } of branches) {
      const label = spec.label(value);
      if (!met.has(label)) {
        met.set(label, value);
      }
    }
    if (met.size > maxStates) {
      throw new FirebreakError("too-many-states", `Cannot look through environment '${id}': it has more than ${maxStates} states`);
    }
  };
  meet(start);
  const rows: Row[] = [];
  // A Map goes on to what is added while it is iterated.
  for (const [label, state] of met) {
    for (const action of legalIn({ id, name: id, spec }, state)) {
      const branches = enumerateChance((chance) => spec.step(state, action, chance));
      rows.push({ state, label, action, branches });
      meet(branches);
    }
  }
  return { start, states: [...met].map(([label, state]) => ({ label, state })), rows };
}

/** Every outcome as a transition, in order. */
export function transitionsOf({ rows }: Explored): readonly Transition<unknown, string>[] {
  return rows.flatMap(({ state, action, branches }) => branches.map(({ value }) => ({ state, action, next: value })));
}

/** "'work' from 'calm' to 'threat'". */
export function describeTransition({ spec }: Environment, { state, action, next }: Transition<unknown, string>): string {
  return `'${action}' from '${spec.label(state)}' to '${spec.label(next)}'`;
}

/** The environment with parts of its specification replaced. */
export function withSpec(environment: Environment, change: Partial<Spec>): Environment {
  return { ...environment, spec: { ...environment.spec, ...change } };
}
