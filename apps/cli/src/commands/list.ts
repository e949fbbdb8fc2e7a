import { compile, DEFAULT_MAX_STATES, type EnvironmentFamily, type Family, FirebreakError } from "@firebreak/core";
import { loadConfig, type Config } from "@firebreak/runner";
import type { Answer, GlobalOptions } from "../answer.ts";
import { wordArgument } from "../arguments.ts";
import { formatTable, type TableCell } from "../table.ts";

const COLLECTIONS = ["environments", "overseers", "signals", "methods", "studies", "detectors", "figures"] as const;
type Collection = (typeof COLLECTIONS)[number];

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly [more: string]: unknown;
}

/** "h=3 (a number in [0, Infinity])" as data. */
function parametersOf(family: Family<unknown>): readonly { name: string; default: unknown; domain: string }[] {
  return Object.entries(family.parameters).map(([name, parameter]) => ({ name, default: parameter.default, domain: parameter.domain }));
}

function familyEntry(family: Family<{ readonly id: string }>): Entry {
  return { id: family.with().id, title: family.title, parameters: parametersOf(family) };
}

/** States of a world, or null where it has too many to enumerate. */
function stateCountOf(family: EnvironmentFamily): number | null {
  try {
    return compile(family.with(), { maxStates: DEFAULT_MAX_STATES / 20 }).dynamics.stateCount;
  } catch (error) {
    if (error instanceof FirebreakError && error.code === "too-many-states") {
      return null;
    }
    throw error;
  }
}

function environmentEntry(family: EnvironmentFamily): Entry {
  const { actions } = family.with().spec;
  return { ...familyEntry(family), stateCount: stateCountOf(family), actionCount: actions.length, actions };
}
