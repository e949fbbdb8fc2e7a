import { createRng, type SamplingRows, sampleByProbability, type TabularMdp } from "../src/index.ts";

/** A world to learn in, with the labels of its states and the names of its actions. */
export interface LabelledWorld {
  readonly dynamics: TabularMdp;
  readonly sampling: SamplingRows;
  readonly drawOrder: Int32Array;
  readonly reward: Float64Array;
  readonly labels: readonly string[];
  readonly names: readonly string[];
}

export interface Shape {
  readonly states: number;
  readonly actions: number;
  readonly outcomes: number;
  /** The last state ends the episode. */
  readonly terminal?: boolean;
}

/** What a permutation of a world's rows keeps: outcome by outcome, by label. */
interface Row {
  readonly from: number;
  readonly action: number;
  readonly outcomes: readonly { readonly next: number; readonly probability: number; readonly reward: number }[];
}

function assemble(
  rows: readonly Row[],
  parts: { labels: readonly string[]; names: readonly string[]; initial: Float64Array; terminal: Uint8Array },
): LabelledWorld {
  const { labels, names, initial, terminal } = parts;
  const rowStart = [0];
  const all: Row["outcomes"][number][] = [];
  for (let row = 0; row < labels.length * names.length; row++) {
    const found = rows.find(({ from, action }) => from * names.length + action === row);
    all.push(...[...(found?.outcomes ?? [])].sort((x, y) => x.next - y.next));
    rowStart.push(all.length);
  }
  const dynamics: TabularMdp = {
    stateCount: labels.length,
    actionCount: names.length,
    rowStart: Int32Array.from(rowStart),
    nextState: Int32Array.from(all, ({ next }) => next),
    probability: Float64Array.from(all, ({ probability }) => probability),
    initial,
    terminal,
    maxOutcomes: Math.max(...rows.map(({ outcomes }) => outcomes.length)),
  };
  const drawOrder = Int32Array.from([...names.keys()].sort((x, y) => ((names[x] ?? "") < (names[y] ?? "") ? -1 : 1)));
  const reward = Float64Array.from(all, (outcome) => outcome.reward);
  return { dynamics, sampling: sampleByProbability(dynamics, labels), drawOrder, reward, labels, names };
}

function rowsOf(world: LabelledWorld): readonly Row[] {
  const { actionCount, rowStart, nextState, probability } = world.dynamics;
  return Array.from({ length: rowStart.length - 1 }, (_, row) => ({
    from: Math.floor(row / actionCount),
    action: row % actionCount,
    outcomes: Array.from({ length: (rowStart[row + 1] ?? 0) - (rowStart[row] ?? 0) }, (_, offset) => {
      const z = (rowStart[row] ?? 0) + offset;
      return { next: nextState[z] ?? 0, probability: probability[z] ?? 0, reward: world.reward[z] ?? 0 };
    }),
  }));
}

/** A world drawn from a seed: rewards standard normal, probabilities uniform on the simplex, two first states, some actions illegal. */
export function randomWorld(shape: Shape, seed: string): LabelledWorld {
  const rng = createRng(seed);
  const { states, actions, outcomes } = shape;
  const terminal = new Uint8Array(states);
  terminal[states - 1] = shape.terminal === true ? 1 : 0;
  const rows: Row[] = [];
  for (let row = 0; row < states * actions; row++) {
    const [from, action] = [Math.floor(row / actions), row % actions];
    if (terminal[from] === 1 || (action > 0 && rng.next() < 0.1)) {
      continue;
    }
    const next = new Set<number>();
    while (next.size < outcomes) {
      next.add(rng.below(states));
    }
    const weights = [...next].map(() => -Math.log(1 - rng.double()));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    rows.push({
      from,
      action,
      outcomes: [...next].map((to, at) => ({ next: to, probability: (weights[at] ?? 0) / sum, reward: rng.normal() })),
    });
  }
  const initial = new Float64Array(states);
  initial[0] = 0.75;
  initial[1] = 0.25;
  const labels = Array.from({ length: states }, (_, state) => `state ${String.fromCharCode(97 + state)}`);
  return assemble(rows, { labels, names: Array.from({ length: actions }, (_, action) => `action ${action}`), initial, terminal });
}

/** The same world told in another order: old state s is new state `stateTo[s]`, old action a is new action `actionTo[a]`. */
export function permuted(world: LabelledWorld, stateTo: readonly number[], actionTo: readonly number[]): LabelledWorld {
  const s = (state: number): number => stateTo[state] ?? 0;
  const place = <T>(from: readonly T[], to: (index: number) => number): T[] => {
    const placed = from.slice();
    from.forEach((thing, index) => {
      placed[to(index)] = thing;
    });
    return placed;
  };
  const { initial, terminal } = world.dynamics;
  return assemble(
    rowsOf(world).map(({ from, action, outcomes }) => ({
      from: s(from),
      action: actionTo[action] ?? 0,
      outcomes: outcomes.map((outcome) => ({ ...outcome, next: s(outcome.next) })),
    })),
    {
      labels: place(world.labels, s),
      names: place(world.names, (action) => actionTo[action] ?? 0),
      initial: Float64Array.from(place([...initial], s)),
      terminal: Uint8Array.from(place([...terminal], s)),
    },
  );
}
