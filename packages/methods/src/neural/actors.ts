import type { Rng } from "@firebreak/core";
import { beginEpisode } from "../kernels/begin-episode.ts";
import { clearCounts, drawOutcome, forkLuck, type Luck, layWalk, newTrail, type Walk } from "../kernels/walk.ts";
import type { LearningTask } from "../learners/learner.ts";
import { pairUp } from "./block-of-seeds.ts";

/** One step of one seed, as it happened. */
export interface ActedStep {
  readonly state: number;
  /** The output that stood for the action. */
  readonly output: number;
  readonly reward: number;
  readonly next: number;
  /** "terminal": nothing follows. "cut": the episode was stopped here, and might have gone on. */
  readonly end: "terminal" | "cut" | null;
}

/** One seed of a block at work in its world. */
export interface Actor {
  /** Its place in the block. */
  readonly seed: number;
  readonly luck: Luck;
  /** Steps that it has paid for. */
  done: number;
  /** Steps that it can pay for now. */
  affordable(): number;
  /** The state to act in: an episode begins where none is under way. -1 where it begins in a terminal state: that passes for a step. */
  stand(): number;
  /** Plays the action that an output stands for. */
  act(output: number): ActedStep;
  /** Pays for the steps since it last paid. */
  pay(steps: number): void;
}

function actorOf(seed: number, parts: { task: LearningTask; walk: Walk; episode: number; rng: Rng }): Actor {
  const { task, walk, episode } = parts;
  const { drawOrder, reward, meter } = task;
  const trail = newTrail(walk);
  const luck = forkLuck(parts.rng);
  let [state, time] = [-1, 0];
  const isTerminal = (at: number): boolean => walk.legalStart[at] === walk.legalStart[at + 1];
  const pairOf = (output: number): number => {
    const row = state * walk.actionCount + (drawOrder[output] ?? 0);
    return walk.legalRow.indexOf(row, walk.legalStart[state]);
  };
  return {
    seed,
    luck,
    done: 0,
    affordable: meter.affordable,
    stand() {
      if (state < 0) {
        [state, time] = [beginEpisode(walk, trail, luck), 0];
      }
      return state;
    },
    act(output) {
      const z = drawOutcome(walk, pairOf(output), luck.world);
      trail.outcomes[z] = (trail.outcomes[z] ?? 0) + 1;
      const [from, next] = [state, walk.nextState[z] ?? 0];
      time++;
      const end = isTerminal(next) ? "terminal" : time === episode ? "cut" : null;
      state = end === null ? next : -1;
      return { state: from, output, reward: reward[z] ?? 0, next, end };
    },
    pay(steps) {
      meter.pay(trail, steps);
      clearCounts(trail);
      this.done += steps;
    },
  };
}

/** The seeds of a block, each at work on its own task: all in one world. */
export function openActors(tasks: readonly LearningTask[], episode: number, rngs: readonly Rng[]): readonly Actor[] {
  const [first] = tasks;
  if (first === undefined) {
    return [];
  }
  const walk = layWalk(first.dynamics, first.sampling, first.drawOrder);
  return pairUp(tasks, rngs).map(({ task, rng }, seed) => actorOf(seed, { task, walk, episode, rng }));
}

/**
 * Runs the seeds side by side up to each point of the curve; yields where each stands in steps. Those that cannot pay for another step
 * stop, and the curve ends when all have.
 */
export function* actTogether(
  actors: readonly Actor[],
  plan: { readonly steps: number; readonly checkpoints: number },
  run: (active: readonly Actor[], steps: number) => void,
): Generator<readonly number[]> {
  for (let point = 1; point <= plan.checkpoints; point++) {
    const target = Math.floor((plan.steps * point) / plan.checkpoints);
    const room = ({ done, affordable }: Actor): number => Math.min(target - done, affordable());
    for (;;) {
      const active = actors.filter((actor) => room(actor) >= 1);
      if (active.length === 0) {
        break;
      }
      const steps = Math.min(...active.map(room));
      run(active, steps);
      for (const actor of active) {
        actor.pay(steps);
      }
    }
    yield actors.map(({ done }) => done);
    if (actors.every(({ done }) => done < target)) {
      return;
    }
  }
}
