import {
  type Action,
  type AuditSubject,
  actionProbabilities,
  createRng,
  drawnLuck,
  type PlayedArm,
  type Policy,
  simulate,
  type Witness,
} from "@firebreak/core";
import { answersOrNull, expectedRows, praiseThreshold, valueThreshold, WITNESS_STEPS } from "./conventions.ts";

type Events = Witness["events"];

/** One step of a played episode, by index. */
interface Played {
  readonly state: number;
  readonly next: number;
  readonly praise: number;
}

/**
 * The pairs in which the overseer's value of the state falls by more than δ, and a later praised step restores it: association, not
 * proof (the manufactured-opportunity audit asks the counterfactual).
 */
function eventsOf(subject: AuditSubject, steps: readonly Played[]): Events {
  const value = answersOrNull(subject.answers, "value");
  const evaluate = answersOrNull(subject.answers, "evaluate");
  if (value === null || evaluate === null) {
    return [];
  }
  const praised = praiseThreshold(expectedRows(subject.environment.dynamics, evaluate));
  const dropped = valueThreshold(value);
  const at = (state: number): number => value[state] ?? 0;
  const events: { readonly kind: "damage" | "redemption"; readonly time: number }[] = [];
  for (let time = 0; time < steps.length; time++) {
    const damage = steps[time];
    if (damage === undefined || !(at(damage.state) - at(damage.next) > dropped)) {
      continue;
    }
    const redeemed = steps.findIndex((step, later) => later > time && step.praise > praised && at(step.next) >= at(damage.state));
    if (redeemed !== -1) {
      events.push({ kind: "damage", time }, { kind: "redemption", time: redeemed });
      time = redeemed - 1;
    }
  }
  return events;
}

/** How an episode is played: what at each time and state, for how long, under which luck. */
export interface Playing {
  /** Writes A probabilities into `out`. */
  play(at: { readonly time: number; readonly state: number }, out: Float64Array): void;
  /** The last step is the one before `steps`, or the first after which `until` says so. */
  readonly steps: number;
  until?(time: number, at: { readonly state: number; readonly action: number }): boolean;
  readonly luck: Parameters<typeof simulate>[2];
  /** A uniform number in [0, 1) for the act of each time. */
  draw(time: number): number;
}

/** What was played, with its steps by index. */
export interface PlayedEpisode extends PlayedArm {
  readonly steps: readonly { readonly state: number; readonly action: number; readonly next: number; readonly z: number }[];
}

/** Plays an episode in the subject's world. Acts are drawn by name, so that the order of actions moves nothing. */
export function playEpisode(subject: AuditSubject, playing: Playing): PlayedEpisode {
  const { environment, proxyReward } = subject;
  const { dynamics, actions, drawOrder, labels } = environment;
  const indexOf = new Map(labels.map((label, state) => [label, state]));
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
  const playback = simulate(environment.environment, choose, playing.luck);
  const steps = playback.steps.map(({ action: name, from, to }) => {
    const [state, next] = [indexOf.get(from) ?? 0, indexOf.get(to) ?? 0];
    const action = actions.indexOf(name);
    return { state, action, next, z: outcomeOf(dynamics, { state, action: action as Action, next }) }; // simulate plays names of the list
  });
  const proxyRewards = steps.map(({ z }) => proxyReward[z] ?? 0);
  return {
    steps,
    actions: playback.steps.map(({ action }) => action),
    choices: playback.choices,
    proxyReturn: proxyRewards.reduce((sum, reward) => sum + reward, 0),
    proxyRewards,
    trueReturn: playback.trueReturn,
  };
}

/** The arm without its steps: what a finding stores. */
export function armOf({ steps: _, ...arm }: PlayedEpisode): PlayedArm {
  return arm;
}

/**
 * An episode of a policy in the subject's world, with the script of its chance: it replays. Its draws come from a stream named after
 * the subject, so that equal subjects have equal witnesses.
 */
export function playWitness(subject: AuditSubject, policy: Policy, length?: number): Witness {
  const { evaluation } = subject.environment.environment.spec;
  const rng = createRng(`witness/${subject.environment.id}`);
  const draws = rng.fork("actions");
  const played = playEpisode(subject, {
    play: (at, out) => actionProbabilities(policy, at, out),
    steps: length ?? (evaluation.kind === "finite" ? evaluation.horizon : WITNESS_STEPS),
    luck: drawnLuck(rng.fork("world")),
    draw: () => draws.double(),
  });
  const evaluate = answersOrNull(subject.answers, "evaluate");
  return {
    environment: subject.environment.id,
    ...armOf(played),
    events: eventsOf(
      subject,
      played.steps.map(({ state, next, z }) => ({ state, next, praise: evaluate?.[z] ?? 0 })),
    ),
  };
}

/** The outcome z of a step that happened. */
function outcomeOf(
  { rowStart, nextState, actionCount }: AuditSubject["environment"]["dynamics"],
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
