import type { OverseenProblem, Rng } from "@firebreak/core";
import {
  type EncodingKind,
  eachOutput,
  encodeStates,
  type NetBlock,
  type NetBlockSettings,
  openNetBlock,
  regression,
  tensorsOf,
} from "@firebreak/core/neural";
import type { Walk } from "../kernels/walk.ts";
import type { HumanModel } from "./human-model.ts";

/** A net for Ĥ, and how it learns. */
export interface NetModelSettings extends Omit<NetBlockSettings, "outputs"> {
  readonly encoding: EncodingKind;
  /** Samples of a gradient step on the buffer, drawn with replacement. */
  readonly batch: number;
  /** Steps of the lesson from one such step to the next. */
  readonly trainEvery: number;
}

/** A target for a pair, and its weight. */
interface Sample {
  readonly pair: number;
  readonly target: number;
  readonly weight: number;
}

/** A neural Ĥ, which holds tensors until it is disposed of. */
export interface NetModel extends HumanModel {
  dispose(): void;
}

/** One gradient step on the mean of ½·w(h − Ĥ)² over samples. */
function step(block: NetBlock, samples: readonly Sample[], places: { readonly stateOf: Int32Array; readonly outputOf: Int32Array }): void {
  const width = block.net.shape.sizes.at(-1) ?? 0;
  const target = new Float32Array(samples.length * width);
  const weight = new Float32Array(target.length);
  samples.forEach((sample, row) => {
    const at = row * width + (places.outputOf[sample.pair] ?? 0);
    target[at] = sample.target;
    weight[at] = sample.weight;
  });
  const states = Int32Array.from(samples, ({ pair }) => places.stateOf[pair] ?? 0);
  block.step(states, (outputs) => regression(outputs, { batch: samples.length, width }, { target, weight }).byOutputs);
}

/**
 * Ĥ of Deep TAMER (Warnell et al. 2018, algorithm 1): one gradient step on what was just heard, which goes into a buffer of all that ever was,
 * and one on a batch from the buffer every so many steps of the lesson. An output for each action, told by name; states by label.
 */
export function netModel(problem: OverseenProblem, walk: Walk, settings: NetModelSettings, rng: Rng): NetModel {
  const { dynamics, drawOrder, observations } = problem;
  const { actionCount } = dynamics;
  const encoding = encodeStates(observations, settings.encoding);
  const block = openNetBlock(tensorsOf(problem), encoding, { ...settings, outputs: actionCount }, [rng.fork("weights")]);
  const draw = rng.fork("buffer");
  const rank = Int32Array.from({ length: actionCount }, (_, action) => drawOrder.indexOf(action));
  const places = {
    stateOf: walk.legalRow.map((row) => Math.floor(row / actionCount)),
    outputOf: walk.legalRow.map((row) => rank[row % actionCount] ?? 0),
  };
  const estimate = new Float64Array(walk.legalRow.length);
  const buffer: Sample[] = [];
  let [heard, steps]: [Sample[], number] = [[], 0];
  const absorb = (): void => {
    if (heard.length > 0) {
      step(block, heard, places);
      buffer.push(...heard);
      heard = [];
    }
  };
  const rehearse = (): void => {
    steps++;
    if (buffer.length > 0 && steps % settings.trainEvery === 0) {
      const drawn = Array.from({ length: settings.batch }, () => buffer[draw.below(buffer.length)]);
      step(
        block,
        drawn.filter((sample) => sample !== undefined),
        places,
      );
    }
  };
  const tell = (first: number, end: number): void => {
    eachOutput(block, places.stateOf.subarray(first, end), (_, at, { outputs, offset }) => {
      estimate[first + at] = outputs[offset + (places.outputOf[first + at] ?? 0)] ?? 0;
    });
  };
  return {
    estimate,
    learn: (pair, target, weight) => heard.push({ pair, target, weight }),
    settle(state) {
      absorb();
      if (state === undefined) {
        tell(0, estimate.length);
      } else {
        rehearse();
        tell(walk.legalStart[state] ?? 0, walk.legalStart[state + 1] ?? 0);
      }
    },
    dispose: block.dispose,
  };
}
