import type { CompiledEnvironment } from "./compile.ts";
import { FirebreakError } from "./error.ts";
import type { State } from "./tabular-mdp.ts";

/** Numbers that describe states: S rows of D, row-major, by state. */
export interface FeatureTable {
  readonly names: readonly string[];
  readonly values: Float64Array;
}

/** What an agent can tell states by, for learners that generalise over them. */
export interface Observations {
  /** Length S. The readable key of each state. */
  readonly labels: readonly string[];
  /** Length S. The class of states that look alike to the agent. */
  readonly view: Int32Array;
  /**
   * The environment's own features; undefined where it has none.
   * @throws FirebreakError "bad-specification" for a feature that is not a finite number, naming the state.
   */
  features(): FeatureTable | undefined;
}

function featureTable({ id, environment, dynamics, labels, rich }: CompiledEnvironment): FeatureTable | undefined {
  const { features } = environment.spec;
  if (features === undefined) {
    return undefined;
  }
  const width = features.names.length;
  const values = new Float64Array(dynamics.stateCount * width);
  for (let state = 0; state < dynamics.stateCount; state++) {
    features.write(rich(state as State), values.subarray(state * width, (state + 1) * width)); // below stateCount
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1) {
    throw new FirebreakError(
      "bad-specification",
      `Cannot read the features of '${id}': '${features.names[bad % width]}' of state '${labels[Math.floor(bad / width)]}' is ${values[bad]}, and must be a finite number`,
    );
  }
  return { names: features.names, values };
}

/** What an agent sees of a world's states. Features are computed when they are first asked for. */
export function observationsOf(world: CompiledEnvironment): Observations {
  let table: FeatureTable | undefined;
  return {
    labels: world.labels,
    view: world.agentView,
    features() {
      table ??= featureTable(world);
      return table;
    },
  };
}
