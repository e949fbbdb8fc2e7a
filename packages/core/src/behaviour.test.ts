import { describe, expect, it } from "vitest";
import { type Behaviour, behaviourOf } from "./behaviour.ts";
import { compile } from "./compile.ts";
import { defineEnvironment } from "./environment.ts";
import { FirebreakError } from "./error.ts";
import type { Policy } from "./policy.ts";
import { type RunningEpisode, scriptedLuck, startEpisode } from "./simulate.ts";

/** Two states, drawn at the start and never left; in each, what is done is said by a number. */
const still = compile(
  defineEnvironment<number, "0" | "1">({
    name: "still",
    version: 1,
    title: "Still",
    source: "this test",
    actions: ["0", "1"],
    start: (chance) => (chance(0.5, "state 1") ? 1 : 0),
    step: (state) => state,
    label: String,
    rewards: { true: () => 0 },
    judgement: { value: () => 0, evaluate: () => 0 },
    evaluation: { kind: "finite", horizon: 2 },
    traits: { deterministic: false, episodic: false },
    workedEpisodes: [],
  }).with(),
);

const begun = (state: number): RunningEpisode => startEpisode(still.environment, scriptedLuck([state]));

/** Plays one step of each episode, of an act that is certain; answers the acts. */
function actIn(episodes: readonly RunningEpisode[], behaviour: Behaviour): readonly number[] {
  return episodes.map((episode) => {
    const play = new Float64Array(2);
    behaviour.play(episode.at(), play);
    const act = play.indexOf(1);
    episode.play(String(act));
    return act;
  });
}

// What imitation's `test_tabular_policy` plays: at time 0 the act that is named like the state, at time 1 the other one.
const inEachState = Float64Array.of(1, 0, 0, 1, 0, 1, 1, 0);
const policies: readonly Policy[] = [
  { kind: "timed-stochastic", horizon: 2, probability: inEachState },
  { kind: "timed", horizon: 2, optimal: Int32Array.of(0b01, 0b10, 0b10, 0b01) },
];

describe.each(policies)("a $kind policy, in five episodes at once", (policy) => {
  it("is told the time of each episode, and begins anew where one does: the acts and times of imitation's test", () => {
    const behaviour = behaviourOf(policy, still);
    expect(still.labels).toEqual(["0", "1"]); // the tables above are in this order
    const standing = [0, 1, 1, 0, 1];
    const times = (episodes: readonly RunningEpisode[]): readonly number[] => episodes.map((episode) => episode.at().time);
    let episodes = standing.map(begun);
    expect(actIn(episodes, behaviour)).toEqual(standing);
    expect(times(episodes)).toEqual([1, 1, 1, 1, 1]);
    expect(actIn(episodes, behaviour)).toEqual(standing.map((state) => 1 - state));
    expect(times(episodes)).toEqual([2, 2, 2, 2, 2]);
    episodes = standing.map(begun); // all of them begin anew
    expect(actIn(episodes, behaviour)).toEqual(standing);
    expect(times(episodes)).toEqual([1, 1, 1, 1, 1]);
    episodes = episodes.map((episode, at) => (standing[at] === 0 ? begun(0) : episode)); // those in state 0 only
    expect(actIn(episodes, behaviour)).toEqual([0, 0, 0, 0, 0]);
    expect(times(episodes)).toEqual([1, 2, 2, 1, 2]);
  });

  it("starts again past its horizon", () => {
    const behaviour = behaviourOf(policy, still);
    const episode = begun(1);
    expect(Array.from({ length: 5 }, () => actIn([episode], behaviour)[0])).toEqual([1, 0, 1, 0, 1]);
  });
});

it("is refused in a state that its world does not have", () => {
  const behaviour = behaviourOf(policies[0] as Policy, still);
  const elsewhere = { state: 2, label: "2", time: 0 };
  expect(() => behaviour.play(elsewhere, new Float64Array(2))).toThrow(FirebreakError);
});
