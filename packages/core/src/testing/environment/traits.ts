import type { Environment } from "../../environment.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { explore, withSpec } from "./explore.ts";

/** Declared facts are theorems: a world that declares a trait has it, and one that does not has not. */
export const traitsLaw: Law<Environment> = defineLaw({
  id: "traits",
  title: "The world is deterministic, and episodic, exactly if it says so",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const { spec } = environment;
    const { start, states, rows } = explore(environment, maxStates);
    const chancy = rows.find(({ branches }) => branches.length > 1);
    const random = start.length > 1 ? "the start" : chancy && `'${chancy.action}' in '${chancy.label}'`;
    if (spec.traits.deterministic && random !== undefined) {
      return broken(`It says that it is deterministic, and ${random} is left to chance`);
    }
    if (!spec.traits.deterministic && random === undefined) {
      return broken("It says that it is not deterministic, and nothing is left to chance");
    }
    const terminal = states.find(({ state }) => spec.isTerminal?.(state) ?? false);
    if (spec.traits.episodic !== (terminal !== undefined)) {
      return broken(
        terminal === undefined
          ? "It says that it is episodic, and no state that can be reached is terminal"
          : `It says that it is not episodic, and '${terminal.label}' is terminal`,
      );
    }
    return holds(
      `${random === undefined ? "deterministic" : `chance decides ${random}`}, ${terminal === undefined ? "continuing" : `'${terminal.label}' ends it`}`,
    );
  },
  fault: {
    title: "It says the opposite about chance",
    plant: (environment) =>
      withSpec(environment, { traits: { ...environment.spec.traits, deterministic: !environment.spec.traits.deterministic } }),
  },
});
