import { type CompiledEnvironment, type Finding, FirebreakError, type Playback, replay, type State, type Witness } from "@firebreak/core";
import { type Tile, tileAt, tilesOf } from "../figures/world-map.ts";

/** A map of an episode; `rows` and `columns` count its cells. */
export interface EpisodeMap {
  readonly rows: number;
  readonly columns: number;
  readonly tiles: readonly Tile[];
}

/** Where the episode stands: on which map, and on which of its tiles (-1: off the map). */
export interface Frame {
  readonly map: number;
  readonly tile: number;
}

/** A witness with everything a page needs to play it step by step. JSON. */
export interface PicturedWitness {
  readonly finding: Finding;
  readonly playback: Playback;
  readonly events: Witness["events"];
  /** Empty where the world draws no picture. */
  readonly maps: readonly EpisodeMap[];
  /** One a state: the start, and each step's end. Empty where there are no maps. */
  readonly frames: readonly Frame[];
}

function frameMaker(world: CompiledEnvironment): { readonly maps: EpisodeMap[]; frameOf(label: string): Frame } | null {
  const { picture } = world.environment.spec;
  if (picture === undefined) {
    return null;
  }
  const maps: EpisodeMap[] = [];
  const numbers = new Map<string, number>();
  const stateOf = new Map(world.labels.map((label, state) => [label, state as State])); // an index of `labels` is a state
  return {
    maps,
    frameOf(label) {
      const state = stateOf.get(label);
      if (state === undefined) {
        throw new FirebreakError("unknown-id", `Cannot draw state '${label}' of '${world.id}': the world has no such state`);
      }
      const { rows, cell } = picture(world.rich(state));
      const text = rows.join("\n");
      const number = numbers.get(text) ?? maps.length;
      if (number === maps.length) {
        numbers.set(text, number);
        maps.push({ rows: rows.length, columns: Math.max(0, ...rows.map((row) => row.length)), tiles: tilesOf(rows) });
      }
      const tiles = maps[number]?.tiles ?? [];
      const tile = tileAt(tiles, cell);
      return { map: number, tile: tile === undefined ? -1 : tiles.indexOf(tile) };
    },
  };
}

/**
 * Plays a finding's witness again, on the author's own step function, and draws each state.
 * @throws FirebreakError as `replay` does, where the witness does not replay in this world.
 */
export function pictureWitness(world: CompiledEnvironment, finding: Finding, witness: Witness): PicturedWitness {
  const playback = replay(world.environment, witness.actions, witness.choices);
  const maker = frameMaker(world);
  const frames = maker === null ? [] : [playback.start, ...playback.steps.map(({ to }) => to)].map((label) => maker.frameOf(label));
  return { finding, playback, events: witness.events, maps: maker?.maps ?? [], frames };
}
