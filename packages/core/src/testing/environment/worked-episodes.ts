import type { Environment, WorkedEpisode } from "../../environment.ts";
import { createRng } from "../../rng.ts";
import { replay } from "../../simulate.ts";
import { broken, defineLaw, holds, type Law, type Verdict } from "../law.ts";
import { withSpec } from "./explore.ts";

function inspectEpisode(environment: Environment, episode: WorkedEpisode<string>, name: string): Verdict | null {
  if (episode.chance === undefined && !environment.spec.traits.deterministic) {
    return broken(`${name} has no script of chance, and this world is not deterministic`);
  }
  const played = replay(environment, episode.actions, episode.chance ?? createRng("nothing is left to chance"));
  if (played.steps.length < episode.actions.length) {
    return broken(`${name} ends after ${played.steps.length} of its ${episode.actions.length} actions`);
  }
  if (episode.chance !== undefined && played.choices.length < episode.chance.length) {
    return broken(`${name} uses ${played.choices.length} of the ${episode.chance.length} choices of its script`);
  }
  const strays = (said: number, is: number | null): boolean => is === null || !(Math.abs(said - is) <= 1e-9 * (1 + Math.abs(said)));
  if (strays(episode.trueReturn, played.trueReturn)) {
    return broken(`${name} has the true return ${played.trueReturn}, and should have ${episode.trueReturn}`);
  }
  if (episode.observedReturn !== undefined && strays(episode.observedReturn, played.observedReturn)) {
    return broken(`${name} has the observed return ${played.observedReturn ?? "of no channel"}, and should have ${episode.observedReturn}`);
  }
  return played.final === episode.endsIn ? null : broken(`${name} ends in '${played.final}', and should end in '${episode.endsIn}'`);
}

/** Episodes with known sums, taken from where the world was described: the check that the world is the one that was meant. */
export const workedEpisodesLaw: Law<Environment> = defineLaw({
  id: "worked-episodes",
  title: "There is a worked episode, and each replays to its sums and ends where it says",
  nameOf: ({ id }) => id,
  inspect: (environment) => {
    const { workedEpisodes } = environment.spec;
    for (const [at, episode] of workedEpisodes.entries()) {
      const verdict = inspectEpisode(environment, episode, `Episode ${at + 1} (${episode.actions.join(", ")})`);
      if (verdict !== null) {
        return verdict;
      }
    }
    return workedEpisodes.length === 0
      ? broken("It states no worked episode: write one, with the sums that its source gives")
      : holds(`${workedEpisodes.length} episodes`);
  },
  fault: {
    title: "The first episode's true return is said to be 1 more",
    plant: (environment) =>
      withSpec(environment, {
        workedEpisodes: environment.spec.workedEpisodes.map((episode, at) => ({
          ...episode,
          trueReturn: episode.trueReturn + Number(at === 0),
        })),
      }),
  },
});
