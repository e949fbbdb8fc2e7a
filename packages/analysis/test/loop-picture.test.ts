import type { LoopStep, Picture } from "@firebreak/core";
import { compile } from "@firebreak/core";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { drawLoop, type LoopDrawing, loopSvg } from "../src/pictures/index.ts";
import { loopIn } from "../src/report/index.ts";
import { corridor } from "./corridor.ts";

const step = (from: string, action: string, to: string, proxyReward = 0, trueReward = 0): LoopStep => ({
  from,
  action,
  to,
  probability: 1,
  proxyReward,
  trueReward,
});
/** Cells of a map by "row,column". */
const yard = (label: string): Picture => ({ rows: ["...", "..."], cell: label.split(",").slice(0, 2).map(Number) as [number, number] }); // labels of this test
const none = { pictureOf: () => null, deedOf: () => null };
const svgOf = (loop: LoopDrawing): Document => new JSDOM(loopSvg(loop, "a loop"), { contentType: "image/svg+xml" }).window.document;
const textsOf = (svg: Document): readonly string[] =>
  [...svg.querySelectorAll("svg > text, svg > g > text")].map(({ textContent }) => textContent ?? "");
/** The tips of straight arrows: their first corner. */
const tips = (svg: Document): readonly (readonly [number, number])[] =>
  [...svg.querySelectorAll("svg > path")].flatMap((path) => {
    const [, x, y] = /^M(\S+) (\S+)L.*Z$/.exec(path.getAttribute("d") ?? "") ?? [];
    return x === undefined ? [] : [[Number(x), Number(y)] as const];
  });

describe("a loop on a map", () => {
  const round = ["0,0", "0,1", "1,1", "1,0"];
  const lap: LoopDrawing = { ...none, pictureOf: yard, steps: round.map((from, at) => step(from, "go", round[(at + 1) % 4] ?? "", at, 0)) };

  it("is an arrow a step, from cell to cell, each with its number", () => {
    const svg = svgOf(lap);
    const cell = ([x, y]: readonly [number, number]): readonly number[] => [Math.floor((y - 12) / 44), Math.floor((x - 12) / 44)];
    expect(tips(svg).map(cell)).toEqual([
      [0, 1],
      [1, 1],
      [1, 0],
      [0, 0],
    ]);
    expect(textsOf(svg).slice(0, 4)).toEqual(["1", "2", "3", "4"]);
  });

  it("draws there and back apart, and what stays in place as loops at corners of their own", () => {
    const there = svgOf({ ...none, pictureOf: yard, steps: [step("0,0", "right", "0,1"), step("0,1", "left", "0,0")] });
    const [[, there1] = [0, 0], [, back] = [0, 0]] = tips(there);
    expect(Math.abs(there1 - back)).toBeGreaterThan(15);
    const stays = svgOf({
      pictureOf: yard,
      deedOf: (_, action) => (action === "ignite" ? "set fire" : null),
      steps: [step("0,0,calm", "ignite", "0,0,fire", -0.2, -1), step("0,0,fire", "extinguish", "0,0,calm", 1, 0)],
    });
    expect(tips(stays)).toEqual([]);
    expect([...stays.querySelectorAll("g")].map((group) => group.getAttribute("transform"))).toEqual([
      "translate(34 34) scale(1 1)",
      "translate(34 34) scale(1 -1)",
    ]);
    expect(textsOf(stays).slice(0, 2)).toEqual(["1 deed", "2 rescue"]);
  });
});

describe("a loop without a map", () => {
  it("is a ring of its labelled states, none over another", () => {
    const states = ["calm", "warned", "threat", "relief"];
    const svg = svgOf({ ...none, steps: states.map((from, at) => step(from, "go", states[(at + 1) % 4] ?? "")) });
    expect(textsOf(svg).slice(0, 4)).toEqual(states);
    const boxes = [...svg.querySelectorAll("rect[rx='8']")].map((rect) =>
      ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name))),
    );
    expect(boxes).toHaveLength(4);
    for (const [at, [x = 0, y = 0, width = 0, height = 0]] of boxes.entries()) {
      for (const [otherX = 0, otherY = 0] of boxes.slice(at + 1)) {
        expect(Math.abs(x - otherX) >= width || Math.abs(y - otherY) >= height).toBe(true);
      }
    }
  });
});

describe("the words of a loop", () => {
  it("name a planted deed and its rescue", () => {
    const deedOf = (_: string, action: string): string | null => (action === "cause" ? "bring about a threat" : null);
    const { words } = drawLoop({
      ...none,
      deedOf,
      steps: [step("calm", "cause", "threat", -0.2, -1), step("threat", "defeat", "calm", 3)],
    });
    expect(words).toBe(
      "A loop of 2 steps. 1 cause: calm → threat; signal −0.2, true reward −1 – the deed: bring about a threat. 2 defeat: threat → calm; signal 3, true reward 0 – the rescue: pays most",
    );
  });

  it("claim no deed where none is planted: they say what costs and what pays most, and nothing where all is alike", () => {
    const { words } = drawLoop({ ...none, steps: [step("a", "x", "b", -0.2, -1), step("b", "y", "a", 3)] });
    expect(words).toContain("costs most");
    expect(words).not.toMatch(/deed|rescue/);
    expect(drawLoop({ ...none, steps: [step("a", "x", "a", 1, 1)] }).words).toBe(
      "A loop of 1 step. 1 x: stays at a; signal 1, true reward 1",
    );
  });

  it("tell the likeliest outcome as such, and count what there is no room for", () => {
    const steps = Array.from({ length: 20 }, (_, at) => ({ ...step(`s${at}`, "go", `s${(at + 1) % 20}`), probability: 0.5 }));
    const { words } = drawLoop({ ...none, steps });
    expect(words).toContain("likeliest outcome (0.5)");
    expect(words).toContain("… and 4 more steps");
  });
});

it("a loop in a world is drawn on that world's map", () => {
  const drawing = loopIn(compile(corridor.with()), [step("west", "walk", "east"), step("east", "walk", "west")]);
  expect(drawing.pictureOf("west")).toMatchObject({ cell: [1, 1] });
  expect(tips(svgOf(drawing))).toHaveLength(2);
});
