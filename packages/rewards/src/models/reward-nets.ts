import {
  FirebreakError,
  integer,
  number,
  type OverseenProblem,
  oneOf,
  type Parameter,
  type Rng,
  rowOfOutcome,
  type ValuesOf,
} from "@firebreak/core";
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
  /** k: from fit to fit the L2 weight is multiplied by 1 + k where held-out loss over training loss is above the two below, by 1 − k where it is less. */
  readonly "l2-scaling": Parameter<number>;
  readonly "loss-ratio-from": Parameter<number>;
  readonly "loss-ratio-to": Parameter<number>;
};

/** Beyond any use: there a net says nearly the same of everything. */
export const MAX_L2 = 100;

export const rewardNetParameters: RewardNetParameters = {
  ...netParameters,
  basis: oneOf("pair", "next", "state"),
  "learning-rate": learningRate(0.003),
  "gradient-steps": integer({ default: 1000, min: 0 }),
  l2: number({ default: 1e-4, min: 0, max: MAX_L2 }),
  "l2-scaling": number({ default: 0, min: 0, max: 0.99 }),
  // An interval without 1 would move the weight without end: a net that is held down altogether has a ratio near 1.
  "loss-ratio-from": number({ default: 0.9, min: 0, max: 1 }),
  "loss-ratio-to": number({ default: 1.5, min: 1 }),
};
export type RewardNetSettings = ValuesOf<RewardNetParameters> & { readonly members: number };

/** @throws FirebreakError "bad-parameter" for a scaling of nothing, or by a loss that is never known. */
export function checkScaling(id: string, settings: RewardNetSettings & { readonly "held-out": number }): void {
  const why = settings.l2 === 0 ? "there is no 'l2' to scale" : settings["held-out"] === 0 ? "nothing is held out to scale it by" : null;
  if (settings["l2-scaling"] > 0 && why !== null) {
    throw new FirebreakError("bad-parameter", `Cannot set 'l2-scaling' of '${id}' to ${settings["l2-scaling"]}: ${why}`);
  }
}

/** One net a member, all in one block, that say what each weight of a basis is worth from what they are shown of its state. */
export interface RewardNets {
  /** All of its weights are met: a net has something to say of every one. */
  readonly basis: Basis;
  /** Outputs of a net. */
  readonly width: number;
  /** The state that a weight is about, and the output that says it. Both by the number of the weight. */
  readonly stateOf: Int32Array;
  readonly outputOf: Int32Array;
  /** Nets with fresh weights, from each member's own stream, and a penalty of that weight. */
  open(rngs: readonly Rng[], l2: number): NetBlock;
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
  const net = { hidden: hiddenLayers(settings), outputs: width, learningRate: settings["learning-rate"] };
  return {
    basis,
    width,
    stateOf: Int32Array.from(stateOf),
    outputOf: Int32Array.from(outputOf),
    open: (rngs, l2) => openNetBlock(tensorsOf(problem), encoding, { ...net, l2 }, rngs),
    read(block) {
      const said = Array.from({ length: settings.members }, () => new Float64Array(stateOf.length));
      eachOutput(block, Int32Array.from(stateOf), (member, at, { outputs, offset }) => {
        said[member]?.fill(outputs[offset + (outputOf[at] ?? 0)] ?? 0, at, at + 1);
      });
      return said;
    },
  };
}
