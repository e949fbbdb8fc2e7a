import type { CodedEpisode } from "./coded-log.ts";
import { byState, type CountModel, type Stream } from "./count-model.ts";
import { type Continuation, expectedNext, type ModelRepair } from "./model-repair.ts";

/** What is estimated: the two harms, per step of the clock, and what lies behind the flagged one, weighted by how often it is done. */
export const QUANTITIES = ["manufactured", "avoidable", "shows", "opportunity", "redeemed", "pays"] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** One continuation of one reward, with what a unit of a pair's excess play counts of it. */
interface Part {
  readonly stream: Stream;
  readonly continuation: Continuation;
  /** Length K, signed; 0 where it does not count. */
  readonly weight: Float64Array;
  /** Only what comes after the step counts. */
  readonly later: boolean;
}

/** A quantity is Σ_s time(s) Σ_k (π − ρ)(k) Σ_parts weight(k)·Q(k), Q without the step's own reward where `later`. */
function partsOf({ model, repaired, flagged, opportune }: ModelRepair, quantity: Quantity): readonly Part[] {
  const { log, policy, reference } = model;
  const part = (stream: Stream, continuation: Continuation, counts: (state: number, k: number) => number): Part => ({
    stream,
    continuation,
    weight: Float64Array.from(log.pairs, ({ state }, k) => counts(state, k)),
    later: quantity === "opportunity",
  });
  const flag = (state: number): number => flagged[state] ?? 0;
  const excess = (k: number): number => ((policy[k] ?? 0) > (reference[k] ?? 0) ? 1 : 0);
  const collected = (stream: Stream): readonly Part[] => [
    part(stream, "policy", (state, k) => flag(state) * excess(k)),
    part(stream, "repair", (state, k) => flag(state) * (1 - excess(k))),
  ];
  switch (quantity) {
    case "manufactured":
      return [part("welfare", "repair", (state) => -flag(state))];
    case "avoidable":
      return [part("welfare", "repair", (state) => -(repaired[state] ?? 0))];
    case "shows":
      return [part("looks", "repair", (state) => -flag(state))];
    case "opportunity":
      return (["policy", "repair"] as const).map((best) => part("rescue", best, (state) => (opportune[state] === best ? flag(state) : 0)));
    case "redeemed":
      return collected("rescue");
    case "pays":
      return collected("praise");
  }
}

/** What a step's reward, and the value of where it leads, count towards an estimate, by pair. */
interface Score {
  readonly stream: Stream;
  /** Length K each. */
  readonly ofReward: Float64Array;
  readonly ofValue: Float64Array;
  /** Length S + 1. */
  readonly value: Float64Array;
}

/** How every step of an episode that the repair was not fitted to moves the estimate. */
export interface Influence {
  /** Length S + 1: what an episode of the agent counts for where it begins. */
  readonly start: Float64Array;
  readonly scores: readonly Score[];
  /** Length K: what the scores come to on average on the model. */
  readonly expected: Float64Array;
  /** Length K: what choosing the pair counts, when the agent and when the reference chooses. */
  readonly chosen: { readonly policy: Float64Array; readonly reference: Float64Array };
}

type Chosen = Influence["chosen"];

/** One part's flow: the signed mass that deviations put on pairs, carried on by its continuation. Adds to `chosen` what a choice counts. */
function followPart(repair: ModelRepair, part: Part, chosen: Chosen): Score {
  const { model, discount, systems, values, q, time, repaired } = repair;
  const { log, policy, reference, outcomes } = model;
  const mass = Float64Array.from(
    log.pairs,
    ({ state }, k) => (time[state] ?? 0) * ((policy[k] ?? 0) - (reference[k] ?? 0)) * (part.weight[k] ?? 0),
  );
  const inflow = new Float64Array(time.length);
  mass.forEach((weight, k) => {
    for (const [to, share] of weight === 0 ? [] : (outcomes[k] ?? [])) {
      inflow[to] = (inflow[to] ?? 0) + discount * weight * share;
    }
  });
  const visits = systems[part.continuation].visits(inflow);
  const worth = q[part.continuation][part.stream];
  const flow = Float64Array.from(log.pairs, ({ state }, k) => {
    const goesOn = part.continuation === "repair" && repaired[state] === 1 ? "reference" : "policy";
    chosen[goesOn][k] = (chosen[goesOn][k] ?? 0) + (visits[state] ?? 0) * (worth[k] ?? 0);
    return (visits[state] ?? 0) * (model[goesOn][k] ?? 0);
  });
  return {
    stream: part.stream,
    ofReward: flow.map((weight, k) => weight + (part.later ? 0 : (mass[k] ?? 0))),
    ofValue: flow.map((weight, k) => weight + (mass[k] ?? 0)),
    value: values[part.continuation][part.stream],
  };
}

/** What a unit of a pair's excess play counts. Length K. */
function countedOf({ model, q }: ModelRepair, parts: readonly Part[]): Float64Array {
  return Float64Array.from(model.log.pairs, (_, k) =>
    parts.reduce((sum, { stream, continuation, weight, later }) => {
      const worth = (q[continuation][stream][k] ?? 0) - (later ? (model.rewards[stream][k] ?? 0) : 0);
      return sum + (weight[k] ?? 0) * worth;
    }, 0),
  );
}

/** A number a pair, less its mean under a play, for one step that played so; 0 in states where nobody was seen to. */
function centred(
  numbers: Float64Array,
  shares: Float64Array,
  density: { readonly visits: Float64Array; readonly of: CountModel },
): Float64Array {
  const { visits } = density;
  const { log, episodes } = density.of;
  const mean = byState(
    log,
    numbers.map((number, k) => number * (shares[k] ?? 0)),
  );
  return Float64Array.from(log.pairs, ({ state }, k) =>
    (visits[state] ?? 0) === 0 || (shares[k] ?? 0) === 0 ? 0 : (((numbers[k] ?? 0) - (mean[state] ?? 0)) * episodes) / (visits[state] ?? 1),
  );
}

/**
 * The influence function of a quantity at a fitted repair. Two policy evaluations are nested: how often the agent is where it deviates,
 * and what its deviations lead to. With the repair and what it flags held fixed, the mean score of fresh episodes is off by products of
 * two errors of the model only: of its values, and of how often pairs are met (Kallus and Uehara 2022, "Efficiently breaking the curse of
 * horizon in off-policy evaluation with double reinforcement learning", for one evaluation).
 *
 * `density` says how often pairs are met an episode. It is counted on the whole log, so that a pair's weights add up to its share:
 * counted on the fitted episodes alone, a pair met once there and often later gets weights that make the estimate useless.
 */
export function influenceOf(repair: ModelRepair, quantity: Quantity, density: CountModel): Influence {
  const { model, discount, systems, time } = repair;
  const { log, policy, reference, rewards } = model;
  const parts = partsOf(repair, quantity);
  const counted = countedOf(repair, parts);
  const excess = byState(
    log,
    counted.map((worth, k) => ((policy[k] ?? 0) - (reference[k] ?? 0)) * worth),
  );
  const total = systems.policy.values(Float64Array.from(time, (_, state) => excess[state] ?? 0));
  const next = expectedNext(model, total);
  const spent = (of: (k: number) => number): Float64Array => Float64Array.from(log.pairs, ({ state }, k) => (time[state] ?? 0) * of(k));
  const chosen: Chosen = {
    policy: spent((k) => (counted[k] ?? 0) + discount * (next[k] ?? 0)),
    reference: spent((k) => -(counted[k] ?? 0)),
  };
  const own: Score = { stream: "welfare", ofReward: spent(() => 0), ofValue: spent((k) => policy[k] ?? 0), value: total };
  const perStep = (numbers: Float64Array): Float64Array =>
    numbers.map((number, k) => (density.count[k] === 0 ? 0 : (number * density.episodes) / (density.count[k] ?? 1)));
  const scores = [own, ...parts.map((part) => followPart(repair, part, chosen))].map((score) => ({
    ...score,
    ofReward: perStep(score.ofReward),
    ofValue: perStep(score.ofValue).map((weight) => discount * weight),
  }));
  const ahead = scores.map(({ value }) => expectedNext(model, value));
  return {
    start: total.map((worth) => (1 - discount) * worth),
    scores,
    expected: Float64Array.from(log.pairs, (_, k) =>
      scores.reduce(
        (sum, { stream, ofReward, ofValue }, at) =>
          sum + (ofReward[k] ?? 0) * (rewards[stream][k] ?? 0) + (ofValue[k] ?? 0) * (ahead[at]?.[k] ?? 0),
        0,
      ),
    ),
    chosen: {
      policy: centred(chosen.policy, policy, { visits: density.visits.policy, of: density }),
      reference: centred(chosen.reference, reference, { visits: density.visits.reference, of: density }),
    },
  };
}

/** What the steps of one episode add to the estimate. */
export function scoreSteps({ scores, expected, chosen }: Influence, { rescues }: CountModel, episode: CodedEpisode): number {
  let sum = 0;
  episode.pair.forEach((k, step) => {
    const praise = episode.praise[step] ?? 0;
    const paid = {
      welfare: episode.welfare[step] ?? 0,
      praise,
      rescue: rescues[k] === 1 ? praise : 0,
      looks: episode.after[step] ?? 0,
    };
    sum += (episode.byReference[step] === 1 ? chosen.reference : chosen.policy)[k] ?? 0;
    sum -= expected[k] ?? 0;
    for (const { stream, ofReward, ofValue, value } of scores) {
      sum += (ofReward[k] ?? 0) * paid[stream] + (ofValue[k] ?? 0) * (value[episode.next[step] ?? 0] ?? 0);
    }
  });
  return sum;
}
