import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderWith } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";

const series = inOneProcess();

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

describe.skipIf(!existsSync(CHROMIUM))("the page that watch writes, in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(() => browser.close());

  /** Opens the page of a villain's episode of six steps, and what went wrong or left the machine. */
  async function opened(
    options: Parameters<Browser["newContext"]>[0],
  ): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
    const file = join(folderWith({}), "episode.html");
    await series.firebreak(["watch", "hero", "--signal", "evaluative-feedback", "--discount", "0.9", "--steps", "6", "--html", file]);
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, ...options })).newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => /^(file|data):/.test(request.url()) || faults.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, faults };
  }

  const now = (page: Page): Promise<string | null> => page.locator("[aria-current=step] th").textContent();

  it("steps by buttons, keys, rows and the slider, and the picture follows", async () => {
    const { page, faults } = await opened({ reducedMotion: "reduce" });
    expect(await now(page)).toBe("start");
    const first = await page.locator(".player use").getAttribute("href");
    await page.getByRole("button", { name: "step" }).click();
    expect(await now(page)).toBe("1");
    expect(await page.locator(".now").textContent()).toBe(
      "Step 1: cause, to threat. training signal −0.2, praise −0.2, true reward −1, V −1",
    );
    expect(await page.locator(".player use").getAttribute("href")).not.toBe(first);
    await page.keyboard.press("ArrowRight");
    expect(await now(page)).toBe("2");
    expect(await page.locator(".player use").getAttribute("href")).toBe(first);
    await page.locator("tbody tr").nth(4).click();
    expect(await now(page)).toBe("4");
    await page.locator(".slider").fill("5");
    expect(await now(page)).toBe("5");
    await page.keyboard.press("End");
    expect(await now(page)).toBe("6");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(faults).toEqual([]);
  });

  it("plays to the end by itself, and stops there", async () => {
    const { page } = await opened({ reducedMotion: "no-preference" });
    await page.locator("tbody tr[aria-current=step]:last-child").waitFor();
    expect(await now(page)).toBe("6");
    expect(await page.locator("[data-move=play]").textContent()).toBe("play");
  });

  it("moves nothing by itself for who has asked for less motion, and plays and pauses by the space bar", async () => {
    const { page } = await opened({ reducedMotion: "reduce" });
    expect(await page.locator("[data-move=play]").textContent()).toBe("play");
    await page.keyboard.press("Space");
    expect(await page.locator("[data-move=play]").textContent()).toBe("pause");
    await page.keyboard.press("Space");
    expect(await page.locator("[data-move=play]").textContent()).toBe("play");
  });

  it.each([
    { width: 1280, height: 820 },
    { width: 390, height: 800 },
  ])("shows buttons beside a picture that is higher than the window of $width by $height, wherever one looks at it", async (viewport) => {
    const file = join(folderWith({}), "episode.html");
    await series.firebreak(["watch", "assistant", "--steps", "2", "--html", file]);
    const page = await (await browser.newContext({ viewport, reducedMotion: "reduce" })).newPage();
    await page.goto(pathToFileURL(file).href);
    const picture = page.locator(".player .frame");
    expect((await picture.boundingBox())?.height).toBeGreaterThan(viewport.height - 100);
    for (const down of [0, 200, 400]) {
      await page.evaluate(`scrollTo(0, ${down})`);
      const [buttons, slider] = [await page.locator(".buttons").boundingBox(), await page.locator(".slider").boundingBox()];
      expect(buttons?.y).toBeGreaterThan((await picture.boundingBox())?.y ?? 0);
      expect((slider?.y ?? viewport.height) + (slider?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
    }
  });

  it("is whole without scripts: the table, and every picture", async () => {
    const { page } = await opened({ javaScriptEnabled: false });
    expect(await page.locator("tbody tr").count()).toBe(7);
    expect(await page.locator(".gallery .frame:visible").count()).toBe(2);
    expect(await page.getByRole("button").count()).toBe(0);
  });
});
