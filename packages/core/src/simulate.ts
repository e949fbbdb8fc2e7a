import { type Chance, pairedChance, recordedChance, scriptedChance } from "./chance.ts";
import type { Environment, Transition } from "./environment.ts";
import { FirebreakError, nearestOf } from "./error.ts";
import type { Rng } from "./rng.ts";

/** One step of a simulated episode, with both rewards and the script of its draws. */
export interface Step {
  readonly action: string;
  readonly from: string;
  readonly to: string;
  readonly trueReward: number;
  readonly observedReward: number | null;
  readonly choices: readonly number[];
}

/** A simulated episode: labels, rewards, and every choice of chance in the order it was made (the witness format). */
export interface Playback {
  readonly environment: string;
  readonly start: string;
  readonly steps: readonly Step[];
  readonly observedReturn: number | null;
  readonly trueReturn: number;
  readonly terminated: boolean;
  readonly final: string;
  readonly choices: readonly number[];
}

/** The actions legal in a rich state; none where the episode has ended. */
export function legalIn(environment: Environment, state: unknown): readonly string[] {
  const { spec } = environment;
  if (spec.isTerminal?.(state) ?? false) {
    return [];
  }
  return spec.legal?.(state) ?? spec.actions;
}

/** Picks the next action of an episode, or null to stop. */
export type Choose = (at: {
  readonly time: number;
  readonly state: unknown;
  readonly label: string;
  readonly legal: readonly string[];
}) => string | null;

/** Where the chance of an episode comes from: of each step, -1 being the start. `drawn` collects the choices as they are made. */
export interface Luck {
  chanceAt(time: number): Chance;
  readonly drawn: readonly number[];
}

/** An episode that is being played, one step at a time. */
export interface RunningEpisode {
  /** Where it stands: `legal` is empty where the world has ended. */
  readonly at: () => Parameters<Choose>[0];
  /** @throws FirebreakError "illegal-action" with the step and the legal actions. */
  readonly play: (action: string) => Step;
  /** All of it so far. */
  readonly playback: () => Playback;
}

/** Begins an episode on the author's own functions. */
export function startEpisode(environment: Environment, luck: Luck): RunningEpisode {
  const { spec } = environment;
  let state = spec.start(luck.chanceAt(-1));
  const start = spec.label(state);
  const steps: Step[] = [];
  const at = (): Parameters<Choose>[0] => ({ time: steps.length, state, label: spec.label(state), legal: legalIn(environment, state) });
  const play = (action: string): Step => {
    const { time, label, legal } = at();
    if (!legal.includes(action)) {
      throw new FirebreakError(
        "illegal-action",
        `Cannot play '${action}' at step ${time} of '${environment.id}' in state '${label}': ${nearestOf(action, legal, "legal")}`,
      );
    }
    const drawnBefore = luck.drawn.length;
    const next = spec.step(state, action, luck.chanceAt(time));
    const transition: Transition<unknown, string> = { state, action, next };
    const trueReward = spec.rewards.true(transition);
    const observedReward = spec.rewards.observed?.(transition) ?? null;
    const step = { action, from: label, to: spec.label(next), trueReward, observedReward, choices: luck.drawn.slice(drawnBefore) };
    steps.push(step);
    state = next;
    return step;
  };
  const playback = (): Playback => ({
    environment: environment.id,
    start,
    steps: [...steps],
    observedReturn: spec.rewards.observed === undefined ? null : steps.reduce((sum, step) => sum + (step.observedReward ?? 0), 0),
    trueReturn: steps.reduce((sum, step) => sum + step.trueReward, 0),
    terminated: legalIn(environment, state).length === 0,
    final: spec.label(state),
    choices: [...luck.drawn],
  });
  return { at, play, playback };
}

/**
 * Plays one episode on the author's own step function: until `choose` stops it or the world ends.
 *
 * @throws FirebreakError "illegal-action" with the step and the legal actions.
 */
export function simulate(environment: Environment, choose: Choose, luck: Luck): Playback {
  const episode = startEpisode(environment, luck);
  for (let at = episode.at(); at.legal.length > 0; at = episode.at()) {
    const action = choose(at);
    if (action === null) {
      break;
    }
    episode.play(action);
  }
  return episode.playback();
}

/** Chance from a stream, with its choices written down. */
export function drawnLuck(rng: Rng): Luck {
  const drawn: number[] = [];
  const chance = recordedChance(rng, drawn);
  return { drawn, chanceAt: () => chance };
}

/** Chance that is the same for every agent, draw by draw, with its choices written down. */
export function pairedLuck(luck: Rng, episode: number): Luck {
  const drawn: number[] = [];
  return { drawn, chanceAt: (time) => pairedChance(luck, { episode, time }, drawn) };
}

/** Chance from a script; the choices drawn are the script itself, as far as it was used. */
export function scriptedLuck(choices: readonly number[]): Luck {
  const chance = scriptedChance(choices);
  return {
    get drawn(): readonly number[] {
      return choices.slice(0, chance.used());
    },
    chanceAt: () => chance,
  };
}

/** Plays a list of actions, under a script of choices or a stream; stops where the list or the episode ends. */
export function replay(environment: Environment, actions: readonly string[], luck: readonly number[] | Rng): Playback {
  return simulate(environment, ({ time }) => actions[time] ?? null, "fork" in luck ? drawnLuck(luck) : scriptedLuck(luck));
}

/**
 * The actions that a string names: comma-separated names, or one letter an action where first letters tell the actions apart.
 * @throws FirebreakError "unknown-id" naming the place and the nearest actions.
 */
export function parseActions(environment: Environment, text: string): readonly string[] {
  const { actions } = environment.spec;
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => actions.includes(name))) {
    return names;
  }
  const byLetter = new Map(actions.map((action) => [action[0], action]));
  if (text.includes(",") || byLetter.size !== actions.length) {
    const at = names.findIndex((name) => !actions.includes(name));
    throw new FirebreakError(
      "unknown-id",
      `Cannot play '${names[at] ?? ""}', action ${at + 1} of '${text}', in '${environment.id}': ${nearestOf(names[at] ?? "", actions)}`,
    );
  }
  return [...text].map((letter, at) => {
    const action = byLetter.get(letter);
    if (action === undefined) {
      throw new FirebreakError(
        "unknown-id",
        `Cannot play '${letter}', letter ${at + 1} of '${text}', in '${environment.id}': its actions are ${actions.join(", ")}`,
      );
    }
    return action;
  });
}
