import type { TabularMdp } from "@firebreak/core";

/** How far a search looks: `steps` of any legal action, then `continuation` steps of what an agent ever plays. */
export interface SearchDepth {
  readonly steps: number;
  readonly continuation: number;
}

/** The outcomes that a search from a set of states meets, each once, however many ways lead to it. */
export function reach(dynamics: TabularMdp, play: Float64Array, from: number, { steps, continuation }: SearchDepth): ReadonlySet<number> {
  const { actionCount, rowStart, nextState } = dynamics;
  const met = new Set<number>();
  let frontier = new Set([from]);
  for (let step = 0; step < steps + continuation && frontier.size > 0; step++) {
    const next = new Set<number>();
    for (const state of frontier) {
      for (let row = state * actionCount; row < (state + 1) * actionCount; row++) {
        if (step < steps || (play[row] ?? 0) > 0) {
          for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
            met.add(z);
            next.add(nextState[z] ?? 0);
          }
        }
      }
    }
    frontier = next;
  }
  return met;
}

/** What searches ask: from each state (length S) or about each outcome (length Z), the outcomes to judge. Made when first needed. */
export function searches(
  dynamics: TabularMdp,
  play: Float64Array,
  depth: SearchDepth,
): (kind: "demonstrate" | "evaluate", at: number) => ReadonlySet<number> {
  const known = new Map<string, ReadonlySet<number>>();
  const rest = { ...depth, steps: depth.steps - 1 };
  const from = (state: number, left: SearchDepth): ReadonlySet<number> => {
    const key = `${state}/${left.steps}`;
    const found = known.get(key) ?? reach(dynamics, play, state, left);
    known.set(key, found);
    return found;
  };
  return (kind, at) => (kind === "demonstrate" ? from(at, depth) : new Set([at, ...from(dynamics.nextState[at] ?? 0, rest)]));
}
