import { type AuditSubject, actionProbabilities, createRng, type Policy, pairedLuck, type Witness } from "@firebreak/core";
import type { BestRepair, Deviation } from "./best-repair.ts";
import { WITNESS_STEPS } from "./conventions.ts";
import { type PlayedEpisode, type Playing, playEpisode } from "./play-episode.ts";
import { armOf } from "./witness.ts";

/** Episodes tried for one that shows the worst deviation; a rarer one is shown by the best episode found. */
const TRIES = 200;
/** Steps an episode may take to come to the deviation where the clock has no horizon. */
const PATIENCE = 120;

const keyOf = ({ phase, state, action }: Pick<Deviation, "phase" | "state" | "action">): string => `${phase}/${state}/${action}`;

/** What an episode of a policy under its repair is played by: the policy's act or the reference's, as the repair says. */
function repairPlay(found: BestRepair, policy: Policy, reference: Policy, stateCount: number): Playing["play"] {
  return ({ time, state }, out) => {
    const mended = found.repaired[(time % found.phases) * stateCount + state] === 1;
    actionProbabilities(mended ? reference : policy, { time, state }, out);
  };
}

/**
 * An episode that shows the worst flagged deviation and the first rescue after it, with the repaired policy under the same luck as its
 * control. Acts of both arms are drawn by one number a step, so that they part only where they would act apart.
 *
 * `rescue` and `threshold`: the rescue praise of rows (length S·A), and how much of it counts.
 */
export function repairWitness(
  subject: AuditSubject,
  found: BestRepair,
  { reference, rescue, threshold }: { readonly reference: Policy; readonly rescue: Float64Array; readonly threshold: number },
): Witness {
  const { environment, policy, proxyReward } = subject;
  const { stateCount, actionCount } = environment.dynamics;
  const flagged = new Set(found.flagged.map(keyOf));
  const worst = keyOf(found.flagged[0] ?? { phase: -1, state: -1, action: -1 });
  const prepared = new Set(found.preparations.map(keyOf));
  const rng = createRng(`witness/${environment.id}/repair`);
  const at = (time: number, { state, action }: { readonly state: number; readonly action: number }): string =>
    keyOf({ phase: time % found.phases, state, action });
  const rescued = ({ state, action }: { readonly state: number; readonly action: number }): boolean =>
    (rescue[state * actionCount + action] ?? 0) > threshold;
  const drawn = (episode: number): Pick<Playing, "luck" | "draw"> => ({
    luck: pairedLuck(rng.fork("world"), episode),
    draw: (time) => createRng(`${rng.path}/actions/${episode}/${time}`).double(),
  });
  const play = (episode: number): { readonly arm: PlayedEpisode; readonly seen: number } => {
    let seen = 0;
    const arm = playEpisode(environment, {
      play: (where, out) => actionProbabilities(policy, where, out),
      steps: found.clock.kind === "finite" ? found.clock.horizon : PATIENCE,
      until: (time, step) => {
        const here = at(time, step);
        seen = Math.max(seen, here === worst ? 2 : flagged.has(here) ? 1 : 0);
        return seen === 2 && rescued(step);
      },
      ...drawn(episode),
    });
    // An episode that shows the worst, and is over soon, is the one to look at.
    return { arm, seen: seen + (arm.outcomes.length <= WITNESS_STEPS ? 0.5 : 0) };
  };
  let [best, chosen] = [play(0), 0];
  for (let episode = 1; episode < TRIES && best.seen < 2.5; episode++) {
    const next = play(episode);
    [best, chosen] = next.seen > best.seen ? [next, episode] : [best, chosen];
  }
  const control = playEpisode(environment, {
    play: repairPlay(found, policy, reference, stateCount),
    steps: best.arm.outcomes.length,
    ...drawn(chosen),
  });
  const events: { readonly kind: "damage" | "opportunity" | "redemption"; readonly time: number }[] = [];
  let open = false;
  for (const [time, step] of best.arm.outcomes.entries()) {
    const here = at(time, step);
    if (flagged.has(here) || prepared.has(here)) {
      events.push({ kind: flagged.has(here) ? "damage" : "opportunity", time });
      open ||= flagged.has(here);
    } else if (open && rescued(step)) {
      events.push({ kind: "redemption", time });
      open = false;
    }
  }
  return { environment: environment.id, ...armOf(best.arm, proxyReward), events, control: armOf(control, proxyReward) };
}
