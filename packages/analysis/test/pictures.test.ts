import type { Picture } from "@firebreak/core";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { textWidth } from "../src/pictures/drawing.ts";
import { drawSheet, pictureSvg, pictureText, pictureWords } from "../src/pictures/index.ts";
import { columnsOf, wrapWords } from "../src/pictures/wrap-words.ts";
import { desk, town } from "./pictured-worlds.ts";

const race: Picture = { rows: ["####", "#> #", "#v##", "####"], cell: [1, 2] };
const evil = `</text><script>alert(1)</script>"'&\u001b[2J\n`;
const evilDesk: Picture = { panels: [{ title: evil, layout: "row", items: [{ text: evil, note: evil, tone: "bad" }] }], caption: evil };
const evilTown: Picture = { rows: ["<&"], cell: [0, 0], marks: [{ cell: [0, 1], glyph: "<", tone: "bad", label: evil }], caption: evil };
const wide: Picture = { rows: ["#".repeat(60), `#${" ".repeat(58)}#`], cell: [1, 30] };

const plain = (picture: Picture, width?: number): string =>
  pictureText(picture, { colour: false, ...(width === undefined ? {} : { width }) });
const svgOf = (picture: Picture): Document => new JSDOM(pictureSvg(picture, "a state"), { contentType: "image/svg+xml" }).window.document;

describe("a map in a terminal", () => {
  it("is a grid of tiles with walls, signs and the agent", () => {
    expect(plain(race)).toBe(
      [
        "░░░░░░░░░░░░░░░░░",
        "░░░░░░░░░░░░░░░░░",
        "░░░░┌───┬───┐░░░░",
        "░░░░│ → │ ● │░░░░",
        "░░░░├───┼───┘░░░░",
        "░░░░│ ↓ │░░░░░░░░",
        "░░░░└───┘░░░░░░░░",
      ]
        .concat(["░░░░░░░░░░░░░░░░░", "░░░░░░░░░░░░░░░░░"])
        .join("\n"),
    );
  });

  it("shows marks where they stand, beside the agent on one tile, and says what they mean", () => {
    const lines = plain(town).split("\n");
    expect(lines[1]).toBe("│ ▲ │   │   │ ⌂ │");
    expect(lines[5]).toBe("│   │   │●□ │   │");
    expect(lines.slice(-2)).toEqual(["● here  ▲ house on fire  ⌂ house  □ depot", "One house burns."]);
  });

  it("covers the map's own sign by what stands on it", () => {
    const house: Picture = { rows: ["H."], cell: [0, 1], marks: [{ cell: [0, 0], glyph: "F", tone: "bad", label: "house on fire" }] };
    expect(plain(house).split("\n")[1]).toBe("│ F │ ● │");
    expect([...svgOf(house).querySelectorAll("text")].map(({ textContent }) => textContent)).not.toContain("H");
  });

  it("takes one column a cell where the grid is wider than the terminal", () => {
    expect(plain(wide).split("\n")[1]).toBe(`░${"·".repeat(29)}●${"·".repeat(28)}░`);
  });
});

describe("panels in a terminal", () => {
  it("are boxes with their titles, an item a line or a cell, a pointer where attention is, a sign for every tone", () => {
    const text = plain(desk);
    expect(text).toContain("┌─ Mailbox ─");
    expect(text).toMatch(/^│ ▸! Server room is 40 °C and rising +urgent │$/m);
    expect(text).toMatch(/^│ {2}\? Complaint of Ms Meyer +buried: out of sight │$/m);
    expect(text).toMatch(/^│· 9:00 +│✓ 9:30 +│✗ 10:00 +│\? 10:30 +│· 11:00 +│$/m);
    expect(text).toMatch(/▲/);
    expect(text).toMatch(/┌─ Ledger ─.*\n│ {2}· \(empty\)/);
  });

  it.each([80, 50, 30])("keep within %d columns, and every box is closed", (width) => {
    for (const line of plain(desk, width).split("\n")) {
      expect(columnsOf(line)).toBeLessThanOrEqual(width);
      expect(/^[│┌└]/.test(line)).toBe(/[│┐┘]$/.test(line));
    }
  });
});

describe("cells side by side", () => {
  const days: Picture = {
    panels: [
      {
        title: "Days",
        layout: "row",
        items: Array.from({ length: 8 }, (_, at) => ({ text: `${at + 1}`, note: "extraordinarily", tone: "plain" as const })),
      },
    ],
  };

  it("break no word, and stand in rows that are equally full", () => {
    expect(plain(days).match(/extraordinarily/g)).toHaveLength(8);
    expect(
      plain(days)
        .match(/^│ +\d.*$/gm)
        ?.map((line) => line.match(/\d/g)?.length),
    ).toEqual([4, 4]);
    expect([...svgOf(days).querySelectorAll("tspan")].filter(({ textContent }) => textContent === "extraordinarily")).toHaveLength(8);
  });
});

describe.each(Object.entries({ race, town, desk, wide, evilDesk, evilTown }))("the picture %s", (_, picture) => {
  it("is the same text with colour as without, but for control sequences that are all ended", () => {
    const [before = "", ...parts] = pictureText(picture, { colour: true }).split("\u001b[");
    const sequences = parts.map((part) => part.slice(0, part.indexOf("m") + 1));
    expect(sequences.length).toBeGreaterThan(0);
    expect(sequences.every((sequence) => /^[\d;]+m$/.test(sequence))).toBe(true);
    expect(sequences.at(-1)).toBe("0m");
    expect(before + parts.map((part) => part.slice(part.indexOf("m") + 1)).join("")).toBe(plain(picture));
    expect(plain(picture)).not.toContain("\u001b");
  });

  it("is well-formed SVG with a title and words, no script, and all of it inside its size", () => {
    const svg = svgOf(picture);
    const root = svg.documentElement;
    expect(root.tagName).toBe("svg");
    expect(root.querySelector("title")?.textContent).toBe("a state");
    expect(root.querySelector("desc")?.textContent).toBe(pictureWords(picture));
    expect(root.querySelectorAll("script, image, foreignObject")).toHaveLength(0);
    const [width, height] = [Number(root.getAttribute("width")), Number(root.getAttribute("height"))];
    for (const rect of root.querySelectorAll(":scope > rect")) {
      expect(Number(rect.getAttribute("x")) + Number(rect.getAttribute("width"))).toBeLessThanOrEqual(width);
      expect(Number(rect.getAttribute("y")) + Number(rect.getAttribute("height"))).toBeLessThanOrEqual(height);
    }
  });

  it("is the same bytes each time", () => {
    expect(pictureSvg(picture, "x")).toBe(pictureSvg(structuredClone(picture), "x"));
  });
});

describe("a picture in SVG", () => {
  it("shows texts as they are", () => {
    expect(svgOf(evilTown).querySelector("desc")?.textContent).toContain("</text><script>alert(1)</script>\"'&");
    expect(pictureSvg(desk, "x")).toContain("&lt;today&gt; &amp; not later");
  });

  it("names every font with those that stand in for it", () => {
    expect(svgOf(town).documentElement.getAttribute("font-family")).toMatch(/^Arimo, Arial, .*sans-serif$/);
  });

  it("never tells a tone by its colour alone: a mark has its glyph and its word, an item a sign", () => {
    const shown = [...svgOf(town).querySelectorAll("text")].map(({ textContent }) => textContent);
    expect(shown.filter((text) => text === "▲")).toHaveLength(2);
    expect(shown).toContain("house on fire");
    const signs = [...svgOf(desk).querySelectorAll("g > circle + path")].map((path) => path.getAttribute("d"));
    expect(new Set(signs).size).toBe(4);
  });

  it("has dark paper in its style sheet for screens only, and light paper in its attributes", () => {
    expect(pictureSvg(town, "x")).toContain("@media screen and (prefers-color-scheme:dark)");
    expect(pictureSvg(town, "x")).toMatch(/<rect width="\d+" height="\d+" class="f-paper" fill="#ffffff"\/>/);
  });
});

describe("a sheet of pictures", () => {
  it("draws all of one size, with one legend and one place a panel", () => {
    const calm: Picture = {
      ...town,
      marks: [{ cell: [0, 0], glyph: "♦", tone: "good", label: "a safe house" }],
      caption: "x ".repeat(200),
    };
    const { height, bodies } = drawSheet([town, calm]);
    expect(height).toBeGreaterThan(drawSheet([town]).height);
    expect(bodies.every(({ html }) => html.includes("a safe house") && html.includes("house on fire"))).toBe(true);
    const empty: Picture = { panels: desk.panels.map((panel) => ({ ...panel, items: [] })) };
    const places = drawSheet([empty, desk]).bodies.map(({ html }) => html.match(/<g transform="translate\(12 [\d.]+\)">/g));
    expect(places[0]).toEqual(places[1]);
  });

  it("leaves no gap under a list whose rows are fuller in another picture", () => {
    const list = (notes: readonly boolean[]): Picture => ({
      panels: [
        {
          title: "one",
          layout: "list",
          items: notes.map((noted) => ({ text: "x", tone: "good", ...(noted ? { note: "and more" } : {}) })),
        },
        { title: "two", layout: "list", items: [{ text: "y", tone: "good" }] },
      ],
    });
    const { bodies } = drawSheet([list([true, false, true]), list([false, false, false])]);
    const edges = bodies.map(({ html }) =>
      [...html.matchAll(/<rect x="0.0+" y="([\d.]+)" height="([\d.]+)"|<rect x="0" y="([\d.]+)" height="([\d.]+)"/g)].map(
        ([, y1, h1, y2, h2]) => [Number(y1 ?? y2), Number(h1 ?? h2)] as const,
      ),
    );
    const of = (at: number): readonly string[] => [...new Set(edges[at]?.map((edge) => edge.join(" ")))];
    expect(of(1).length).toBeGreaterThan(2);
    expect(of(1)).toEqual(of(0));
  });

  it("keeps the agent's mark off a word that stands on the same tile", () => {
    const svg = svgOf({ rows: ["calm  threat"], cell: [0, 6] });
    const word = [...svg.querySelectorAll("text")].find(({ textContent }) => textContent === "threat");
    const disc = svg.querySelector("circle");
    const number = (element: Element | null | undefined, name: string): number => Number(element?.getAttribute(name));
    const left = number(word?.firstElementChild, "x") - textWidth("threat", number(word, "font-size")) / 2;
    const right = number(disc, "cx") + number(disc, "r") + 1; // with half of its stroke
    expect(left - right).toBeGreaterThan(4);
    expect(left - right).toBeLessThan(12);
  });

  it("refuses maps and panels together", () => {
    expect(() => drawSheet([town, desk])).toThrow("some are maps and some are panels");
  });
});

describe("a picture in words", () => {
  it("tells places and items, and what their tones mean", () => {
    expect(pictureWords(town)).toBe(
      "Here: row 3, column 3. house on fire: row 1, column 1. house: row 1, column 4. house: row 4, column 1. depot: row 3, column 3. One house burns",
    );
    expect(pictureWords(desk)).toContain("Server room is 40 °C and rising (urgent, warning, here)");
    expect(pictureWords(desk)).toContain("Ledger: empty");
  });
});

describe("wrapped words", () => {
  it("break at spaces, inside a word only where it is too long, and lose nothing", () => {
    expect(wrapWords("to be or not", 5)).toEqual(["to be", "or", "not"]);
    expect(wrapWords("abcdefgh ij", 3)).toEqual(["abc", "def", "gh", "ij"]);
    expect(wrapWords("  ", 5)).toEqual([]);
  });

  it("count East Asian letters as two columns and combining marks as none", () => {
    expect(columnsOf("火事")).toBe(4);
    expect(columnsOf("e\u0301🔥")).toBe(3);
    expect(wrapWords("火事火事", 5)).toEqual(["火事", "火事"]);
  });
});
