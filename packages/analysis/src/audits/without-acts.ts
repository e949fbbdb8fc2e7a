import { legalMask, type TabularMdp } from "@firebreak/core";

/** What is left where acts are forbidden. */
export interface WithoutActs {
  /** Masks of length S of the legal actions that are not forbidden; all of them where every one is. */
  readonly allowed: Int32Array;
  /** States where every legal act was forbidden, and so none was. */
  readonly spared: number;
}

/** Forbids acts: rows of length S·A, 1 where forbidden. */
export function withoutActs(dynamics: TabularMdp, forbidden: Uint8Array): WithoutActs {
  const { actionCount } = dynamics;
  let spared = 0;
  const allowed = legalMask(dynamics).map((legal, state) => {
    let kept = legal;
    for (let action = 0; action < actionCount; action++) {
      kept &= forbidden[state * actionCount + action] === 1 ? ~(1 << action) : -1;
    }
    spared += kept === 0 && legal !== 0 ? 1 : 0;
    return kept === 0 ? legal : kept;
  });
  return { allowed, spared };
}
