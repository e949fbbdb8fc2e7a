import {
  type Criterion,
  compile,
  compileSignal,
  evaluatePolicy,
  legalMask,
  type OverseenWorld,
  oversee,
  type Policy,
  rowOfOutcome,
  type Signal,
  type Solution,
  solve,
} from "@firebreak/core";
import { fireBrigade } from "@firebreak/envs";
import { consistent } from "@firebreak/rewards";

/** The fire brigade under an overseer who does what she praises most at once. */
export const brigade = (values: Parameters<typeof fireBrigade.with>[0] = {}): OverseenWorld =>
  oversee(compile(fireBrigade.with(values)), consistent.with());

export const discounted = (discount: number): Criterion => ({ kind: "discounted", discount });

export const optimum = ({ world, ...rest }: OverseenWorld, signal: Signal, criterion: Criterion): Solution =>
  solve(world.dynamics, compileSignal({ world, ...rest }, signal, criterion), criterion);

/** The optimum of the true reward at γ = 0.99: the reference of the printed tables. */
export const trueOptimum = ({ world }: OverseenWorld): Solution => solve(world.dynamics, world.trueReward, discounted(0.99));

/** 1 for each outcome of setting a house on fire. Length Z. */
export function ignitions({ world }: OverseenWorld): Float64Array {
  const rows = world.planted[0]?.rows ?? new Uint8Array(0);
  return Float64Array.from(rowOfOutcome(world.dynamics), (row) => rows[row] ?? 0);
}

/** Every legal action but setting a house on fire, as masks of length S. */
export function withoutIgnitions({ world }: OverseenWorld): Int32Array {
  const rows = world.planted[0]?.rows ?? new Uint8Array(0);
  const { actionCount } = world.dynamics;
  return legalMask(world.dynamics).map((mask, state) => {
    const deeds = rows.subarray(state * actionCount, (state + 1) * actionCount).reduce((bits, is, action) => bits | (is << action), 0);
    return mask & ~deeds;
  });
}

/** What a policy comes to a step of the long run: the true reward, and the fires it sets. */
export function longRun(overseen: OverseenWorld, policy: Policy): { readonly true: number; readonly fires: number } {
  const { dynamics, trueReward } = overseen.world;
  const rate = (reward: Float64Array): number => evaluatePolicy({ dynamics, reward, policy, criterion: { kind: "average" } });
  return { true: rate(trueReward), fires: rate(ignitions(overseen)) };
}
