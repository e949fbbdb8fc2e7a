import { FirebreakError } from "@firebreak/core";
import type { Highs } from "highs";
import type { LinearProgramme } from "./occupancy-programme.ts";

/** The optimum of a linear programme. */
export interface ProgrammeOptimum {
  readonly value: number;
  /** One number a column. */
  readonly primal: Float64Array;
  /** One number a row: what the optimum rises by with its bound. */
  readonly dual: Float64Array;
}

/** Of the interior point method, and of the crossover to a corner after it. */
const TOLERANCE = 1e-9;

/** Solves a programme by the interior point method with crossover. @throws FirebreakError "not-converged", naming the solver's status. */
export function solveProgramme(highs: Highs, { columns, cost, lower, upper }: LinearProgramme): ProgrammeOptimum {
  const numCols = cost.length;
  const numRows = lower.length;
  const model = {
    numCols,
    numRows,
    colCost: cost,
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(highs.infinity),
    rowLower: lower,
    rowUpper: upper,
    matrix: { format: "csc", numRows, numCols, ...columns },
  } as const;
  return highs.withModel(model, (solver) => {
    solver.options.set({
      output_flag: false,
      solver: "ipm",
      primal_feasibility_tolerance: TOLERANCE,
      dual_feasibility_tolerance: TOLERANCE,
      ipm_optimality_tolerance: TOLERANCE,
    });
    solver.run();
    const status = solver.getModelStatus();
    if (status !== highs.constants.modelStatus.optimal) {
      const [name] = Object.entries(highs.constants.modelStatus).find(([, code]) => code === status) ?? [String(status)];
      throw new FirebreakError(
        "not-converged",
        `Cannot solve a linear programme of ${numRows} rows and ${numCols} columns: its status is '${name}'`,
      );
    }
    const { colValue, rowDual } = solver.getSolution();
    return { value: solver.getObjectiveValue(), primal: colValue, dual: rowDual };
  });
}
