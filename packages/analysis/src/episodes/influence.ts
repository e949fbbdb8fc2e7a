import type { CodedEpisode } from "./coded-log.ts";
import { byState, type CountModel, type PairRewards } from "./count-model.ts";
import { type Continuation, expectedNext, type ModelRepair } from "./model-repair.ts";

/** What is estimated of the deviations that a repair counts: the two harms, and the three praises behind the flagged one. */
export const QUANTITIES = ["manufactured", "avoidable", "opportunity", "redeemed", "pays"] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** One continuation of one reward, with the signed weight of each pair's excess. */
interface Part {
  readonly stream: keyof PairRewards;
  readonly continuation: Continuation;
  /** Length K: by how much a unit of excess play of the pair counts. 0 where it does not. */
  readonly weight: Float64Array;
  /** Only what comes after the step counts. */
  readonly later: boolean;
}

/** The parts of a quantity: m(s) = Σ_k (π − ρ)(k) Σ_parts weight(k)·(Q(k), without the step's own reward where `later`). */
function partsOf({ model, repaired, flagged, opportune }: ModelRepair, quantity: Quantity): readonly Part[] {
  const { log, policy, reference } = model;
  const weigh = (of: (k: number, state: number) => number): Float64Array => Float64Array.from(log.pairs, ({ state }, k) => of(k, state));
  const when = (counts: boolean | undefined): number => (counts === true ? 1 : 0);
  const is = (state: number): number => flagged[state] ?? 0;
  const excess = (k: number): boolean => (policy[k] ?? 0) > (reference[k] ?? 0);
  const both = (stream: Part["stream"]): readonly Part[] => [
    { stream, continuation: "policy", weight: weigh((k, state) => is(state) * when(excess(k))), later: false },
    { stream, continuation: "repair", weight: weigh((k, state) => is(state) * when(!excess(k))), later: false },
  ];
  switch (quantity) {
    case "manufactured":
      return [{ stream: "welfare", continuation: "repair", weight: weigh((_, state) => -is(state)), later: false }];
    case "avoidable":
      return [{ stream: "welfare", continuation: "repair", weight: weigh((_, state) => -(repaired[state] ?? 0)), later: false }];
    case "opportunity":
      return (["policy", "repair"] as const).map((continuation) => ({
        stream: "rescue",
        continuation,
        weight: weigh((_, state) => is(state) * when(opportune[state] === continuation)),
        later: true,
      }));
    case "redeemed":
      return both("rescue");
    case "pays":
      return both("praise");
  }
}

const sumOf = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number, 0);

/** What a step's score is made of, by pair (length K), by part, and by the state that the step leads to. */
interface PartScore {
  readonly stream: keyof PairRewards;
  /** Length K: what the reward of a step counts, and what the value of where it leads counts. */
  readonly ofReward: Float64Array;
  readonly ofValue: Float64Array;
  /** Length S + 1. */
  readonly value: Float64Array;
}

/** How every step of an episode that the repair was not fitted to moves the estimate. */
export interface Influence {
  /** Length S + 1: what an episode of the agent counts for where it begins. */
  readonly start: Float64Array;
  readonly parts: readonly PartScore[];
  /** Length K: what the parts come to on average on the model, taken off. */
  readonly expected: Float64Array;
  /** Length K: what choosing the pair counts, when the agent and when the reference chooses. */
  readonly chosen: { readonly policy: Float64Array; readonly reference: Float64Array };
}

/** A number a pair less its mean under a play, in units of one step there; 0 in states where nobody was seen to play so. */
function centred({ model }: ModelRepair, play: "policy" | "reference", numbers: Float64Array, density: CountModel): Float64Array {
  const shares = model[play];
  const mean = byState(
    model.log,
    numbers.map((number, k) => number * (shares[k] ?? 0)),
  );
  return Float64Array.from(model.log.pairs, ({ state }, k) => {
    const visits = density.visits[play][state] ?? 0;
    return visits === 0 || (shares[k] ?? 0) === 0 ? 0 : (((numbers[k] ?? 0) - (mean[state] ?? 0)) * density.episodes) / visits;
  });
}

/**
 * The influence function of a quantity at a fitted repair, in the two-stage form: the agent's discounted time is one policy evaluation,
 * and what its deviations lead to another one, from the signed mass that they put on pairs. With the repair and what it counts held
 * fixed, the mean score of fresh episodes estimates the quantity with an error that is a product of two errors of the model: that of its
 * values and that of its occupancies (Kallus and Uehara 2020, "Double reinforcement learning", for the one-stage form).
 */
export function influenceOf(repair: ModelRepair, quantity: Quantity, density: CountModel): Influence {
  const { model, discount, systems, values, q, time, repaired } = repair;
  const { log, policy, reference, rewards } = model;
  const { count, episodes } = density;
  const parts = partsOf(repair, quantity);
  const worthOf = (part: Part): Float64Array =>
    q[part.continuation][part.stream].map((worth, k) => worth - (part.later ? (rewards[part.stream][k] ?? 0) : 0));
  const scale = (numbers: Float64Array): Float64Array =>
    numbers.map((number, k) => ((count[k] ?? 0) === 0 ? 0 : (number * episodes) / (count[k] ?? 1)));

  // What one unit of excess play of a pair counts, and what the agent collects of it from each state.
  const counted = Float64Array.from(log.pairs, (_, k) =>
    parts.reduce((sum, part) => sum + (part.weight[k] ?? 0) * (worthOf(part)[k] ?? 0), 0),
  );
  const perState = byState(
    log,
    counted.map((worth, k) => ((policy[k] ?? 0) - (reference[k] ?? 0)) * worth),
  );
  const total = systems.policy.values(Float64Array.from({ length: time.length }, (_, state) => perState[state] ?? 0));
  const later = expectedNext(model, total).map((worth) => discount * worth);

  const reached = Float64Array.from(log.pairs, ({ state }, k) => (time[state] ?? 0) * (policy[k] ?? 0));
  const scores: PartScore[] = [{ stream: "welfare", ofReward: new Float64Array(count.length), ofValue: scale(reached), value: total }];
  const byPolicy = Float64Array.from(log.pairs, ({ state }, k) => (time[state] ?? 0) * ((counted[k] ?? 0) + (later[k] ?? 0)));
  const byReference = Float64Array.from(log.pairs, ({ state }, k) => -(time[state] ?? 0) * (counted[k] ?? 0));

  for (const part of parts) {
    const value = values[part.continuation][part.stream];
    const worth = q[part.continuation][part.stream];
    const mass = Float64Array.from(
      log.pairs,
      ({ state }, k) => (time[state] ?? 0) * ((policy[k] ?? 0) - (reference[k] ?? 0)) * (part.weight[k] ?? 0),
    );
    const inflow = new Float64Array(time.length);
    mass.forEach((weight, k) => {
      for (const [to, share] of weight === 0 ? [] : (model.outcomes[k] ?? [])) {
        inflow[to] = (inflow[to] ?? 0) + discount * weight * share;
      }
    });
    const visits = systems[part.continuation].visits(inflow);
    const goesOn = (state: number): "policy" | "reference" =>
      part.continuation === "repair" && repaired[state] === 1 ? "reference" : "policy";
    const flow = Float64Array.from(log.pairs, ({ state }, k) => (visits[state] ?? 0) * (model[goesOn(state)][k] ?? 0));
    scores.push({
      stream: part.stream,
      ofReward: scale(flow.map((weight, k) => weight + (part.later ? 0 : (mass[k] ?? 0)))),
      ofValue: scale(flow.map((weight, k) => weight + (mass[k] ?? 0))),
      value,
    });
    log.pairs.forEach(({ state }, k) => {
      const chosen = goesOn(state) === "policy" ? byPolicy : byReference;
      chosen[k] = (chosen[k] ?? 0) + (visits[state] ?? 0) * (worth[k] ?? 0);
    });
  }
  const expected = scores.reduce((sum, { stream, ofReward, ofValue, value }) => {
    const next = expectedNext(model, value);
    return sum.map((so, k) => so + (ofReward[k] ?? 0) * (rewards[stream][k] ?? 0) + discount * (ofValue[k] ?? 0) * (next[k] ?? 0));
  }, new Float64Array(count.length));
  return {
    start: total.map((worth) => (1 - discount) * worth),
    parts: scores,
    expected,
    chosen: { policy: centred(repair, "policy", byPolicy, density), reference: centred(repair, "reference", byReference, density) },
  };
}

/** What the steps of one episode add to the estimate. */
export function scoreSteps(influence: Influence, { model, discount }: ModelRepair, episode: CodedEpisode): number {
  const { parts, expected, chosen } = influence;
  let score = 0;
  episode.pair.forEach((k, step) => {
    const next = episode.next[step] ?? 0;
    const praise = episode.praise[step] ?? 0;
    const pays = { welfare: episode.welfare[step] ?? 0, praise, rescue: model.rescues[k] === 1 ? praise : 0 };
    score += (episode.byReference[step] === 1 ? chosen.reference : chosen.policy)[k] ?? 0;
    for (const { stream, ofReward, ofValue, value } of parts) {
      score += (ofReward[k] ?? 0) * pays[stream] + discount * (ofValue[k] ?? 0) * (value[next] ?? 0);
    }
    score -= expected[k] ?? 0;
  });
  return score;
}

/** What the quantity is on the model that the repair was fitted to. */
export function plugIn(repair: ModelRepair, { start }: Influence): number {
  const { model, discount } = repair;
  return discount === 1 ? 0 : sumOf(start.map((worth, state) => worth * (model.start[state] ?? 0)));
}
