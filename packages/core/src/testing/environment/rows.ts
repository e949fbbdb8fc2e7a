import { enumerateChance } from "../../chance.ts";
import { compile } from "../../compile.ts";
import type { Environment } from "../../environment.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { explore, withSpec } from "./explore.ts";

/** Probabilities of every draw, of every action and of the start sum to 1, in the author's functions and once compiled. */
export const rowsLaw: Law<Environment> = defineLaw({
  id: "rows-sum-to-one",
  title: "What can happen after each action, and at the start, has probabilities that sum to 1",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const { start, rows } = explore(environment, maxStates);
    const whole = [
      { what: "the start", branches: start },
      ...rows.map(({ label, action, branches }) => ({ what: `'${action}' in '${label}'`, branches })),
    ];
    for (const { what, branches } of whole) {
      const sum = branches.reduce((total, { probability }) => total + probability, 0);
      if (Math.abs(sum - 1) > 1e-9) {
        return broken(`The probabilities of ${what} sum to ${sum}`);
      }
    }
    const { rowStart, probability, initial } = compile(environment, { maxStates }).dynamics;
    for (let row = 0; row + 1 < rowStart.length; row++) {
      const sum = probability.subarray(rowStart[row], rowStart[row + 1]).reduce((total, share) => total + share, 0);
      if (rowStart[row] !== rowStart[row + 1] && Math.abs(sum - 1) > 1e-12) {
        return broken(`Row ${row} of the compiled world sums to ${sum}`);
      }
    }
    const starts = initial.reduce((total, share) => total + share, 0);
    return Math.abs(starts - 1) > 1e-12 ? broken(`The compiled first states sum to ${starts}`) : holds(`${rows.length} rows and the start`);
  },
  fault: {
    title: "Every step also draws among outcomes of 0.5 and 0.4",
    plant: (environment) =>
      withSpec(environment, {
        step: (state, action, chance) =>
          chance.pick(
            [
              [true, 0.5],
              [false, 0.4],
            ],
            "a draw that loses 0.1",
          )
            ? environment.spec.step(state, action, chance)
            : (enumerateChance((inner) => environment.spec.step(state, action, inner))[0]?.value ?? state),
      }),
  },
});
