import { readdirSync, readFileSync } from "node:fs";
import { drawFigure } from "@firebreak/analysis/figures";
import { createWorldCache, fingerprintOf, planStudy, rulesHashOf, runBlock } from "@firebreak/core";
import { describe, expect, test } from "vitest";
import { renderSvg } from "../../apps/runner/src/render/index.ts";
import report from "../../studies/villain.report.ts";
import villain from "../../studies/villain.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("the README", () => {
  test("shows the figure that the study draws, to the byte", async () => {
    const study = villain.with();
    const { blocks, refused } = planStudy({ ...study, sweeps: study.sweeps.filter(({ id }) => id === "flip") });
    const cache = createWorldCache(1e6);
    const figure = report.figures.find(({ id }) => id === "flip");
    if (figure === undefined) {
      throw new Error("the study draws no figure 'flip'");
    }
    const drawn = drawFigure(figure, {
      study,
      fingerprint: fingerprintOf(study),
      rulesHash: rulesHashOf(study),
      rulesFixedBefore: true,
      results: blocks.flatMap((block) => runBlock(study, block, cache)),
      findings: [],
      refused,
      provenance: [],
    });
    expect(await renderSvg(drawn)).toBe(read("docs/figures/flip.svg"));
  });

  test("counts the trials that the study plans", () => {
    expect(read("README.md")).toContain(`${planStudy(villain.with()).trialCount.toLocaleString("en-US")} trials`);
  });

  test("quotes the ten lines as they run", () => {
    const quoted = /```js\n(.*?)```/s.exec(read("README.md"))?.[1] ?? "nothing";
    expect(read("examples/library/ten-lines.mjs")).toContain(quoted);
  });

  test("and the guide quote code that is there", () => {
    const sources = ["examples", "packages/envs/src", "packages/core/src"]
      .flatMap((folder) =>
        readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
      )
      .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
      .map(read);
    for (const page of readdirSync(new URL("../../docs/guide", import.meta.url))) {
      for (const [, quoted = ""] of read(`docs/guide/${page}`).matchAll(/```ts\n(.*?)```/gs)) {
        expect(
          sources.some((source) => source.includes(quoted)),
          `${page} quotes\n${quoted}`,
        ).toBe(true);
      }
    }
  });

  test("links to files that are there", () => {
    const guide = readdirSync(new URL("../../docs/guide", import.meta.url)).map((page) => `docs/guide/${page}`);
    for (const page of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/findings.md", ...guide]) {
      const folder = page.replace(/[^/]*$/, "");
      for (const [, link = ""] of read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        expect(() => readFileSync(new URL(`../../${folder}${link}`, import.meta.url)), `${link} in ${page}`).not.toThrow(/ENOENT/);
      }
    }
  });
});
