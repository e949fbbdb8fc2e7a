import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { readFontMetrics } from "../src/render/font-metrics.ts";

const font = readFontMetrics(
  readFileSync(createRequire(import.meta.url).resolve("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf")),
);

describe("the metrics of Arimo", () => {
  it("are Arial's: the advances of Helvetica in Adobe's core font metrics, in thousandths", () => {
    const advances = { A: 667, i: 222, m: 833, W: 944, " ": 278, "0": 556, ".": 278, "(": 333 };
    for (const [character, advance] of Object.entries(advances)) {
      expect(font.widthOf(character) * 1000).toBeCloseTo(advance, 0);
    }
  });

  it("know the signs that labels use", () => {
    const missing = font.widthOf("\uffff");
    expect([..."γΔ−→←↑↓●◊×▬"].filter((sign) => font.widthOf(sign) === missing)).toEqual([]);
  });

  it("add up over a text", () => {
    expect(font.widthOf("Aim")).toBeCloseTo(font.widthOf("A") + font.widthOf("i") + font.widthOf("m"), 12);
  });
});
