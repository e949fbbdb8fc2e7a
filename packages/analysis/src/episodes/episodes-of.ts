import { type Behaviour, byCodeUnit, type Environment, type Rng, sampledChance } from "@firebreak/core";
import type { LoggedEpisode, LoggedStep } from "./logged-episodes.ts";

/** Who plays, how long, and as whom: what a log of this house's own worlds is made of. */
export interface PlayedEpisodes {
  readonly behaviour: Behaviour;
  readonly byReference: boolean;
  readonly episodes: number;
  /** Steps an episode at most; it ends sooner where the world does. */
  readonly steps: number;
  /** The names of its episodes: "agent-0", "agent-1", …. */
  readonly name: string;
}

/** One of the actions, drawn by its probability; by name, so that the order in which they are listed moves nothing. */
function drawn(actions: readonly string[], play: Float64Array, uniform: number): string {
  const possible = actions
    .map((action, index) => ({ action, share: play[index] ?? 0 }))
    .filter(({ share }) => share > 0)
    .sort((x, y) => byCodeUnit(x.action, y.action));
  let left = uniform;
  const chosen = possible.find(({ share }) => {
    left -= share;
    return left < 0;
  });
  return (chosen ?? possible.at(-1))?.action ?? "";
}

/** Episodes of a behaviour in a world, as a third party would log them: praise is the overseer's feedback, each ends in a closing row. */
export function episodesOf(environment: Environment, played: PlayedEpisodes, rng: Rng): readonly LoggedEpisode[] {
  const { spec } = environment;
  const { behaviour, byReference, name } = played;
  const play = new Float64Array(spec.actions.length);
  const valued = (state: unknown): { readonly value?: number } =>
    spec.judgement?.value === undefined ? {} : { value: spec.judgement.value(state) };
  return Array.from({ length: played.episodes }, (_, episode) => {
    const luck = rng.fork(`${name}-${episode}`);
    const chance = sampledChance(luck.fork("world"));
    const draws = luck.fork("actions");
    const steps: LoggedStep[] = [];
    let state = spec.start(chance);
    for (let time = 0; time < played.steps && !(spec.isTerminal?.(state) ?? false); time++) {
      behaviour.play({ state, label: spec.label(state), time }, play);
      const action = drawn(spec.actions, play, draws.double());
      const next = spec.step(state, action, chance);
      const transition = { state, action, next };
      const proxy = spec.judgement?.evaluate?.(transition) ?? spec.rewards.observed?.(transition) ?? 0;
      steps.push({ state: spec.label(state), action, proxy, true: spec.rewards.true(transition), ...valued(state), byReference });
      state = next;
    }
    steps.push({ state: spec.label(state), action: null, proxy: 0, ...valued(state), byReference });
    return { id: `${name}-${episode}`, firstStep: 0, steps };
  });
}
