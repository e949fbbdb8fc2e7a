import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkPolicy, compile, defineEnvironment, type ErrorCode, FirebreakError, openAccount, valueIteration } from "@firebreak/core";
import { hero } from "@firebreak/envs";
import { type Ended, folderWith } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";
import { CONFIG, studySource, worldSource } from "./worlds.ts";

const series = inOneProcess();

/** One row of docs/errors.md, and the way to meet the error. */
export interface ErrorRow {
  readonly means: string;
  readonly remedy: string;
  /** The line that tells it. Paths of this machine are not in it. */
  readonly provoke: () => Promise<string>;
}

/** The error line of a command that must end with exit 2 and leave standard output empty. */
async function refused(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  prepare?: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = folderWith(files);
  await prepare?.(folder);
  const { code, stdout, stderr }: Ended = await series.firebreak(args, { cwd: folder });
  const lines = stderr.trim().split("\n");
  const errors = lines.filter((line) => line.startsWith("error: "));
  if (code !== 2 || stdout !== "" || errors.length !== 1 || errors[0] !== lines.at(-1)) {
    throw new Error(`Expected one error line and exit 2, got exit ${code}: ${stdout}${stderr}`);
  }
  return (errors[0] ?? "").replaceAll(folder, "…").replaceAll(/\b[0-9a-f]{12}\b/g, "<run>");
}

/** The message of a FirebreakError that a call of the library throws. */
async function thrown(call: () => unknown): Promise<string> {
  try {
    call();
  } catch (error) {
    if (error instanceof FirebreakError) {
      return error.message;
    }
    throw error;
  }
  throw new Error("Expected a FirebreakError");
}

const world = (parts: Parameters<typeof worldSource>[0] = {}): Record<string, string> => ({
  "firebreak.config.ts": CONFIG,
  "world.ts": worldSource(parts),
});
const study = (parts: Parameters<typeof studySource>[0] = {}): Record<string, string> => ({
  ...world(),
  "studies/tiny.ts": studySource(parts),
});

/** The only run below a folder's results. */
function runIn(folder: string): string {
  const below = join(folder, "results", "tiny");
  const [name = ""] = readdirSync(below).filter((entry) => /^[0-9a-f]{12}$/.test(entry));
  return join(below, name);
}

/** Runs the study `tiny`, then lets `change` alter its log. */
function ranAnd(change: (log: string) => string): (folder: string) => Promise<void> {
  return async (folder) => {
    const { code, stderr } = await series.firebreak(["run", "tiny", "--workers", "0"], { cwd: folder });
    if (code !== 0) {
      throw new Error(stderr);
    }
    const log = join(runIn(folder), "log.jsonl");
    writeFileSync(log, change(readFileSync(log, "utf8")));
  };
}

/** The first row with another schema and the right hash: written by a later version, not damaged. */
function fromTheFuture(log: string): string {
  const [first = "", ...rest] = log.split("\n");
  const result = JSON.stringify((JSON.parse(first) as { result: unknown }).result).replace("trial@1", "trial@9"); // a row of the log
  const sha256 = createHash("sha256").update(result).digest("hex");
  return [`{"sha256":"${sha256}","result":${result}}`, ...rest].join("\n");
}

const heroWorld = compile(hero.with());

/** Every code, what it means, what to do, and how it is met. A code that is missing here does not compile. */
export const ERRORS: Readonly<Record<ErrorCode, ErrorRow>> = {
  "unknown-id": {
    means: "A name that is in no catalog: of an environment, overseer, signal, method, study, action or trial.",
    remedy: "Use one of the nearest, or `firebreak list`. Your own things must be in `firebreak.config.ts`.",
    provoke: () => refused(["replay", "heroo", "work"]),
  },
  "unknown-parameter": {
    means: "An id or `--set` names a parameter that the thing does not have.",
    remedy: "`firebreak list` shows the parameters of everything with their defaults.",
    provoke: () => refused(["replay", "hero?hh=4", "work"]),
  },
  "bad-parameter": {
    means: "A parameter is given a value outside its domain.",
    remedy: "The message names the domain.",
    provoke: () => refused(["replay", "hero", "work", "--set", "h=-1"]),
  },
  "duplicate-id": {
    means: "Two parts of a catalog or a study have one id, so a result's key would not say which it is of.",
    remedy: "Rename one, or raise its version.",
    provoke: () => refused(["list"], world({ name: "hero" })),
  },
  "bad-specification": {
    means: "A definition contradicts itself: no actions, two of one name, a state without a legal action.",
    remedy: "Mend what the message names; `firebreak check` looks for the rest.",
    provoke: () => thrown(() => defineEnvironment({ ...hero.with().spec, name: "idle", version: 1, actions: [] }).with()),
  },
  "bad-probability": {
    means: "The probabilities of a draw are not in [0, 1] or do not sum to 1.",
    remedy: "Look at the draw that the message names.",
    provoke: () => refused(["solve", "lamp"], world({ step: 'chance.pick([["on", 0.5], ["off", 0.4]], "the lamp")' })),
  },
  "bad-reward": {
    means: "A reward, a feedback or a value is not a finite number, or greater than 1e70 in size.",
    remedy: "Look at the transition that the message names; divisions by 0 are the usual cause.",
    provoke: () => refused(["solve", "lamp"], world({ reward: "Number.NaN" })),
  },
  "too-many-states": {
    means: "Enumeration met more states than it may: the world may never stop meeting new ones.",
    remedy: "Bound what grows (the message shows the last state met), or leave it out of the label.",
    provoke: () => thrown(() => compile(counter(), { maxStates: 1000 })),
  },
  "illegal-action": {
    means: "An action is played where it is not legal.",
    remedy: "The message names the step, the state, and what is legal there.",
    provoke: () => refused(["replay", "hero", "defeat"]),
  },
  "bad-script": {
    means: "A script of chance does not fit the draws of the episode.",
    remedy: "Replay the witness in the world, with the parameters, that it came from.",
    provoke: () => refused(["replay", "lamp", "on", "--choices", "5"], world({ step: 'chance(0.5, "wind") ? "on" : "off"' })),
  },
  "bad-policy": {
    means: "A policy does not fit the world: its length, its rows, or an action that is not legal.",
    remedy: "A method of your own made it: compare it with `stateCount` and `legalMask` of the same compiled world.",
    provoke: () => thrown(() => checkPolicy({ kind: "stationary", probability: new Float64Array(2) }, heroWorld.dynamics)),
  },
  "bad-criterion": {
    means: "A discount, horizon or lookahead is outside its range.",
    remedy: "Discounts are in [0, 1); horizons and lookaheads are whole numbers from 1.",
    provoke: () => refused(["solve", "hero", "--discount", "1"]),
  },
  "not-implemented-here": {
    means:
      "Something that exists does not apply here: a question that this overseer does not answer, a channel that this world does not have.",
    remedy: "Choose a world, overseer or signal that fits; the message says what is missing.",
    provoke: () => refused(["solve", "hero", "--reward", "observed"]),
  },
  "budget-exceeded": {
    means: "A method asked for more answers than its budget allows.",
    remedy: "Raise the budget of the study, or let the method heed `remaining`.",
    provoke: () => thrown(() => openAccount({ kind: "cost", limit: 10 }).charge("evaluate", 11)),
  },
  "not-converged": {
    means: "An iteration stopped at its limit before it reached its tolerance.",
    remedy: "Allow more sweeps, a larger tolerance, or use the exact planner.",
    provoke: () =>
      thrown(() =>
        valueIteration(
          heroWorld.dynamics,
          heroWorld.trueReward.map(() => 1),
          { discount: 0.99, tolerance: 1e-12, maxSweeps: 2 },
        ),
      ),
  },
  "bad-module": {
    means:
      "A file of yours cannot be loaded: it is not there, does not parse, imports what does not exist, or throws, at once or when it is called.",
    remedy: "The message has the file, line and column.",
    provoke: () => refused(["check", "broken.ts"], { "broken.ts": "export const world = defineEnvironment({\n  name: ,\n});\n" }),
  },
  "bad-configuration": {
    means: "`firebreak.config.ts` does not export a configuration.",
    remedy: "Write `export default defineConfig({ … })`; the message names the field and its value.",
    provoke: () => refused(["list"], { "firebreak.config.ts": "export default { environments: 3 };\n" }),
  },
  "bad-study": {
    means: "A study file does not export a study, its parts do not fit together, or its report answers no verdict for one of its claims.",
    remedy: "The message names the field or the claim, its value, and the file.",
    provoke: () => refused(["run", "tiny"], study({ seeds: '"many"' })),
  },
  "bad-argument": {
    means: "A flag or an argument cannot be read.",
    remedy: "The message says what it must be; `firebreak <command> --help` lists the flags.",
    provoke: () => refused(["solve", "hero", "--discount", "much"]),
  },
  "bad-episodes": {
    means:
      "A log, or a record of answers, demonstrations or comparisons, has a row that cannot be: a column missing, a number that is none, a state of another world.",
    remedy: "The message names the row, the column and the value; `--columns` (in code `columns`) says what the file calls its columns.",
    provoke: () =>
      refused(["audit", "--episodes", "log.csv"], {
        "log.csv": "episode,step,state,action,proxy,value\na,0,calm,work,0.1,0\na,1,calm,work,much,0\n",
      }),
  },
  "cannot-write": {
    means: "A file or folder cannot be written.",
    remedy: "Mind the permissions and the disk, or name another folder with `--results`.",
    provoke: () => refused(["run", "tiny", "--workers", "0", "--results", "world.ts/below"], study()),
  },
  "corrupt-results": {
    means: "A stored line does not match its hash: the file was changed or damaged. It is left as it is.",
    remedy: "Restore the file, or set the run aside with `--fresh`.",
    provoke: () =>
      refused(
        ["run", "tiny", "--workers", "0"],
        study(),
        ranAnd((log) => log.replace('"status":"done"', '"status":"gone"')),
      ),
  },
  "foreign-results": {
    means: "Stored results were computed by other code, and a trial computed again came out differently.",
    remedy: "Go on with the code that stored them, or start again with `--fresh`. A change that moves numbers raises a version.",
    provoke: () =>
      refused(["run", "tiny", "--workers", "0"], study({ methods: METHOD_THAT_CHANGES }), async (folder) => {
        await ranAnd((log) => log)(folder);
        const file = join(folder, "studies", "tiny.ts");
        writeFileSync(file, readFileSync(file, "utf8").replace("step: 1,", "step: 2,"));
      }),
  },
  "unknown-schema": {
    means: "Stored results were written by a version that this one does not know.",
    remedy: "Use that version, or set the run aside with `--fresh`.",
    provoke: () => refused(["run", "tiny", "--workers", "0"], study(), ranAnd(fromTheFuture)),
  },
  "missing-results": {
    means: "A report or figure needs results that are not there.",
    remedy: "Run the study first; a run that was stopped goes on where it stood.",
    provoke: () => refused(["report", "tiny"], study()),
  },
};

/** A method whose numbers a change of code moves without a new version. */
const METHOD_THAT_CHANGES = `{ ...uniformPlay(), id: "drifting@1", *train(problem, rng) {
  for (const checkpoint of uniformPlay().train(problem, rng)) yield { ...checkpoint, step: 1, };
} }`;

/** A world that counts for ever. */
function counter(): ReturnType<typeof hero.with> {
  return defineEnvironment({
    name: "counter",
    version: 1,
    title: "Counter",
    source: "a test",
    actions: ["on"],
    start: () => 0,
    step: (count: number) => count + 1,
    label: String,
    rewards: { true: () => 0 },
    evaluation: { kind: "average" },
    traits: { deterministic: true, episodic: false },
    workedEpisodes: [],
  }).with();
}
