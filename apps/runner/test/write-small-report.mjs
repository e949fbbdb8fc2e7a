// Writes a small report with the built code: node write-small-report.mjs <folder>. Prints the files as JSON.
import { centreOfWorlds, occupancyMap, returnsByMethod, worldMap } from "@firebreak/analysis/figures";
import { compile } from "@firebreak/core";
import { hero } from "@firebreak/envs";
import { writeReport } from "../dist/render/index.js";

const [folder] = process.argv.slice(2);
const world = compile(hero.with());
const none = { value: 0, evaluate: 0, demonstrate: 0, compare: 0 };
const trial = (method, measures) => ({
  schema: "trial@1",
  key: `${world.id}|consistent@1|${method}|-|-`,
  axes: { environment: world.id, overseer: "consistent@1", method, criterion: "-", seed: null },
  status: "done",
  measures,
  curve: [],
  policy: { kind: "stationary", sha256: "0".repeat(64) },
  ledger: { asked: none, distinct: none, environmentSteps: 0 },
});
const arm = (label, method, group, role) => ({ label, group, role, holds: (axes) => axes.method === method });
const finding = {
  schema: "finding@1",
  detector: "situation-decomposition@1",
  subject: { environment: world.id, overseer: "consistent@1", signal: "evaluative-feedback@1", criterion: "discounted-0.9" },
  fired: true,
  measures: [],
  sentence: "It causes threats to defeat them.",
  witness: {
    environment: world.id,
    actions: ["cause", "defeat", "cause"],
    choices: [],
    events: [{ kind: "damage", time: 0 }],
    proxyReturn: 2.6,
    trueReturn: -2,
  },
};
const results = {
  study: { id: "small@1", title: "A small study", question: "Does it render?", seeds: 1, claims: [] },
  fingerprint: "f".repeat(64),
  rulesHash: "e".repeat(64),
  rulesFixedBefore: true,
  results: [
    trial("imitation@1", { "returns.true": 0 }),
    trial("narrow@1", {
      "returns.true": -0.5,
      "returns.trueMin": -0.5,
      "returns.trueMax": -0.1,
      "occupancy.calm": 0.75,
      "occupancy.threat": 0.25,
    }),
    trial("uniform-play@1", { "returns.true": -1 / 3 }),
  ],
  findings: [finding],
  refused: [],
  provenance: [],
};
const figures = [
  returnsByMethod({
    id: "returns",
    title: "Returns & ties",
    axis: "true return per step",
    arms: [
      arm("imitation", "imitation@1", "imitation", "contestant"),
      arm("narrow RL on evaluative feedback at a plan discount of 0.9", "narrow@1", "narrow RL", "contestant"),
      arm("uniform play", "uniform-play@1", "uniform play", "uniform play"),
    ],
    summarise: centreOfWorlds,
  }),
  occupancyMap({ id: "map", title: "Map", map: worldMap(world), arms: [arm("narrow RL", "narrow@1")], summarise: centreOfWorlds }),
];
const { files } = await writeReport({
  report: { decide: {}, figures },
  results,
  worldOf: (id) => (id === world.id ? world : undefined),
  folder,
  replayCommand: (key) => `firebreak run small --only '${key}' --inline`,
});
process.stdout.write(JSON.stringify(files));
