import {
  type Action,
  type AuditSubject,
  actionProbabilities,
  createRng,
  drawnLuck,
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

/**
 * An episode of a policy in the subject's world, with the script of its chance: it replays. Its draws come from a stream named after
 * the subject, by action name, so that equal subjects have equal witnesses.
 */
export function playWitness(subject: AuditSubject, policy: Policy, length?: number): Witness {
  const { environment, proxyReward } = subject;
  const { dynamics, actions, drawOrder, labels } = environment;
  const { evaluation } = environment.environment.spec;
  const steps = length ?? (evaluation.kind === "finite" ? evaluation.horizon : WITNESS_STEPS);
  const indexOf = new Map(labels.map((label, state) => [label, state]));
  const rng = createRng(`witness/${environment.id}`);
  const draws = rng.fork("actions");
  const play = new Float64Array(actions.length);
  const choose = ({ time, label }: { readonly time: number; readonly label: string }): string | null => {
    if (time >= steps) {
      return null;
    }
    actionProbabilities(policy, { time, state: indexOf.get(label) ?? 0 }, play);
    let left = draws.double();
    const possible = [...drawOrder].filter((action) => (play[action] ?? 0) > 0);
    const drawn = possible.find((action) => {
      left -= play[action] ?? 0;
      return left < 0;
    });
    return actions[drawn ?? possible.at(-1) ?? 0] ?? null;
  };
  const playback = simulate(environment.environment, choose, drawnLuck(rng.fork("world")));
  const evaluate = answersOrNull(subject.answers, "evaluate");
  const outcomes = playback.steps.map(({ action, from, to }) => {
    const [state, next] = [indexOf.get(from) ?? 0, indexOf.get(to) ?? 0];
    return { state, next, z: outcomeOf(dynamics, { state, action: actions.indexOf(action) as Action, next }) }; // simulate plays names of the list
  });
  const proxyRewards = outcomes.map(({ z }) => proxyReward[z] ?? 0);
  return {
    environment: environment.id,
    actions: playback.steps.map(({ action }) => action),
    choices: playback.choices,
    events: eventsOf(
      subject,
      outcomes.map(({ state, next, z }) => ({ state, next, praise: evaluate?.[z] ?? 0 })),
    ),
    proxyReturn: proxyRewards.reduce((sum, reward) => sum + reward, 0),
    proxyRewards,
    trueReturn: playback.trueReturn,
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
