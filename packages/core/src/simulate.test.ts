import { describe, expect, test } from "vitest";
import { defineEnvironment } from "./environment.ts";
import { createRng } from "./rng.ts";
import { drawnLuck, parseActions, replay, scriptedLuck, startEpisode } from "./simulate.ts";

/** A lamp that a switch turns on with probability 0.5, and that ends the episode once it is on. */
const lamp = defineEnvironment<boolean, "press" | "wait" | "watch">({
  name: "lamp",
  version: 1,
  title: "A lamp",
  source: "this test",
  actions: ["press", "wait", "watch"],
  legal: () => ["press", "wait"],
  start: () => false,
  step: (_, action, chance) => action === "press" && chance(0.5, "contact"),
  isTerminal: (on) => on,
  label: (on) => (on ? "on" : "off"),
  rewards: { true: ({ next }) => (next ? 10 : -1), observed: () => 1 },
  evaluation: { kind: "finite", horizon: 5 },
  traits: { deterministic: false, episodic: true },
  workedEpisodes: [],
}).with();

describe("replay", () => {
  test("follows a script and sums both rewards until the episode ends", () => {
    const playback = replay(lamp, ["press", "wait", "press", "press"], [0, 1]);
    expect(playback).toMatchObject({ trueReturn: 8, observedReturn: 3, terminated: true, final: "on", choices: [0, 1] });
    expect(playback.steps.map(({ action, to, choices }) => [action, to, choices])).toEqual([
      ["press", "off", [0]],
      ["wait", "off", []],
      ["press", "on", [1]],
    ]);
  });

  test("writes a script that replays what a stream drew", () => {
    for (let seed = 0; seed < 20; seed++) {
      const drawn = replay(lamp, ["press", "press", "press"], createRng(`lamp ${seed}`));
      expect(replay(lamp, ["press", "press", "press"], drawn.choices)).toEqual(drawn);
    }
  });

  test("refuses an action that is not legal, naming the step and the legal ones", () => {
    expect(() => replay(lamp, ["wait", "watch"], [])).toThrow(
      expect.objectContaining({ code: "illegal-action", message: expect.stringMatching(/'watch' at step 1.*'off'.*'wait'/) }),
    );
  });
});

describe("an episode played step by step", () => {
  test("is the episode that is replayed from the same luck, and knows where it stands", () => {
    for (let seed = 0; seed < 10; seed++) {
      const episode = startEpisode(lamp, drawnLuck(createRng(`step ${seed}`)));
      while (episode.at().legal.length > 0 && episode.at().time < 4) {
        episode.play("press");
      }
      expect(episode.playback()).toEqual(replay(lamp, ["press", "press", "press", "press"], createRng(`step ${seed}`)));
    }
  });

  test("stands at the author's own state, refuses what is not legal there and stays, and ends with the world", () => {
    const episode = startEpisode(lamp, scriptedLuck([1]));
    expect(episode.at()).toEqual({ time: 0, state: false, label: "off", legal: ["press", "wait"] });
    expect(() => episode.play("watch")).toThrow("legal are 'press', 'wait'");
    expect(episode.playback()).toMatchObject({ steps: [], terminated: false, trueReturn: 0 });
    episode.play("press");
    expect(episode.at()).toMatchObject({ state: true, legal: [] });
    expect(episode.playback()).toMatchObject({ terminated: true, trueReturn: 10 });
  });
});

describe("parseActions", () => {
  test("reads names, and letters only where first letters tell actions apart", () => {
    expect(parseActions(lamp, "press, wait")).toEqual(["press", "wait"]);
    expect(() => parseActions(lamp, "pw")).toThrow(expect.objectContaining({ code: "unknown-id" }));
  });
});
