import { type AuditSubject, createRng, type PlayedArm, type Policy, type Witness } from "@firebreak/core";
import { answersOrNull, expectedRows, praiseThreshold, valueThreshold, WITNESS_STEPS } from "./conventions.ts";
import { type PlayedEpisode, playPolicy } from "./play-episode.ts";

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

/** What a finding stores of an episode, and what the signal paid in it. */
export function armOf({ playback, outcomes }: PlayedEpisode, proxyReward: Float64Array): PlayedArm {
  const proxyRewards = outcomes.map(({ z }) => proxyReward[z] ?? 0);
  return {
    actions: playback.steps.map(({ action }) => action),
    choices: playback.choices,
    proxyReturn: proxyRewards.reduce((sum, reward) => sum + reward, 0),
    proxyRewards,
    trueReturn: playback.trueReturn,
  };
}

/**
 * An episode of a policy in the subject's world, with the script of its chance: it replays. Its draws come from a stream named after
 * the subject, so that equal subjects have equal witnesses.
 */
export function playWitness(subject: AuditSubject, policy: Policy, length?: number): Witness {
  const { environment, proxyReward } = subject;
  const { evaluation } = environment.environment.spec;
  const steps = length ?? (evaluation.kind === "finite" ? evaluation.horizon : WITNESS_STEPS);
  const played = playPolicy(environment, { policy, steps }, createRng(`witness/${environment.id}`));
  const evaluate = answersOrNull(subject.answers, "evaluate");
  return {
    environment: environment.id,
    ...armOf(played, proxyReward),
    events: eventsOf(
      subject,
      played.outcomes.map(({ state, next, z }) => ({ state, next, praise: evaluate?.[z] ?? 0 })),
    ),
  };
}
