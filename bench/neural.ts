import { compile, createRng, defineEnvironment, type OverseenProblem, openProblem, oversee, type Tensors } from "@firebreak/core";
import { type Distiller, imitation, neuralCloning } from "@firebreak/methods";
import { consistent } from "@firebreak/rewards";
import { type LoadedBackend, loadBackend } from "@firebreak/runner/backend";

const SEEDS = 30;
const BATCH = 32;
const SIDE = 8;
const ROUNDS = 5;

interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** A torus of 64 cells and 4 moves: as one column each, nets of 64-32-32-4. */
const torus = defineEnvironment({
  name: "torus",
  version: 1,
  title: "Torus",
  source: "Written for this benchmark",
  actions: ["north", "east", "south", "west"],
  start: () => 0,
  step: (cell: number, action) => {
    const [row, column] = [Math.floor(cell / SIDE), cell % SIDE];
    const [down, right] = { north: [SIDE - 1, 0], east: [0, 1], south: [1, 0], west: [0, SIDE - 1] }[action] ?? [0, 0];
    return ((row + (down ?? 0)) % SIDE) * SIDE + ((column + (right ?? 0)) % SIDE);
  },
  label: (cell) => `cell ${cell}`,
  rewards: { true: ({ next }) => next % 7 },
  judgement: { value: (cell) => cell % 7, evaluate: ({ next }) => next % 7 },
  evaluation: { kind: "average" },
  traits: { deterministic: true, episodic: false },
  workedEpisodes: [{ actions: ["east"], trueReturn: 1, endsIn: "cell 1" }],
});

const world = oversee(compile(torus.with()), consistent.with({ temperature: 1 }));

/** Gradient steps a second, over all seeds, of so many seeds cloned in one block. */
function clonesPerSecond(seeds: number, steps: number, tensors: Tensors): number {
  const distiller: Distiller = neuralCloning.with({ steps: 500, checkpoints: 1, "gradient-steps": steps, batch: BATCH, block: seeds });
  const method = imitation({ distiller });
  const problems: OverseenProblem[] = Array.from({ length: seeds }, () => ({
    ...openProblem(world, { method, criterion: null, budget: { kind: "unlimited" } }),
    tensors,
  }));
  const rngs = problems.map((_, seed) => createRng(`bench/${seed}`));
  const before = performance.now();
  for (const _ of method.trainBatch?.(problems, rngs) ?? []) {
    // the work is done as it is iterated
  }
  return (1000 * steps * seeds) / (performance.now() - before);
}

/** The best of several alternating rounds. */
function best(rounds: number, ...runs: readonly (() => number)[]): readonly number[] {
  const speeds = runs.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    runs.forEach((run, at) => {
      speeds[at] = Math.max(speeds[at] ?? 0, run());
    });
  }
  return speeds;
}

function measureOn({ name, tensors }: LoadedBackend, stockAlone: number | null): readonly Measurement[] {
  const [block = 0, alone = 0] = best(
    ROUNDS,
    () => clonesPerSecond(SEEDS, 200, tensors),
    () => clonesPerSecond(1, 800, tensors),
  );
  const what = `cloning 64-32-32-4, batch ${BATCH}, ${name}`;
  const perSecond = "gradient steps a second, over all seeds";
  return [
    { name: `${what}: ${SEEDS} seeds in one block`, value: block, unit: perSecond },
    { name: `${what}: one seed at a time`, value: alone, unit: perSecond },
    { name: `${what}: block / one at a time`, value: block / alone, unit: "ratio" },
    ...(stockAlone === null
      ? []
      : [
          { name: `${what}: one at a time, TensorFlow.js as it comes`, value: stockAlone, unit: perSecond },
          { name: `${what}: block / one at a time as it comes`, value: block / stockAlone, unit: "ratio" },
        ]),
  ];
}

/** On WASM, and on TensorFlow's own library where it loads. */
export async function measure(): Promise<readonly Measurement[]> {
  const stock = await loadBackend({ only: "wasm", stock: true });
  const [stockAlone = 0] = best(ROUNDS, () => clonesPerSecond(1, 800, stock.tensors));
  const onWasm = measureOn(await loadBackend({ only: "wasm" }), stockAlone);
  const native = await loadBackend({ only: "native" }).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    return null;
  });
  return native === null ? onWasm : [...onWasm, ...measureOn(native, null)];
}
