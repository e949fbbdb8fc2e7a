import { checkName, FirebreakError, frequencies, hashJson, matchLabels } from "@firebreak/core";
import type { Distiller } from "./distiller.ts";
import { rowNamed } from "./expert.ts";

/** One demonstrated step: where, by label, and what, by name. */
export type DemonstratedStep = readonly [state: string, action: string];

/**
 * Behavioural cloning of demonstrations that are there already: from a person, a function, or recorded episodes. It asks nobody and draws
 * nothing, plays each action as often as it was shown in a state, and uniformly where none was. The id names the record and its content.
 *
 * @throws FirebreakError "bad-episodes" for an empty list, "bad-specification" for the name, and where it meets a world "bad-episodes", "unknown-id" or
 *   "illegal-action" for a step that this world does not have.
 */
export function recordedDemonstrations({ name, steps }: { readonly name: string; readonly steps: readonly DemonstratedStep[] }): Distiller {
  checkName("a record of demonstrations", name);
  if (steps.length === 0) {
    throw new FirebreakError("bad-episodes", `Cannot learn from the demonstrations '${name}': there are none`);
  }
  return {
    id: `recorded@1?content=${hashJson(steps).slice(0, 12)}&name=${name}`,
    title: `cloned from ${name}`,
    asks: [],
    sampled: false,
    upFront: () => 0,
    *distil(problem) {
      const { dynamics, observations, environment } = problem;
      const told = { what: `the demonstrations '${name}'`, entry: "step", labels: steps.map(([label]) => [label]) };
      const stateOf = matchLabels(told, { id: environment, labels: observations.labels });
      const shown = new Float64Array(dynamics.stateCount * dynamics.actionCount);
      for (const [label, action] of steps) {
        const row = rowNamed(problem, stateOf.get(label) ?? 0, action); // every label was found
        shown[row] = (shown[row] ?? 0) + 1;
      }
      yield { step: 0, policy: frequencies(dynamics, shown) };
    },
  };
}
