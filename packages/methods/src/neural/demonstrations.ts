import { FirebreakError, type Rng } from "@firebreak/core";
import { crossEntropy, type NetBlock } from "@firebreak/core/neural";
import type { NetWorld } from "./tabulate.ts";

/** What one seed was shown: demonstration i is output `outputs[i]` of a net in `states[i]`. */
export interface Demonstrations {
  readonly states: Int32Array;
  readonly outputs: Int32Array;
}

/** Demonstrations from how often each row (s·A + a) was shown, by label and name: what is drawn from them depends on no index. */
export function listDemonstrations(counts: Float64Array, { dynamics, drawOrder, order }: NetWorld): Demonstrations {
  const states: number[] = [];
  const outputs: number[] = [];
  for (const state of order) {
    drawOrder.forEach((action, k) => {
      for (let left = counts[state * dynamics.actionCount + action] ?? 0; left > 0; left--) {
        states.push(state);
        outputs.push(k);
      }
    });
  }
  return { states: Int32Array.from(states), outputs: Int32Array.from(outputs) };
}

/**
 * Demonstrations from pairs of a state and an action, as they may come from anywhere.
 * @throws FirebreakError "bad-episodes" for none at all, a state that the world does not have, or an action that is not legal there.
 */
export function checkedDemonstrations(
  pairs: readonly { readonly state: number; readonly action: number }[],
  { drawOrder, legal }: NetWorld,
): Demonstrations {
  if (pairs.length === 0) {
    throw new FirebreakError("bad-episodes", "Cannot clone demonstrations: there are none");
  }
  const outputs = pairs.map(({ state, action }, at) => {
    const [mask, k] = [legal[state], drawOrder.indexOf(action)];
    if (mask === undefined || k === -1 || !((mask >>> k) & 1)) {
      const why = mask === undefined ? `the world has ${legal.length} states` : "the action is not legal there";
      throw new FirebreakError("bad-episodes", `Cannot clone demonstration ${at + 1}, of action ${action} in state ${state}: ${why}`);
    }
    return k;
  });
  return { states: Int32Array.from(pairs, ({ state }) => state), outputs: Int32Array.from(outputs) };
}

/** How long to fit, and to what. */
export interface CloningPlan {
  readonly steps: number;
  /** Rows of each seed in a gradient step, drawn with replacement. */
  readonly batch: number;
  /** Weight of the mean entropy in the loss. */
  readonly entropy: number;
}

/** Gradient steps on batches drawn from each seed's own demonstrations. A seed that has none learns nothing. */
export function fitDemonstrations(
  block: NetBlock,
  world: NetWorld,
  shown: readonly Demonstrations[],
  plan: CloningPlan,
  luck: readonly Rng[],
): void {
  const { batch, entropy } = plan;
  const width = world.dynamics.actionCount;
  const states = new Int32Array(shown.length * batch);
  const target = new Int32Array(states.length);
  for (let step = 0; step < plan.steps; step++) {
    shown.forEach((own, seed) => {
      for (let row = seed * batch; row < (seed + 1) * batch && own.states.length > 0; row++) {
        const at = luck[seed]?.below(own.states.length) ?? 0;
        states[row] = own.states[at] ?? 0;
        target[row] = own.outputs[at] ?? 0;
      }
    });
    const legal = states.map((state) => world.legal[state] || 1); // rows of a seed that was shown nothing may be terminal
    block.step(states, (outputs) => {
      const { byOutputs } = crossEntropy(outputs, { batch, width }, { target, legal, entropyWeight: entropy });
      shown.forEach((own, seed) => {
        byOutputs.subarray(seed * batch * width, (seed + 1) * batch * width).fill(0, own.states.length === 0 ? 0 : batch * width);
      });
      return byOutputs;
    });
  }
}
