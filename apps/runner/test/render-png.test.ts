import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Resvg } from "@resvg/resvg-js";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);

const svg = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40">${inside}</svg>`;
const WORDS = svg(`<text x="5" y="25" style="font-family: Arimo, Arial, sans-serif; font-size: 16px">no fonts here</text>`);
const UNKNOWN = svg(`<text x="5" y="25" font-family="No Such Font" font-size="16">no fonts here</text>`);

/** Draws in a process that finds no font on its machine, by the built code. */
async function drawnWithoutFonts(picture: string): Promise<Buffer> {
  const program = `
    import { renderPng } from "@firebreak/runner/render";
    process.stdout.write(Buffer.from(renderPng(${JSON.stringify(picture)})).toString("base64"));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: new URL("..", import.meta.url).pathname,
    env: { PATH: process.env["PATH"], HOME: "/nonexistent", FONTCONFIG_FILE: "/dev/null", FONTCONFIG_PATH: "/nonexistent" },
  });
  return Buffer.from(stdout, "base64");
}

/** The picture's pixels: red, green, blue and alpha by turns. */
function pixelsOf(png: Buffer): { readonly width: number; readonly height: number; readonly rgba: Buffer } {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]; // the PNG specification, §11.2.2: the header comes first
  const image = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${png.toString("base64")}"/></svg>`;
  return { width, height, rgba: new Resvg(image).render().pixels };
}

const darkPixels = ({ rgba }: ReturnType<typeof pixelsOf>): number =>
  Array.from({ length: rgba.length / 4 }, (_, at) => rgba[4 * at] ?? 255).filter((red) => red < 128).length;

describe("a figure as a PNG, on a machine without fonts", () => {
  it("holds its words, twice as large, on white", async () => {
    const picture = pixelsOf(await drawnWithoutFonts(WORDS));
    expect([picture.width, picture.height]).toEqual([240, 80]);
    expect([...picture.rgba.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    expect(darkPixels(picture)).toBeGreaterThan(500);
    expect(darkPixels(pixelsOf(await drawnWithoutFonts(svg(""))))).toBe(0);
  });

  it("sets a font that it does not have in the one that comes along", async () => {
    const [known, unknown] = [await drawnWithoutFonts(WORDS), await drawnWithoutFonts(UNKNOWN)];
    expect(unknown.equals(known)).toBe(true);
  });

  it("sets lines of several pieces as wide as they are, whatever holds them to a width in other fonts", async () => {
    const { renderPng } = await import("../src/render/render-png.ts");
    const line = (held: string): string => svg(`<text x="5" y="25" ${held}><tspan font-weight="bold" ${held}>no</tspan> fonts</text>`);
    expect(renderPng(line('textLength="110" lengthAdjust="spacingAndGlyphs"'))).toEqual(renderPng(line("")));
  });

  it("is the same bytes with and without the machine's fonts", async () => {
    const { renderPng } = await import("../src/render/render-png.ts");
    expect((await drawnWithoutFonts(WORDS)).equals(Buffer.from(renderPng(WORDS)))).toBe(true);
  });
});
