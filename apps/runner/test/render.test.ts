import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { JSDOM } from "jsdom";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const CHROMIUM = "/usr/bin/chromium";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

let folder = "";
let files: readonly string[] = [];

/** Writes the report of a small study twice into one folder, by the built code in a process of its own. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "firebreak-render-"));
  const script = new URL("./write-small-report.mjs", import.meta.url).pathname;
  const { stdout } = await run(process.execPath, [script, join(folder, "first")]);
  files = JSON.parse(stdout);
  await run(process.execPath, [script, join(folder, "second")]);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const picture = async (name: string): Promise<Document> =>
  new JSDOM(await readFile(join(folder, "first", "figures", name), "utf8"), { contentType: "image/svg+xml" }).window.document;

const texts = (svg: Document): readonly string[] => [...svg.querySelectorAll("text")].map((text) => text.textContent ?? "");

/** How far down a tick label stands, in pixels. */
const baseline = (text: Element): number => Number(/translate\([^,]+,([-\d.]+)\)/.exec(text.getAttribute("transform") ?? "")?.[1]);

describe("a rendered figure", () => {
  it("holds its labels, its numbers and its marks, and a title and description", async () => {
    const svg = await picture("returns.svg");
    const all = texts(svg).join("|");
    expect(all).toContain("imitation");
    expect(all).toContain("−0.5");
    expect(svg.querySelectorAll(".scatterlayer .point")).toHaveLength(3);
    expect(svg.querySelector("title")?.textContent).toBe("Returns & ties");
    expect(svg.querySelector("desc")?.textContent).toContain("Dot plot of true return");
  });

  it("keeps row labels apart: each starts below the end of the one above", async () => {
    const svg = await picture("returns.svg");
    const rows = [...svg.querySelectorAll(".ytick text")].map((text) => ({
      at: baseline(text),
      lines: text.querySelectorAll("tspan").length || 1,
    }));
    expect(rows).toHaveLength(3);
    rows.slice(1).forEach((row, at) => {
      const above = rows[at];
      expect(Math.abs(row.at - (above?.at ?? 0))).toBeGreaterThan(17 * Math.max(row.lines, above?.lines ?? 1));
    });
  });

  it("holds each text to its width in Arimo, so that none meets another in a wider font", async () => {
    const svg = await picture("returns.svg");
    const [label] = [...svg.querySelectorAll(".ytick text")].filter(({ textContent }) => textContent === "imitation");
    // The advances of the font's own table, in 2048ths of an em: i 455, m 1706, t 569, a 1139, o 1139, n 1139.
    const advances = 455 + 1706 + 455 + 569 + 1139 + 569 + 455 + 1139 + 1139;
    expect(Number(label?.getAttribute("textLength"))).toBeCloseTo((13 * advances) / 2048, 1);
    expect(label?.getAttribute("lengthAdjust")).toBe("spacingAndGlyphs");
  });

  it("draws the tiles of a map as rectangles, and needs no canvas", async () => {
    const svg = await picture("map.svg");
    expect(svg.querySelectorAll(".shapelayer path")).toHaveLength(2);
    expect(svg.querySelectorAll("image")).toHaveLength(0);
    expect(texts(svg).join("|")).toContain("75");
  });

  it("is the same bytes in another process", async () => {
    for (const name of await readdir(join(folder, "first", "figures"))) {
      expect(await readFile(join(folder, "second", "figures", name), "utf8")).toBe(
        await readFile(join(folder, "first", "figures", name), "utf8"),
      );
    }
  });
});

describe("a written report", () => {
  it("is one file below 2.5 MB, with the pictures beside it, and leaves no part files", async () => {
    const page = await readFile(join(folder, "first", "report.html"));
    expect(page.byteLength).toBeLessThan(2_500_000);
    expect(files.map((file) => file.slice(join(folder, "first").length + 1))).toEqual([
      "report.html",
      "figures/returns.svg",
      "figures/map.svg",
    ]);
    expect((await readdir(join(folder, "first"))).sort()).toEqual(["figures", "report.html"]);
  });

  it("keeps Plotly beside the packages, once for every project", async () => {
    const cache = new URL("../../../node_modules/.cache/firebreak/", import.meta.url);
    expect((await readdir(cache)).filter((name) => /^plotly-[0-9a-f]{16}\.min\.js\.gz\.base64$/.test(name))).not.toEqual([]);
  });

  it.skipIf(!existsSync(CHROMIUM))(
    "opens from a file in a browser, draws its figures, steps through the witness, calls nobody",
    async () => {
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
      try {
        const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
        const called: string[] = [];
        const broken: string[] = [];
        page.on("request", (request) => called.push(request.url()));
        page.on("pageerror", (error) => broken.push(error.message));
        await page.goto(pathToFileURL(join(folder, "first", "report.html")).href);
        await page.waitForFunction("document.documentElement.dataset.figures");
        expect(await page.evaluate("document.documentElement.dataset.figures")).toBe("drawn");
        expect(await page.locator(".plot .main-svg").count()).toBeGreaterThanOrEqual(2);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
        await page.getByRole("button", { name: "step" }).click();
        expect(await page.locator(".now").textContent()).toContain("Step 1: cause, to threat");
        await page.keyboard.press("ArrowRight");
        expect(await page.locator("[aria-current=step]").textContent()).toContain("defeat");
        const pictures = page.locator(".player tbody tr");
        const shown = await page.locator(".frame use").getAttribute("href");
        expect(shown).toBe(`#${await pictures.nth(2).getAttribute("data-picture")}`);
        expect(shown).not.toBe(`#${await pictures.nth(1).getAttribute("data-picture")}`);
        expect(broken).toEqual([]);
        expect(called.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});
