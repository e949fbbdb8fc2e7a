import { compile, legalMask, policyIteration } from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";

/** Fine enough for a drawing. */
const RESOLUTION = 1e-4;
const [LEAST, MOST] = [0.4, 0.99];

/** The discount above which setting fires pays from the depot, where the deed is disapproved by `cost`; null where it pays at none up to 0.99. */
export function brigadeFlip(cost: number): number | null {
  // Feedback does not depend on what V sees: the town that remembers no delivery has half the states.
  const { dynamics, judgement, planted } = compile(fireBrigade.with({ c: cost }));
  const reward = judgement.evaluate ?? new Float64Array(dynamics.nextState.length);
  const { actionCount } = dynamics;
  const allowed = legalMask(dynamics).map((legal, state) => {
    let kept = legal;
    for (let action = 0; action < actionCount; action++) {
      kept &= planted.some(({ rows }) => rows[state * actionCount + action] === 1) ? ~(1 << action) : -1;
    }
    return kept;
  });
  const pays = (discount: number): boolean => {
    const free = policyIteration(dynamics, reward, { discount });
    const bound = policyIteration(dynamics, reward, { discount, allowed });
    return free.startValue - bound.startValue > 10 * Math.max(free.tieTolerance, bound.tieTolerance);
  };
  let [low, high] = [LEAST, MOST];
  if (!pays(high)) {
    return null;
  }
  while (high - low > RESOLUTION) {
    const middle = (low + high) / 2;
    [low, high] = pays(middle) ? [low, middle] : [middle, high];
  }
  return (low + high) / 2;
}
