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
    proxyRewards: [2.5, -0.5, 4],
    trueReturn: 2,
  },
};

/** Two detectors that found the same episode, and one that found nothing. */
const { witness: _, ...silent } = finding;
const findings: readonly Finding[] = [
  finding,
  {
    ...finding,
    detector: "other@1",
    sentence: "It games, too.",
    loop: ["west", "east"].map((from) => ({
      from,
      action: "walk",
      to: from === "west" ? "east" : "west",
      probability: 1,
      proxyReward: 2,
      trueReward: from === "west" ? 1 : 0,
    })),
  },
  { ...silent, fired: false },
];

const results = stored(
  [
    trial({ environment: "corridor@1", method: "imitation@1" }, { "returns.true": 0.5 }),
    { ...trial({ environment: "corridor@1", method: "broken@1" }, {}), status: "failed", reason: { code: "not-converged", message: evil } },
    { ...trial({ environment: "corridor@1", method: "broken@2" }, {}), status: "failed", reason: { code: "not-converged", message: evil } },
    ...["finite-12", "finite-100", "finite-2"].map((criterion) => trial({ environment: "maze@1", method: "m@1", criterion }, {})),
    ...Array.from({ length: 13 }, (_, at) => trial({ environment: "yard@1", method: `m@${at + 1}` }, { "returns.true": at })),
  ],
  {
    study: {
      id: "study@1",
      title: evil,
      question: "Which?",
      seeds: 1,
      claims: [
        { id: "C1", position: evil, rule: { margin: 0.05, worlds: ["w@1", "w@2", "w@3", "w@4", evil], decision: "Supported if above" } },
        { id: "C2", position: "It is one world", rule: {} },
      ],
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
      notes: () => [`No result for: ${evil}`],
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
    { id: "C2", verdict: "supported", estimate: 1, interval: null, unit: "worlds", sentence: "One world." },
  ],
  witnesses: pictureWitnesses(findings, () => compile(corridor.with())),
  closedForms: [{ id: "f", title: "It flips at", mathMl: "<math><mi>γ</mi></math>", expression: "gamma" }],
  pictures: { one: "<svg xmlns='http://www.w3.org/2000/svg'/>" },
  plotly: "QUJD",
  worlds: [{ name: "Corridor", text: `Two cells. ${evil}\n\nOne walks to and fro.` }],
  glossary: [{ term: "walk", meaning: "to go to the other cell" }],
  titleOf: (id) => (id === "detector@1" ? "A detector of gaming" : undefined),
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
    expect(verdicts).toContain("rule data changed after results were stored");
    expect(verdicts).toContain("1 no interval");
  });

  it("describes its worlds right after the verdicts, paragraph by paragraph, and its words", () => {
    expect([...document.querySelectorAll("main > section")].map(({ id }) => id).slice(0, 3)).toEqual(["verdicts", "worlds", "reading"]);
    expect([...document.querySelectorAll("#worlds p")].map(({ textContent }) => textContent)).toEqual([
      `Two cells. ${evil}`,
      "One walks to and fro.",
    ]);
    expect(text("#worlds dl")).toBe("walkto go to the other cell");
  });

  it("has no box, and no link to one, where the study describes nothing", () => {
    const bare = new JSDOM(reportPage({ ...inputs, worlds: [], glossary: [] })).window.document;
    expect(bare.querySelector("#worlds, a[href='#worlds']")).toBeNull();
  });

  it("tells a rule in words first, then its data, a long list folded behind its first two", () => {
    const [rule] = document.querySelectorAll("#verdicts .rules table");
    expect(text(".rules h3 + p")).toBe("Supported if above.");
    expect([...(rule?.querySelectorAll("tbody th") ?? [])].map(({ textContent }) => textContent)).toEqual(["margin", "worlds"]);
    const worlds = rule?.querySelector("tr:last-child td");
    expect(worlds?.querySelector(":scope > ul")?.textContent).toBe("w@1w@2");
    expect(worlds?.querySelector("summary")?.textContent).toBe("… 5 in all");
    expect(worlds?.querySelectorAll(":scope > details li")).toHaveLength(5);
  });

  it("claims for a rule's hash no more than it covers", () => {
    expect(text("#reading")).toContain("does not cover the code of decide");
    expect(page).not.toMatch(/rule fixed/i);
  });

  it("shows beside a figure what it has no result for", () => {
    expect(text("#figure-one figcaption")).toContain("No result for: </script>");
  });

  it("names figures that could not be drawn, and gives each other one a caption and a description", () => {
    expect(text("#figures")).toContain("Nothing to draw: Cannot draw figure 'empty': no trial");
    expect(document.querySelector("#figure-one img")?.getAttribute("alt")).toBe("A point at 2.");
    expect(text("#figure-one figcaption")).toContain("One point");
  });

  it("plays an episode that two detectors found once, with both findings", () => {
    expect(document.querySelectorAll(".witness")).toHaveLength(1);
    expect(text(".witness h3")).toContain("A detector of gaming; other@1");
    expect(text(".witness .note")).toContain("detector@1 · other@1");
    expect(text(".witness")).toContain("It games, too.");
  });

  it("draws the loop of a finding beside it, with every step in words", () => {
    expect(document.querySelectorAll(".witness .loop svg")).toHaveLength(1);
    expect(document.querySelector(".loop svg")?.getAttribute("aria-label")).toContain(
      "2 walk: east → west; signal 2, true reward 0 – costs most",
    );
  });

  it("plays the witness step by step: where the agent stands, rewards and events", () => {
    const rows = [...document.querySelectorAll(".player tbody tr")];
    expect(rows.map((row) => row.getAttribute("data-picture"))).toEqual(["world-1-0", "world-1-1", "world-1-0", "world-1-1"]);
    expect(document.querySelectorAll("symbol")).toHaveLength(2);
    expect(rows.map((row) => row.textContent)).toEqual(["startwest", "1walkeast2.521", "2walkwest−0.520damage", "3walkeast421"]);
    expect(rows[2]?.getAttribute("data-said")).toBe(
      "Step 2: walk, to west. training signal −0.5, observed reward 2, true reward 0. damage",
    );
    expect(document.querySelector(".player .frame use")?.getAttribute("href")).toBe("#world-1-0");
    expect(document.querySelector(".player .frame")?.getAttribute("aria-label")).toBe("Start: west");
  });

  it("leaves out columns of an episode that hold nothing, and those of older results that did not store the signal", () => {
    const old = { ...finding.witness, events: [] };
    delete (old as { proxyRewards?: unknown }).proxyRewards;
    const witnesses = pictureWitnesses([{ ...finding, witness: old as NonNullable<Finding["witness"]> }], () => compile(corridor.with()));
    const shown = new JSDOM(reportPage({ ...inputs, witnesses })).window.document;
    expect([...shown.querySelectorAll(".steps thead th")].map(({ textContent }) => textContent)).toEqual([
      "step",
      "action",
      "state reached",
      "observed reward",
      "true reward",
    ]);
  });

  it("sorts criteria by their numbers", () => {
    const rows = [...document.querySelectorAll<HTMLTableElement>("#results table")].find(
      (each) => each.caption?.textContent === "Returns in maze",
    );
    expect([...(rows?.querySelectorAll("tbody td:nth-child(3)") ?? [])].map(({ textContent }) => textContent)).toEqual([
      "finite-2",
      "finite-12",
      "finite-100",
    ]);
  });

  it("says how many rows a box holds that scrolls, and only of such a box", () => {
    const captions = [...document.querySelectorAll("#results caption")].map(({ textContent }) => textContent);
    expect(captions).toContain("Returns in yard (13 rows; this box scrolls)");
    expect(captions).toContain("Returns in corridor");
  });

  it("groups failed trials by their reason, each with its key", () => {
    const failed = [...document.querySelectorAll<HTMLTableElement>("#results table")].find((each) =>
      each.caption?.textContent?.startsWith("Trials that failed"),
    );
    expect(failed?.querySelectorAll("tbody tr")).toHaveLength(1);
    expect(failed?.querySelector("summary")?.textContent).toBe("2 trials");
    expect(failed?.querySelectorAll("li")).toHaveLength(2);
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
