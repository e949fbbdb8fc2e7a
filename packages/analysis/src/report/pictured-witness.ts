import {
  byCodeUnit,
  type CompiledEnvironment,
  canonicalJson,
  type Finding,
  type LoopStep,
  type Playback,
  replay,
  type State,
  type Witness,
} from "@firebreak/core";
import { type DrawnLoop, drawLoop, type LoopDrawing } from "../pictures/loop-picture.ts";
import { drawFrames, type FrameSet } from "./frames.ts";

/** A witness with everything a page needs to play it step by step. */
export interface PicturedWitness {
  /** What it shows: several detectors may find the same episode. */
  readonly findings: readonly [Finding, ...Finding[]];
  readonly playback: Playback;
  readonly witness: Witness;
  /** The pictures of its world, one set for all witnesses of that world; null where the world draws none. */
  readonly frames: FrameSet | null;
  /** The circuits of its findings, drawn. */
  readonly loops: readonly DrawnLoop[];
}

interface Shown {
  readonly findings: readonly [Finding, ...Finding[]];
  readonly witness: Witness;
}

/** Equal episodes of equal subjects once, with all that found them. */
function episodesOf(findings: readonly Finding[]): readonly Shown[] {
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
  return [...episodes.values()];
}

/** A circuit in its world: its states' pictures, and the acts that the author planted. */
export function loopIn(world: CompiledEnvironment, steps: readonly LoopStep[]): LoopDrawing {
  const { picture } = world.environment.spec;
  const stateOf = new Map(world.labels.map((label, state) => [label, state as State])); // an index of `labels` is a state
  return {
    steps,
    pictureOf: (label) => {
      const state = stateOf.get(label);
      return picture === undefined || state === undefined ? null : picture(world.rich(state));
    },
    deedOf: (from, action) => {
      const row = (stateOf.get(from) ?? -1) * world.actions.length + world.actions.indexOf(action);
      return world.planted.find(({ kind, rows }) => kind === "manufactured" && rows[row] === 1)?.name ?? null;
    },
  };
}

const labelsOf = ({ start, steps }: Playback): readonly string[] => [start, ...steps.map(({ to }) => to)];

/**
 * Plays the witnesses of findings again, on the author's own step function, and draws each state they meet; equal episodes of equal
 * subjects once. Findings without a witness, or in a world that `worldOf` does not know, are left out.
 *
 * @throws FirebreakError as `replay` does, where a witness does not replay.
 */
export function pictureWitnesses(
  findings: readonly Finding[],
  worldOf: (id: string) => CompiledEnvironment | undefined,
): readonly PicturedWitness[] {
  const played = episodesOf(findings).flatMap((episode) => {
    const world = worldOf(episode.witness.environment);
    return world === undefined
      ? []
      : [{ ...episode, world, playback: replay(world.environment, episode.witness.actions, episode.witness.choices) }];
  });
  const worlds = new Map(played.map(({ world }) => [world.id, world]));
  const sets = new Map(
    [...worlds]
      .sort(([x], [y]) => byCodeUnit(x, y))
      .map(([id, world], at) => {
        const labels = played.flatMap((episode) => (episode.world.id === id ? labelsOf(episode.playback) : []));
        return [id, drawFrames(world, labels, `world-${at + 1}`)] as const;
      }),
  );
  return played.map(({ findings: found, witness, playback, world }) => ({
    findings: found,
    playback,
    witness,
    frames: sets.get(world.id) ?? null,
    loops: found.flatMap(({ loop }) => (loop === undefined ? [] : [drawLoop(loopIn(world, loop))])),
  }));
}
