import {
  type CompiledEnvironment,
  canonicalJson,
  type Finding,
  FirebreakError,
  type MapPicture,
  type Playback,
  replay,
  type State,
  type Witness,
} from "@firebreak/core";
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
  /** What it shows: several detectors may find the same episode. */
  readonly findings: readonly [Finding, ...Finding[]];
  readonly playback: Playback;
  readonly witness: Witness;
  /** Empty where the world draws no picture. */
  readonly maps: readonly EpisodeMap[];
  /** One a state: the start, and each step's end. Empty where there are no maps. */
  readonly frames: readonly Frame[];
}

function frameMaker(world: CompiledEnvironment): { readonly maps: EpisodeMap[]; frameOf(label: string): Frame } | null {
  const { picture } = world.environment.spec;
  if (picture === undefined || !("rows" in picture(world.rich(0 as State)))) {
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
      const { rows, cell } = picture(world.rich(state)) as MapPicture; // all pictures of a world are of one kind: a law
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

function pictured(world: CompiledEnvironment, findings: readonly [Finding, ...Finding[]], witness: Witness): PicturedWitness {
  const playback = replay(world.environment, witness.actions, witness.choices);
  const maker = frameMaker(world);
  const frames = maker === null ? [] : [playback.start, ...playback.steps.map(({ to }) => to)].map((label) => maker.frameOf(label));
  return { findings, playback, witness, maps: maker?.maps ?? [], frames };
}

/**
 * Plays the witnesses of findings again, on the author's own step function, and draws each state; equal episodes of equal subjects
 * once. Findings without a witness, or in a world that `worldOf` does not know, are left out.
 *
 * @throws FirebreakError as `replay` does, where a witness does not replay.
 */
export function pictureWitnesses(
  findings: readonly Finding[],
  worldOf: (id: string) => CompiledEnvironment | undefined,
): readonly PicturedWitness[] {
  const episodes = new Map<string, { readonly findings: [Finding, ...Finding[]]; readonly witness: Witness }>();
  for (const finding of findings) {
    if (finding.witness !== undefined) {
      const key = canonicalJson([finding.subject, finding.witness.actions, finding.witness.choices]);
      const known = episodes.get(key);
      if (known === undefined) {
        episodes.set(key, { findings: [finding], witness: finding.witness });
      } else {
        known.findings.push(finding);
      }
    }
  }
  return [...episodes.values()].flatMap((episode) => {
    const world = worldOf(episode.witness.environment);
    return world === undefined ? [] : [pictured(world, episode.findings, episode.witness)];
  });
}
