import {
  type Action,
  actionProbabilities,
  type CompiledEnvironment,
  drawnLuck,
  type Luck,
  type Playback,
  type Policy,
  type Rng,
  simulate,
  type TabularMdp,
} from "@firebreak/core";

/** An episode in an enumerated world, by label and by index. */
export interface PlayedEpisode {
  readonly playback: Playback;
  /** The state, the action and the outcome (in [0, Z)) of each step, and the state reached. */
  readonly outcomes: readonly { readonly state: number; readonly action: number; readonly next: number; readonly z: number }[];
}

/** How an episode is played: what at each time and state, for how long, under which luck. */
export interface Playing {
  /** Writes A probabilities into `out`. */
  play(at: { readonly time: number; readonly state: number }, out: Float64Array): void;
  /** The last step is the one before `steps`, or the first of which `until` says so. */
  readonly steps: number;
  until?(time: number, at: { readonly state: number; readonly action: number }): boolean;
  readonly luck: Luck;
  /** A uniform number in [0, 1) for the act of each time. */
  draw(time: number): number;
}

const INDEXES = new WeakMap<CompiledEnvironment, ReadonlyMap<string, number>>();

/** The states of a world by label, made once a world: a witness is looked for in hundreds of episodes. */
function statesByLabel(world: CompiledEnvironment): ReadonlyMap<string, number> {
  const index = INDEXES.get(world) ?? new Map(world.labels.map((label, state) => [label, state]));
  INDEXES.set(world, index);
  return index;
}

/** Plays on the author's own step function. Acts are drawn by name: the order in which a world declares them moves nothing. */
export function playEpisode(world: CompiledEnvironment, playing: Playing): PlayedEpisode {
  const { dynamics, actions, drawOrder } = world;
  const indexOf = statesByLabel(world);
  const shares = new Float64Array(actions.length);
  let stopped = false;
  const choose = ({ time, label }: { readonly time: number; readonly label: string }): string | null => {
    if (stopped || time >= playing.steps) {
      return null;
    }
    const state = indexOf.get(label) ?? 0;
    playing.play({ time, state }, shares);
    let left = playing.draw(time);
    const possible = [...drawOrder].filter((action) => (shares[action] ?? 0) > 0);
    const drawn = possible.find((action) => {
      left -= shares[action] ?? 0;
      return left < 0;
    });
    const action = drawn ?? possible.at(-1) ?? 0;
    stopped = playing.until?.(time, { state, action }) ?? false;
    return actions[action] ?? null;
  };
  const playback = simulate(world.environment, choose, playing.luck);
  const outcomes = playback.steps.map(({ action: name, from, to }) => {
    const [state, next] = [indexOf.get(from) ?? 0, indexOf.get(to) ?? 0];
    const action = actions.indexOf(name) as Action; // simulate plays names of the list
    return { state, action, next, z: outcomeOf(dynamics, { state, action, next }) };
  });
  return { playback, outcomes };
}

/** Plays a policy for at most `steps` steps. Actions and the world draw from streams of their own. */
export function playPolicy(
  world: CompiledEnvironment,
  conduct: { readonly policy: Policy; readonly steps: number },
  rng: Rng,
): PlayedEpisode {
  const draws = rng.fork("actions");
  return playEpisode(world, {
    play: (at, out) => actionProbabilities(conduct.policy, at, out),
    steps: conduct.steps,
    luck: drawnLuck(rng.fork("world")),
    draw: () => draws.double(),
  });
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
