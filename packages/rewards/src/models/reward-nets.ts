import { integer, number, type OverseenProblem, oneOf, type Parameter, type Rng, rowOfOutcome, type ValuesOf } from "@firebreak/core";
import {
  eachOutput,
  encodeStates,
  hiddenLayers,
  learningRate,
  type NetBlock,
  type NetParameters,
  netParameters,
  openNetBlock,
  tensorsOf,
} from "@firebreak/core/neural";
import { type Basis, openBasis } from "./basis.ts";

/** What models of nets can be set to. A type, not an interface: families want an index signature. */
export type RewardNetParameters = NetParameters & {
  /** r(s, a), an output for each action; r(s') or r(s), one output. */
  readonly basis: Parameter<"pair" | "next" | "state">;
  readonly "learning-rate": Parameter<number>;
  /** Of each fit. Every fit begins with fresh nets. */
  readonly "gradient-steps": Parameter<number>;
  /** Weight of half the sum of squares of all weights and biases, in the loss. */
  readonly l2: Parameter<number>;
};

export const rewardNetParameters: RewardNetParameters = {
  ...netParameters,
  basis: oneOf("pair", "next", "state"),
  "learning-rate": learningRate(0.003),
  "gradient-steps": integer({ default: 1000, min: 0 }),
  l2: number({ default: 1e-4, min: 0, max: 100 }),
};
export type RewardNetSettings = ValuesOf<RewardNetParameters> & { readonly members: number };

/** One net a member, all in one block, that say what each weight of a basis is worth from what they are shown of its state. */
export interface RewardNets {
  /** All of its weights are met: a net has something to say of every one. */
  readonly basis: Basis;
  /** Outputs of a net. */
  readonly width: number;
  /** The state that a weight is about, and the output that says it. Both by the number of the weight. */
  readonly stateOf: Int32Array;
  readonly outputOf: Int32Array;
  /** Nets with fresh weights, from each member's own stream. */
  open(rngs: readonly Rng[]): NetBlock;
  /** What each member says, by the number of the weight. */
  read(block: NetBlock): readonly Float64Array[];
}

/**
 * Nets for a reward in the world of a problem. States are shown by label and actions told by name, so that no numbering moves anything.
 * @throws whatever `encodeStates` throws.
 */
export function openRewardNets(problem: OverseenProblem, settings: RewardNetSettings): RewardNets {
  const { dynamics, drawOrder } = problem;
  const { actionCount, nextState } = dynamics;
  const encoding = encodeStates(problem.observations, settings.encoding);
  const basis = openBasis(dynamics, settings.basis);
  const width = settings.basis === "pair" ? actionCount : 1;
  const rank = new Int32Array(actionCount);
  drawOrder.forEach((action, at) => {
    rank[action] = at;
  });
  const [stateOf, outputOf]: [number[], number[]] = [[], []];
  rowOfOutcome(dynamics).forEach((row, z) => {
    const number = basis.meet(z);
    stateOf[number] = settings.basis === "next" ? (nextState[z] ?? 0) : Math.floor(row / actionCount);
    outputOf[number] = settings.basis === "pair" ? (rank[row % actionCount] ?? 0) : 0;
  });
  const net = { hidden: hiddenLayers(settings), outputs: width, learningRate: settings["learning-rate"], l2: settings.l2 };
  return {
    basis,
    width,
    stateOf: Int32Array.from(stateOf),
    outputOf: Int32Array.from(outputOf),
    open: (rngs) => openNetBlock(tensorsOf(problem), encoding, net, rngs),
    read(block) {
      const said = Array.from({ length: settings.members }, () => new Float64Array(stateOf.length));
      eachOutput(block, Int32Array.from(stateOf), (member, at, { outputs, offset }) => {
        said[member]?.fill(outputs[offset + (outputOf[at] ?? 0)] ?? 0, at, at + 1);
      });
      return said;
    },
  };
}
