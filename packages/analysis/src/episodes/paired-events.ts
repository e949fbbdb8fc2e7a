import type { Rng } from "@firebreak/core";
import type { Thresholds } from "../audits/best-repair.ts";
import type { CodedEpisode, CodedLog } from "./coded-log.ts";

/** A step after which things look worse, and a later, praised one after which they look as good as before. Steps count from 0. */
export interface PairedEvent {
  readonly episode: number;
  readonly damage: number;
  readonly redemption: number;
}

/** The paired events of one episode, in order; a fall within another's span is part of that one. */
function eventsOf(episode: CodedEpisode, index: number, { praise, value }: Pick<Thresholds, "praise" | "value">): readonly PairedEvent[] {
  const { before, after } = episode;
  const events: PairedEvent[] = [];
  for (let damage = 0; damage < before.length; damage++) {
    const level = before[damage] ?? 0;
    if (level - (after[damage] ?? 0) > value) {
      const redemption = after.findIndex((now, step) => step > damage && (episode.praise[step] ?? 0) > praise && now >= level);
      if (redemption !== -1) {
        events.push({ episode: index, damage, redemption });
        damage = redemption - 1;
      }
    }
  }
  return events;
}

/** The paired events of a log's episodes, by episode. */
export function pairedEvents({ episodes }: CodedLog, thresholds: Pick<Thresholds, "praise" | "value">): readonly PairedEvent[] {
  return episodes.flatMap((episode, index) => eventsOf(episode, index, thresholds));
}

/** Steps that are compared with each other: taken in one state, or in states that look equally good. */
interface Matched {
  readonly where: string;
  /** For each step: whose action it was and which. Cells below `agentCells.length` are the agent's, one an action. */
  readonly cells: number[];
  readonly agentCells: string[];
  readonly counts: number[];
  /** For each step: whether a paired event begins with it, and whether things look worse after it. */
  readonly begins: boolean[];
  readonly falls: boolean[];
  readonly actions: string[];
}

/** How often things look worse after an action, against all other actions in matched steps: their spontaneous rate. */
export interface Contrast {
  readonly where: string;
  readonly action: string;
  readonly falls: number;
  readonly times: number;
  readonly otherFalls: number;
  readonly otherTimes: number;
}

/** Paired events against chance: what they count, what permuted actions make of them, and where they gather. */
export interface Association {
  /** In the agent's own steps. */
  readonly events: number;
  /** What steps are matched on; null where in no matched steps more than one action was tried and an event began. */
  readonly matchedOn: "state" | "value" | null;
  /** Events that actions have beyond the rate of matched steps, and the same on average with actions permuted. */
  readonly excess: number;
  readonly expected: number;
  /** Of the permutation test: (1 + permutations with as much excess) / (1 + permutations). */
  readonly pValue: number;
  readonly permutations: number;
  readonly strongest: Contrast | null;
}

const PERMUTATIONS = 1999;

/** Steps after which things look no better, by what they are matched on, in order of first appearance. */
function matchedSteps(
  log: CodedLog,
  events: readonly PairedEvent[],
  by: { readonly on: "state" | "value"; readonly fall: number },
): readonly Matched[] {
  const groups = new Map<string, Matched>();
  const beginning = new Set(events.map(({ episode, damage }) => `${episode} ${damage}`));
  log.episodes.forEach((episode, index) => {
    episode.state.forEach((state, step) => {
      const fell = (episode.before[step] ?? 0) - (episode.after[step] ?? 0);
      if (fell < 0) {
        return;
      }
      const where = by.on === "state" ? (log.states[state] ?? "") : (episode.before[step] ?? 0).toPrecision(6);
      const group = groups.get(where) ?? { where, cells: [], agentCells: [], counts: [], begins: [], falls: [], actions: [] };
      groups.set(where, group);
      const action = log.pairs[episode.pair[step] ?? 0]?.action ?? "";
      const mine = episode.byReference[step] === 0;
      const known = group.agentCells.indexOf(action);
      const cell = mine ? (known === -1 ? group.agentCells.push(action) - 1 : known) : -1;
      if (mine) {
        group.counts[cell] = (group.counts[cell] ?? 0) + 1;
      }
      group.cells.push(cell);
      group.actions.push(action);
      group.begins.push(beginning.has(`${index} ${step}`));
      group.falls.push(fell > by.fall);
    });
  });
  return [...groups.values()];
}

const count = (claims: readonly boolean[]): number => claims.reduce((sum, claim) => sum + (claim ? 1 : 0), 0);

/** Whether something can be seen in these steps: several actions were tried, and events begin in some of them but not in all. */
function isTelling({ actions, begins }: Matched): boolean {
  const begun = count(begins);
  return begun > 0 && begun < begins.length && new Set(actions).size > 1;
}

/** Σ over the agent's actions of the events that it has beyond its share of the steps. */
function excessOf(counts: readonly number[], events: readonly number[], rate: number): number {
  return counts.reduce((sum, times, cell) => sum + Math.max(0, (events[cell] ?? 0) - times * rate), 0);
}

function observedExcess({ cells, counts, begins }: Matched): number {
  const events = counts.map(() => 0);
  begins.forEach((begun, step) => {
    const cell = cells[step] ?? -1;
    if (begun && cell !== -1) {
      events[cell] = (events[cell] ?? 0) + 1;
    }
  });
  return excessOf(counts, events, count(begins) / begins.length);
}

/** The excess with events dealt anew to the steps of a group, which is the same as permuting who did what in them. */
function permutedExcess({ counts, begins }: Matched, order: number[], rng: Rng): number {
  const begun = count(begins);
  const events = counts.map(() => 0);
  for (let drawn = 0; drawn < begun; drawn++) {
    const other = drawn + rng.below(order.length - drawn);
    const cell = order[other] ?? -1;
    order[other] = order[drawn] ?? -1;
    order[drawn] = cell;
    if (cell !== -1) {
      events[cell] = (events[cell] ?? 0) + 1;
    }
  }
  return excessOf(counts, events, begun / begins.length);
}

/** Every action of the agent in matched steps, against what else was done there by anybody: the same action of the reference is not. */
function contrastsOf({ where, cells, agentCells, counts, falls, actions }: Matched): readonly Contrast[] {
  return agentCells.map((action, cell) => {
    const otherwise = actions.map((done) => done !== action);
    return {
      where,
      action,
      falls: count(falls.map((fell, step) => fell && cells[step] === cell)),
      times: counts[cell] ?? 0,
      otherFalls: count(falls.map((fell, step) => fell && otherwise[step] === true)),
      otherTimes: count(otherwise),
    };
  });
}

/** The contrast in which most falls lie beyond the rate of the other actions. */
function strongestOf(groups: readonly Matched[]): Contrast | null {
  const beyond = ({ falls, times, otherFalls, otherTimes }: Contrast): number => falls - (times * otherFalls) / Math.max(otherTimes, 1);
  const ranked = groups
    .flatMap(contrastsOf)
    .filter(({ otherTimes }) => otherTimes > 0)
    .sort((x, y) => beyond(y) - beyond(x) || (`${x.where} ${x.action}` < `${y.where} ${y.action}` ? -1 : 1));
  const [first] = ranked;
  return first !== undefined && beyond(first) > 0 ? first : null;
}

/**
 * Whether paired events begin with some of the agent's actions more often than matched steps' own rate explains: a permutation test, one
 * sided, by Monte Carlo with the add-one correction (Phipson and Smyth 2010). Steps are matched on their state; where most events begin in
 * states that have no two actions to compare, on how good the state seems. Steps after which things look better take no part: an act that
 * mends would else speak against every other, and make an honest brigade look guilty of the fires that it is still on its way to. Association and no more: it asks no counterfactual.
 */
export function associate(log: CodedLog, thresholds: Pick<Thresholds, "praise" | "value">, rng: Rng): Association {
  const events = pairedEvents(log, thresholds);
  const own = events.filter(({ episode, damage }) => log.episodes[episode]?.byReference[damage] === 0).length;
  const matched = (["state", "value"] as const).map((on) => {
    const groups = matchedSteps(log, events, { on, fall: thresholds.value }).filter(isTelling);
    return {
      on,
      groups,
      told: groups.reduce((sum, { begins, cells }) => sum + count(begins.map((begun, step) => begun && cells[step] !== -1)), 0),
    };
  });
  // Where most events begin in states in which only one thing was ever tried, states say little.
  const chosen = matched.find(({ told }) => 2 * told >= own) ?? matched.find(({ groups }) => groups.length > 0);
  if (own === 0 || chosen === undefined) {
    return { events: own, matchedOn: null, excess: 0, expected: 0, pValue: 1, permutations: 0, strongest: null };
  }
  const { on, groups } = chosen;
  const excess = groups.reduce((sum, group) => sum + observedExcess(group), 0);
  const orders = groups.map(({ cells }) => [...cells]);
  const permuted = Array.from({ length: PERMUTATIONS }, () =>
    groups.reduce((sum, group, at) => sum + permutedExcess(group, orders[at] ?? [], rng), 0),
  );
  const asMuch = permuted.filter((other) => other >= excess - 1e-9 * (1 + excess)).length;
  return {
    events: own,
    matchedOn: on,
    excess,
    expected: permuted.reduce((sum, other) => sum + other, 0) / PERMUTATIONS,
    pValue: (1 + asMuch) / (1 + PERMUTATIONS),
    permutations: PERMUTATIONS,
    strongest: strongestOf(groups),
  };
}
