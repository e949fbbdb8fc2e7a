import { evaluatePolicy, type Measure, type MeasureContext, proxyClock, solve, uniformPolicy } from "@firebreak/core";
import { refusesTies, tieRange } from "./tie-hazard.ts";

/** Above this many rows the best proxy return is not solved for every trial. */
const MAX_ROWS = 20_000;

/** The proxy return reached, the greatest possible and that of uniform play, all on the proxy's clock. */
function proxyReturns(context: MeasureContext, reward: Float64Array): Readonly<Record<string, number>> {
  const { dynamics } = context.environment;
  const { policy, optimal } = context.checkpoint;
  const criterion = proxyClock(context.criterion, context.evaluation);
  const proxy = evaluatePolicy({ dynamics, reward, policy, criterion });
  const uniform = evaluatePolicy({ dynamics, reward, policy: uniformPolicy(dynamics), criterion });
  if (context.criterion === null || context.criterion.kind === "lookahead") {
    return { proxy, proxyUniform: uniform };
  }
  const small = dynamics.stateCount * dynamics.actionCount <= MAX_ROWS;
  const best = optimal !== undefined ? proxy : small ? solve(dynamics, reward, criterion).startValue : undefined;
  return { proxy, proxyUniform: uniform, ...(best === undefined ? {} : { proxyOptimal: best }) };
}

/**
 * The returns of a trial's outcome. `true` on the environment's own clock, `trueMin` and `trueMax` over everything that the exact
 * planner could not tell from the best; `proxy` on the method's own criterion (on the environment's clock for a lookahead), beside
 * `proxyUniform` for uniform play and `proxyOptimal` for the exact optimum, where there is one.
 */
export const returnsMeasure: Measure = {
  id: "returns",
  version: 2,
  measure(context) {
    const { environment, checkpoint, criterion, evaluation } = context;
    const { dynamics, trueReward } = environment;
    const { policy, optimal, proxyReward } = checkpoint;
    const signal = proxyReward === undefined ? {} : { proxyReward };
    const range =
      optimal === undefined || criterion === null || refusesTies({ criterion, clock: evaluation, ...signal }) !== null
        ? undefined
        : tieRange({ dynamics, trueReward, optimal, criterion, clock: evaluation, ...signal });
    return {
      true: evaluatePolicy({ dynamics, reward: trueReward, policy, criterion: evaluation }),
      ...(range === undefined ? {} : { trueMin: range.min, trueMax: range.max }),
      ...(proxyReward === undefined ? {} : proxyReturns(context, proxyReward)),
    };
  },
};
