import { type CompiledEnvironment, compile, defineEnvironment } from "@firebreak/core";

const MAP = ["SFFF", "FHFH", "FFFH", "HFFG"];
const MOVES = { left: [0, -1], down: [1, 0], right: [0, 1], up: [-1, 0] } as const;
type Move = keyof typeof MOVES;
type Cell = readonly [number, number];

const ORDER = ["left", "down", "right", "up"] as const;
const tile = ([row, column]: Cell): string => MAP[row]?.[column] ?? "#";
const moved = ([row, column]: Cell, move: Move): Cell => {
  const next: Cell = [row + MOVES[move][0], column + MOVES[move][1]];
  return tile(next) === "#" ? [row, column] : next;
};

/** FrozenLake 4×4 of Gymnasium: slippery ice moves as meant or at a right angle to it, a third each. */
export function frozenLake(slippery: boolean): CompiledEnvironment {
  const world = defineEnvironment({
    name: "frozen-lake",
    version: 1,
    title: "Frozen lake",
    source: "Gymnasium, FrozenLake-v1, map 4x4",
    actions: ORDER,
    start: (): Cell => [0, 0],
    step: (cell: Cell, action: Move, chance): Cell => {
      const at = ORDER.indexOf(action);
      const sides = [3, 0, 1].map((turn) => ORDER[(at + turn) % 4] ?? action);
      return moved(
        cell,
        slippery
          ? chance.pick(
              sides.map((move) => [move, 1 / 3] as const),
              "slip",
            )
          : action,
      );
    },
    isTerminal: (cell: Cell) => tile(cell) === "H" || tile(cell) === "G",
    label: (cell: Cell) => cell.join(","),
    rewards: { true: ({ next }: { next: Cell }) => (tile(next) === "G" ? 1 : 0) },
    evaluation: { kind: "finite", horizon: 100 },
    traits: { deterministic: !slippery, episodic: true },
    workedEpisodes: [],
  });
  return compile(world.with());
}
