import type { CompiledEnvironment } from "../compile.ts";
import { byCodeUnit } from "../json.ts";
import type { Policy } from "../policy.ts";
import { createRng } from "../rng.ts";
import { sampleByProbability } from "../sample-by-probability.ts";
import type { State, TabularMdp } from "../tabular-mdp.ts";
import { withSpec } from "./environment/explore.ts";
import { oncePerWorld } from "./once-per-world.ts";

/** New orders: `states[i]` is the old index of the state that is now i, `actions[j]` likewise. Each a permutation. */
export interface Order {
  readonly states: readonly number[];
  readonly actions: readonly number[];
}

function inverse(order: readonly number[]): readonly number[] {
  const back = Array.from({ length: order.length }, () => 0);
  order.forEach((old, now) => {
    back[old] = now;
  });
  return back;
}

/** The outcomes of the new order by their old index, row by row, ascending in the new state. Length Z. */
function outcomeOrder(
  dynamics: TabularMdp,
  { states, actions }: Order,
): { readonly old: readonly number[]; readonly rowStart: Int32Array } {
  const newState = inverse(states);
  const old: number[] = [];
  const rowStart = [0];
  for (const state of states) {
    for (const action of actions) {
      const row = state * dynamics.actionCount + action;
      const [first, end] = [dynamics.rowStart[row] ?? 0, dynamics.rowStart[row + 1] ?? 0];
      const reached = (z: number): number => newState[dynamics.nextState[z] ?? 0] ?? 0;
      old.push(...Array.from({ length: end - first }, (_, offset) => first + offset).sort((x, y) => reached(x) - reached(y)));
      rowStart.push(old.length);
    }
  }
  return { old, rowStart: Int32Array.from(rowStart) };
}

/** Classes numbered again by first appearance. */
function renumbered(classes: Int32Array, states: readonly number[]): Int32Array {
  const now = new Map<number, number>();
  return Int32Array.from(states, (state) => {
    const known = classes[state] ?? 0;
    now.set(known, now.get(known) ?? now.size);
    return now.get(known) ?? 0;
  });
}

/** The same world told in another order: labels, names, rewards and judgements go with their states and actions. */
export function permute(world: CompiledEnvironment, order: Order): CompiledEnvironment {
  const { dynamics, judgement } = world;
  const { old, rowStart } = outcomeOrder(dynamics, order);
  const newState = inverse(order.states);
  const byState = <T extends Float64Array | Uint8Array>(table: T): T => table.map((_, at) => table[order.states[at] ?? 0] ?? 0) as T; // map keeps the kind of array
  const byOutcome = (table: Float64Array): Float64Array => Float64Array.from(old, (z) => table[z] ?? 0);
  const actions = order.actions.map((action) => world.actions[action] ?? "");
  const labels = order.states.map((state) => world.labels[state] ?? "");
  const byRow = (rows: Uint8Array): Uint8Array =>
    Uint8Array.from(rows, (_, row) => {
      const state = order.states[Math.floor(row / actions.length)] ?? 0;
      return rows[state * actions.length + (order.actions[row % actions.length] ?? 0)] ?? 0;
    });
  const told: TabularMdp = {
    ...dynamics,
    rowStart,
    nextState: Int32Array.from(old, (z) => newState[dynamics.nextState[z] ?? 0] ?? 0),
    probability: byOutcome(dynamics.probability),
    initial: byState(dynamics.initial),
    terminal: byState(dynamics.terminal),
  };
  return {
    ...world,
    environment: withSpec(world.environment, { actions }),
    dynamics: told,
    actions,
    drawOrder: Int32Array.from([...actions.keys()].sort((x, y) => byCodeUnit(actions[x] ?? "", actions[y] ?? ""))),
    sampling: sampleByProbability(told, labels),
    labels,
    trueReward: byOutcome(world.trueReward),
    ...(world.observedReward === undefined ? {} : { observedReward: byOutcome(world.observedReward) }),
    judgement: {
      ...(judgement.value === undefined ? {} : { value: byState(judgement.value) }),
      ...(judgement.evaluate === undefined ? {} : { evaluate: byOutcome(judgement.evaluate) }),
    },
    overseerView: renumbered(world.overseerView, order.states),
    agentView: renumbered(world.agentView, order.states),
    planted: world.planted.map((act) => ({ ...act, rows: byRow(act.rows) })),
    rich: (state) => world.rich((order.states[state] ?? 0) as State),
  };
}

/** A world told in other orders. */
export interface Retold {
  readonly order: Order;
  readonly world: CompiledEnvironment;
}

/** A world told backwards, and in some orders by the seed. */
export const retellings: (world: CompiledEnvironment, seed: string) => readonly Retold[] = oncePerWorld((world, seed) =>
  someOrders(world.dynamics, seed).map((order) => ({ order, world: permute(world, order) })),
);

/** A policy of the permuted world, told in the old order again. */
export function unpermutePolicy(policy: Policy, { states, actions }: Order): Policy {
  if (policy.kind === "stationary") {
    return { kind: "stationary", probability: unpermuteRows(policy.probability, { states, actions }) };
  }
  if (policy.kind === "timed-stochastic") {
    const probability = new Float64Array(policy.probability.length);
    const rows = states.length * actions.length;
    for (let first = 0; first < probability.length; first += rows) {
      probability.set(unpermuteRows(policy.probability.subarray(first, first + rows), { states, actions }), first);
    }
    return { ...policy, probability };
  }
  const optimal = new Int32Array(policy.optimal.length);
  policy.optimal.forEach((mask, at) => {
    const time = Math.floor(at / states.length);
    optimal[time * states.length + (states[at % states.length] ?? 0)] = actions.reduce(
      (bits, action, now) => bits | (((mask >>> now) & 1) << action),
      0,
    );
  });
  return { kind: "timed", horizon: policy.horizon, optimal };
}

/** A table of length S·A of the permuted world, told in the old order again. */
export function unpermuteRows(table: Float64Array, { states, actions }: Order): Float64Array {
  const rows = new Float64Array(table.length);
  states.forEach((state, i) => {
    actions.forEach((action, j) => {
      rows[state * actions.length + action] = table[i * actions.length + j] ?? 0;
    });
  });
  return rows;
}

/** A table of length S of the permuted world, told in the old order again. */
export function unpermuteStates(table: Float64Array, { states }: Order): Float64Array {
  const back = new Float64Array(table.length);
  states.forEach((state, i) => {
    back[state] = table[i] ?? 0;
  });
  return back;
}

/** A table of length Z of the permuted world, told in the old order again. */
export function unpermuteOutcomes(table: Float64Array, dynamics: TabularMdp, order: Order): Float64Array {
  const back = new Float64Array(table.length);
  outcomeOrder(dynamics, order).old.forEach((z, now) => {
    back[z] = table[now] ?? 0;
  });
  return back;
}

/** Both lists backwards, and `count` shuffles of them (Fisher & Yates) by the seed. */
export function someOrders({ stateCount, actionCount }: TabularMdp, seed: string, count = 2): readonly Order[] {
  const rng = createRng(`${seed}/orders`);
  const shuffled = (length: number): readonly number[] => {
    const order = [...Array(length).keys()];
    for (let at = length - 1; at > 0; at--) {
      const other = rng.below(at + 1);
      [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
    }
    return order;
  };
  return [
    { states: [...Array(stateCount).keys()].reverse(), actions: [...Array(actionCount).keys()].reverse() },
    ...Array.from({ length: count }, () => ({ states: shuffled(stateCount), actions: shuffled(actionCount) })),
  ];
}
