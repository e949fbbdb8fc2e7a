import type { Environment } from "../../environment.ts";
import { legalIn } from "../../simulate.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { explore, withSpec } from "./explore.ts";

/** Actions have names of their own, and what is legal in a state is some of them, each once. */
export const actionsLaw: Law<Environment> = defineLaw({
  id: "actions",
  title: "Every state that does not end the episode has legal actions, each one of the world's actions and named once",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const { actions } = environment.spec;
    const repeated = actions.find((action, at) => actions.indexOf(action) !== at);
    if (repeated !== undefined) {
      return broken(`Two actions are named '${repeated}'`);
    }
    const { states } = explore(environment, maxStates);
    for (const { state, label } of states) {
      const legal = legalIn(environment, state);
      const strange = legal.find((action, at) => !actions.includes(action) || legal.indexOf(action) !== at);
      if (strange !== undefined) {
        return broken(
          `In '${label}' the legal action '${strange}' is ${actions.includes(strange) ? "named twice" : "not one of the actions"}`,
        );
      }
      if (legal.length === 0 && !(environment.spec.isTerminal?.(state) ?? false)) {
        return broken(`In '${label}' nothing is legal, and it is not terminal`);
      }
    }
    return holds(`${actions.length} actions in ${states.length} states`);
  },
  fault: {
    title: "The first legal action of every state is named twice",
    plant: (environment) =>
      withSpec(environment, {
        legal: (state) => {
          const legal = legalIn(environment, state);
          return [...legal, ...legal.slice(0, 1)];
        },
      }),
  },
});
