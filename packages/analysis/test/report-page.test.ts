import { compile, type Finding, FirebreakError } from "@firebreak/core";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { drawReport, pictureWitnesses, type ReportInputs, reportPage, type StudyReport } from "../src/report/index.ts";
import { corridor } from "./corridor.ts";
import { stored, trial } from "./stored-results.ts";

const evil = `</script><img src=x onerror="alert(1)">'&`;

const finding: Finding = {
  schema: "finding@1",
  detector: "detector@1",
  subject: { environment: "corridor@1", overseer: "consistent@1", signal: "feedback@1", criterion: "average" },
  fired: true,
  measures: [{ name: "harm", value: 0.25, unit: "per step", interval: [0.2, 0.3] }],
  sentence: `It games. ${evil}`,
  witness: {
    environment: "corridor@1",
    actions: ["walk", "walk", "walk"],
    choices: [],
    events: [{ kind: "damage", time: 1 }],
    proxyReturn: 6,
    trueReturn: 2,
  },
};

/** Two detectors that found the same episode, and one that found nothing. */
const { witness: _, ...silent } = finding;
const findings: readonly Finding[] = [
  finding,
  { ...finding, detector: "other@1", sentence: "It games, too." },
  { ...silent, fired: false },
];

const results = stored(
  [
    trial({ environment: "corridor@1", method: "imitation@1" }, { "returns.true": 0.5 }),
    { ...trial({ environment: "corridor@1", method: "broken@1" }, {}), status: "failed", reason: { code: "not-converged", message: evil } },
  ],
  {
    study: {
      id: "study@1",
      title: evil,
      question: "Which?",
      seeds: 1,
      claims: [{ id: "C1", position: evil, rule: { margin: 0.05 } }],
    },
    findings,
    refused: ["a", "b", "c"].map((world) => ({ cell: `hero@1?w=${world}|consistent@1|narrow@1|average`, reason: "needs an LP" })),
    rulesFixedBefore: false,
  },
);

const report: StudyReport = {
  decide: {},
  figures: [
    {
      id: "one",
      title: "One point",
      select: () => [1],
      draw: () => ({ data: [{ type: "scatter", name: evil, x: [1], y: [2] }], layout: { height: 200 } }),
      describe: () => "A point at 2.",
    },
    {
      id: "empty",
      title: "Nothing to draw",
      select: () => {
        throw new FirebreakError("missing-results", "Cannot draw figure 'empty': no trial");
      },
      draw: () => ({ data: [], layout: {} }),
      describe: () => "",
    },
  ],
};

const inputs: ReportInputs = {
  ...drawReport(report, results),
  results,
  verdicts: [
    {
      id: "C1",
      verdict: "depends",
      estimate: 0.125,
      interval: [0.1, 0.15],
      unit: "per step",
      sentence: evil,
      provisional: "until more is known",
    },
  ],
  witnesses: pictureWitnesses(findings, () => compile(corridor.with())),
  closedForms: [{ id: "f", title: "It flips at", mathMl: "<math><mi>γ</mi></math>", expression: "gamma" }],
  pictures: { one: "<svg xmlns='http://www.w3.org/2000/svg'/>" },
  plotly: "QUJD",
  replayCommand: (key) => `npm run firebreak -- run study --only '${key}' --inline`,
};

const page = reportPage(inputs);
const { document } = new JSDOM(page).window;
const text = (selector: string): string => document.querySelector(selector)?.textContent ?? "";

describe("the report page", () => {
  it("escapes everything that came from results: no element of the text's own, no end of a script", () => {
    expect(document.querySelectorAll("img[src=x], [onerror]")).toHaveLength(0);
    expect(document.querySelector("title")?.textContent).toContain("</script>");
    expect(JSON.parse(text("#figure-specs")).one.data[0].name).toBe(evil);
  });

  it("asks nothing of the network", () => {
    const addresses = [...document.querySelectorAll("[src], link[href], a[href]")].map(
      (each) => each.getAttribute("src") ?? each.getAttribute("href"),
    );
    expect(addresses.every((address) => address?.startsWith("#") || address?.startsWith("data:"))).toBe(true);
    expect(document.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content")).toContain("default-src 'none'");
  });

  it("states each verdict with estimate, interval, provisional mark and whether the rule was fixed before", () => {
    const verdicts = text("#verdicts");
    expect(verdicts).toContain("depends");
    expect(verdicts).toContain("0.125 [0.1, 0.15]");
    expect(verdicts).toContain("Provisional: until more is known");
    expect(verdicts).toContain("rule changed after results were stored");
  });

  it("names figures that could not be drawn, and gives each other one a caption and a description", () => {
    expect(text("#figures")).toContain("Nothing to draw: Cannot draw figure 'empty': no trial");
    expect(document.querySelector("#figure-one img")?.getAttribute("alt")).toBe("A point at 2.");
    expect(text("#figure-one figcaption")).toContain("One point");
  });

  it("plays an episode that two detectors found once, with both findings", () => {
    expect(document.querySelectorAll(".witness")).toHaveLength(1);
    expect(text(".witness h3")).toContain("detector@1 and other@1");
    expect(text(".witness")).toContain("It games, too.");
  });

  it("plays the witness step by step: where the agent stands, rewards and events", () => {
    const rows = [...document.querySelectorAll(".player tbody tr")];
    expect(rows.map((row) => row.getAttribute("data-tile"))).toEqual(["5", "6", "5", "6"]);
    expect(rows.map((row) => row.textContent)).toEqual(["start–west––", "1walkeast21", "2walkwest20damage", "3walkeast21"]);
    expect(document.querySelector(".map .here")?.getAttribute("style")).toContain("grid-row:2;grid-column:2");
  });

  it("counts refused cells by reason, and lists what failed with the command that runs it again", () => {
    const body = text("#results");
    expect(body).toContain("needs an LP");
    expect(body).toContain("3");
    expect(body).toContain("not-converged");
    expect(body).toContain("--only 'corridor@1|consistent@1|broken@1|-|-' --inline");
  });

  it("can be found one's way in: one h1, sections with headings, headed tables with captions, a skip link, a language", () => {
    expect(document.documentElement.lang).toBe("en");
    expect(document.querySelectorAll("h1")).toHaveLength(1);
    expect([...document.querySelectorAll("section")].every((section) => section.querySelector("h2") !== null)).toBe(true);
    expect(
      [...document.querySelectorAll("table")].every((each) => each.caption !== null && each.querySelector("th[scope=col]") !== null),
    ).toBe(true);
    for (const link of document.querySelectorAll("a[href^='#']")) {
      expect(document.querySelector(link.getAttribute("href") ?? "")).not.toBeNull();
    }
  });

  it("is the same bytes for the same inputs", () => {
    expect(reportPage(inputs)).toBe(page);
  });
});
