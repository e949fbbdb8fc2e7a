import {
  type Action,
  actionProbabilities,
  type CompiledEnvironment,
  drawnLuck,
  type Playback,
  type Policy,
  type Rng,
  simulate,
  type TabularMdp,
} from "@firebreak/core";

/** An episode in an enumerated world, by label and by index. */
export interface PlayedEpisode {
  readonly playback: Playback;
  /** The state and the outcome (in [0, Z)) of each step, and the state reached. */
  readonly outcomes: readonly { readonly state: number; readonly next: number; readonly z: number }[];
}

/**
 * Plays a policy on the author's own step function for at most `steps` steps. Actions and the world draw from streams of their own, actions by
 * name: the order in which a world declares them moves nothing.
 */
export function playEpisode(
  world: CompiledEnvironment,
  conduct: { readonly policy: Policy; readonly steps: number },
  rng: Rng,
): PlayedEpisode {
  const { dynamics, actions, drawOrder, labels } = world;
  const indexOf = new Map(labels.map((label, state) => [label, state]));
  const draws = rng.fork("actions");
  const play = new Float64Array(actions.length);
  const choose = ({ time, label }: { readonly time: number; readonly label: string }): string | null => {
    if (time >= conduct.steps) {
      return null;
    }
    actionProbabilities(conduct.policy, { time, state: indexOf.get(label) ?? 0 }, play);
    let left = draws.double();
    const possible = [...drawOrder].filter((action) => (play[action] ?? 0) > 0);
    const drawn = possible.find((action) => {
      left -= play[action] ?? 0;
      return left < 0;
    });
    return actions[drawn ?? possible.at(-1) ?? 0] ?? null;
  };
  const playback = simulate(world.environment, choose, drawnLuck(rng.fork("world")));
  const outcomes = playback.steps.map(({ action, from, to }) => {
    const [state, next] = [indexOf.get(from) ?? 0, indexOf.get(to) ?? 0];
    return { state, next, z: outcomeOf(dynamics, { state, action: actions.indexOf(action) as Action, next }) }; // simulate plays names of the list
  });
  return { playback, outcomes };
}

/** The outcome z of a step that happened. */
function outcomeOf(
  { rowStart, nextState, actionCount }: TabularMdp,
  { state, action, next }: { readonly state: number; readonly action: Action; readonly next: number },
): number {
  const row = state * actionCount + action;
  for (let z = rowStart[row] ?? 0; z < (rowStart[row + 1] ?? 0); z++) {
    if (nextState[z] === next) {
      return z;
    }
  }
  throw new Error(`Cannot find the outcome of action ${action} from state ${state} to ${next}: the world was compiled without it`);
}
