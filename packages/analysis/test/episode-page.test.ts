import { compile, defineEnvironment } from "@firebreak/core";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { drawFrames, episodePage, type WatchedEpisode } from "../src/report/index.ts";
import { corridor } from "./corridor.ts";
import { desk } from "./pictured-worlds.ts";

const evil = `</script><img src=x onerror="alert(1)">`;
const world = compile(corridor.with());
const step = { proxyReward: 2.5, praise: -1, trueReward: 1, observedReward: null, value: 3 };
const episode: WatchedEpisode = {
  title: evil,
  about: "Whose it is.",
  start: { state: "west", value: 0 },
  steps: [
    { ...step, action: evil, to: "east" },
    { ...step, action: "walk", to: "west" },
    { ...step, action: "walk", to: "east" },
  ],
  frames: drawFrames(world, ["west", "east", "west", "east"], "state"),
  replayCommand: "firebreak replay corridor walk",
};
const open = (given: WatchedEpisode): Document => new JSDOM(episodePage(given)).window.document;
const cellsOf = (document: Document): readonly (readonly string[])[] =>
  [...document.querySelectorAll("tbody tr")].map((row) => [...row.children].map(({ textContent }) => textContent ?? ""));

describe("the page of an episode", () => {
  const document = open(episode);

  it("has a row a state with what everybody says, running sums beside what adds up, and no column of nothing", () => {
    expect([...document.querySelectorAll("thead th")].map(({ textContent }) => textContent)).toEqual(
      ["step", "action", "state reached", "training signal", "training signal, sum", "praise", "praise, sum"].concat([
        "true reward",
        "true reward, sum",
        "V",
      ]),
    );
    expect(cellsOf(document)).toEqual([
      ["start", "", "west", "", "", "", "", "", "", "0"],
      ["1", evil, "east", "2.5", "2.5", "−1", "−1", "1", "1", "3"],
      ["2", "walk", "west", "2.5", "5", "−1", "−2", "1", "2", "3"],
      ["3", "walk", "east", "2.5", "7.5", "−1", "−3", "1", "3", "3"],
    ]);
  });

  it("draws every state once, shows the start, and every picture where no script runs", () => {
    expect([...document.querySelectorAll("symbol")].map(({ id }) => id)).toEqual(["state-0", "state-1"]);
    expect(document.querySelector(".player use")?.getAttribute("href")).toBe("#state-0");
    expect([...document.querySelectorAll(".without-script figcaption")].map(({ textContent }) => textContent)).toEqual([
      "west (start, 2)",
      "east (1, 3)",
    ]);
  });

  it("refers only to pictures that are on it", () => {
    const ids = new Set([...document.querySelectorAll("symbol")].map(({ id }) => `#${id}`));
    expect([...document.querySelectorAll("use")].every((use) => ids.has(use.getAttribute("href") ?? ""))).toBe(true);
    expect([...document.querySelectorAll<HTMLElement>("tbody tr")].every(({ dataset }) => ids.has(`#${dataset["picture"]}`))).toBe(true);
  });

  it("escapes everything, asks nothing of the network, and is the same bytes each time", () => {
    expect(document.querySelectorAll("img, [onerror], link, [src]")).toHaveLength(0);
    expect(document.querySelector("meta[http-equiv]")?.getAttribute("content")).toContain("default-src 'none'");
    expect(episodePage(episode)).toBe(episodePage(structuredClone(episode)));
  });

  it("does without pictures", () => {
    const bare = open({ ...episode, frames: null });
    expect(bare.querySelectorAll(".frame, symbol, .without-script")).toHaveLength(0);
    expect(cellsOf(bare)).toHaveLength(4);
  });
});

describe("the frames of a world", () => {
  it("are panels where its pictures are, and nothing where it has none", () => {
    const one = { name: "one", version: 1, title: "One", source: "this test", actions: ["stay"] as const, start: () => "there" };
    const rest = {
      step: (state: string) => state,
      label: (state: string) => state,
      rewards: { true: () => 0 },
      evaluation: { kind: "average" as const },
      traits: { deterministic: true, episodic: false },
      workedEpisodes: [],
    };
    expect(drawFrames(compile(defineEnvironment({ ...one, ...rest }).with()), ["there"], "x")).toBeNull();
    const pictured = compile(defineEnvironment({ ...one, ...rest, picture: () => desk }).with());
    expect(drawFrames(pictured, ["there", "there"], "x")?.bodies.map(({ html }) => html.includes("Mailbox"))).toEqual([true]);
  });
});
