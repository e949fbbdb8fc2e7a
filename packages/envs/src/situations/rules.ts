import type { Chance, MeasuringCriterion, Picture, Transition } from "@firebreak/core";

/** The rules of a story's world: what an environment needs, less what every story has alike. */
export interface Rules<S, A extends string> {
  readonly clock: MeasuringCriterion;
  readonly deterministic: boolean;
  /** Whether `isTerminal` is ever true. */
  readonly episodic: boolean;
  readonly actions: readonly A[];
  legal?(state: S): readonly A[];
  start(chance: Chance): S;
  step(state: S, action: A, chance: Chance): S;
  isTerminal?(state: S): boolean;
  label(state: S): string;
  /** How well things stand. The true reward of a step is the welfare arrived at, and what the act itself was worth. */
  welfare(state: S): number;
  /** How well things seem to stand, to the overseer. Default: as they do. */
  seems?(state: S): number;
  /** What the act itself is truly worth, seen by nobody. Default: nothing. */
  gain?(transition: Transition<S, A>): number;
  /** How the overseer rates a step. */
  praise(transition: Transition<S, A>): number;
  /** Doing nothing in particular: humming and stretching come to the same wherever it is legal. */
  readonly idle: A;
  /** The deeds, and the omissions, that make a situation: by what they are called. */
  readonly deeds: Readonly<Record<string, (state: S, action: A) => boolean>>;
  /** An episode told by hand, with the sum of its true rewards. */
  readonly example: WorkedExample<A>;
  picture?(state: S): Picture;
}

/** An episode of a story: `chance` is the script of its draws, one for each step that leaves something to chance. */
export interface WorkedExample<A extends string> {
  readonly actions: readonly A[];
  readonly chance?: readonly number[];
  readonly total: number;
  readonly endsIn: string;
}

/** Measured in the long run: the average of a step. */
export const longRun: MeasuringCriterion = { kind: "average" };

/** Measured over so many steps. */
export const overSteps = (horizon: number): MeasuringCriterion => ({ kind: "finite", horizon });

/** Measured with tomorrow worth a little less than today. */
export const discounting = (discount: number): MeasuringCriterion => ({ kind: "discounted", discount });
