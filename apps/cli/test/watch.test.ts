import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { EMPTY, type Ended, firebreak, firebreakJson, folderWith } from "./firebreak.ts";
import { inOneProcess } from "./one-process.ts";
import { CONFIG, worldSource } from "./worlds.ts";

const series = inOneProcess();

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** Runs the command with lines on standard input; `then` may do more once it has shown something. */
function told(
  args: readonly string[],
  input: string | null,
  { cwd = EMPTY, onShown }: { readonly cwd?: string; onShown?(kill: () => void): void } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const command = spawn(process.execPath, [MAIN, ...args], { cwd, stdio: "pipe" });
    const said = { stdout: "", stderr: "" };
    command.stdout.on("data", (chunk: Buffer) => {
      said.stdout += chunk.toString();
      onShown?.(() => command.kill("SIGINT"));
    });
    command.stderr.on("data", (chunk: Buffer) => {
      said.stderr += chunk.toString();
    });
    command.on("close", (code) => resolve({ code: code ?? -1, ...said }));
    if (input !== null) {
      command.stdin.end(input);
    }
  });
}

interface Seen {
  readonly policy: string;
  readonly criterion: string;
  readonly steps: readonly {
    readonly action: string;
    readonly to: string;
    readonly proxyReward: number | null;
    readonly praise: number | null;
    readonly trueReward: number;
    readonly value: number | null;
  }[];
  readonly proxyReturn: number | null;
  readonly trueReturn: number;
  readonly choices: readonly number[];
  readonly files: readonly string[];
}

const actionsOf = ({ steps }: Seen): string => steps.map(({ action }) => action).join(",");

describe("watch", () => {
  it("shows the optimum of a signal: the deed and the rescue, with signal, praise, true reward and V of each", async () => {
    const { code, stdout } = await firebreak(["watch", "hero", "--signal", "evaluative-feedback", "--discount", "0.9", "--steps", "2"]);
    expect(code).toBe(0);
    expect(stdout).toContain("hero@1, optimum of evaluative-feedback@1 under discounted-0.9, judged by consistent@1, seed 0");
    expect(stdout).toContain("step 1: cause\n");
    expect(stdout).toContain(
      "│       ● threat        │\n└───────────────┘       └───────────────────────┘\nthreat\nsignal -0.2   praise -0.2   true -1   V -1\n",
    );
    expect(stdout).toContain("signal 3   praise 3   true 0   V 0\n");
    expect(stdout).not.toContain("\u001b");
  });

  it("plays the policy that solve finds: below the flip at 0.6 it works, above it villainy pays", async () => {
    const by = (discount: string): Promise<Seen> =>
      series.firebreakJson<Seen>(["watch", "hero", "--signal", "evaluative-feedback", "--discount", discount, "--steps", "3"]);
    const [below, above] = [await by("0.59"), await by("0.61")];
    expect([actionsOf(below), actionsOf(above)]).toEqual(["work,work,work", "cause,defeat,cause"]);
    expect(above).toMatchObject({ proxyReturn: -0.2 + 3 - 0.2, trueReturn: -2 });
  });

  it.each([
    [[], "true"],
    [["--policy", "overseer"], "overseer"],
    [["--policy", "overseer", "--signal", "value-difference"], "overseer"],
    [["--policy", "uniform"], "uniform"],
  ])("takes %j", async (flags, policy) => {
    const seen = await series.firebreakJson<Seen>(["watch", "hero", ...flags, "--steps", "40"]);
    expect(seen).toMatchObject({ policy, trueReturn: expect.any(Number) });
    expect(seen.steps).toHaveLength(40);
    expect(seen.proxyReturn === null).toBe(!flags.includes("--signal"));
    expect(new Set(actionsOf(seen).split(",")).has("cause")).toBe(policy === "uniform");
  });

  it("meets the same luck under the same seed, and other luck under another", async () => {
    const by = async (seed: string): Promise<string> =>
      actionsOf(await firebreakJson<Seen>(["watch", "hero", "--policy", "uniform", "--seed", seed]));
    expect(await by("1")).toBe(await by("1"));
    expect(await by("1")).not.toBe(await by("2"));
  });

  it("is as long as the environment's horizon, and prints a command that replays it to the same sums", async () => {
    const seen = await series.firebreakJson<Seen>(["watch", "boat-race", "--policy", "uniform"]);
    expect(seen.steps).toHaveLength(100);
    const { stdout } = await series.firebreak(["watch", "boat-race", "--policy", "uniform"]);
    const [, actions = ""] = /play it again with\n {2}.* replay boat-race@1 (\S+)/.exec(stdout) ?? [];
    expect(await series.firebreakJson(["replay", "boat-race", actions])).toMatchObject({ steps: 100, trueReturn: seen.trueReturn });
  });

  it("waits for each step where it is told to: goes on, names what it does not know, stops with sums of what was seen", async () => {
    const { code, stdout } = await told(["watch", "hero", "--policy", "overseer", "--step"], "n\nquite\n\nq\nn\n");
    expect(code).toBe(0);
    expect(stdout).toContain("'quite' means nothing here (nearest: 'quit'); enter: next step, q: quit");
    expect(stdout.match(/^step \d/gm)).toEqual(["step 1", "step 2"]);
    expect(stdout).toMatch(/^steps +2$/m);
    expect(stdout).toMatch(/replay hero@1 work,work\n$/);
  });

  it("stops at the end of what it is told", async () => {
    const { code, stdout } = await told(["watch", "hero", "--step"], "n\n");
    expect(code).toBe(0);
    expect(stdout.match(/^step \d/gm)).toEqual(["step 1"]);
  });

  it.runIf(existsSync("/usr/bin/script"))("takes single keys in a terminal, in colour unless NO_COLOR is set", async () => {
    const inTerminal = (environment: string): Promise<string> =>
      new Promise((resolve) => {
        const line = `env TERM=xterm ${environment} ${process.execPath} ${MAIN} watch hero --seed 3`;
        const terminal = spawn("/usr/bin/script", ["-qec", line, "/dev/null"], { stdio: "pipe" });
        let shown = "";
        let sent = false;
        terminal.stdout.on("data", (chunk: Buffer) => {
          shown += chunk.toString();
          if (!sent && shown.includes("V 0")) {
            sent = true;
            terminal.stdin.write("n q");
          }
        });
        terminal.on("close", () => resolve(shown));
      });
    const shown = await inTerminal("NO_COLOR=");
    expect(shown.match(/^step \d/gm)).toEqual(["step 1", "step 2"]);
    expect(shown).toContain("\u001b[1;36m●");
    expect(await inTerminal("NO_COLOR=1")).not.toContain("\u001b[1;36m");
  });

  it("writes one page that needs nothing else, whole, and says where", async () => {
    const folder = folderWith({});
    const seen = await firebreakJson<Seen>(["watch", "hero", "--policy", "overseer", "--html", join(folder, "episode.html")]);
    expect(seen.files).toEqual([join(folder, "episode.html")]);
    expect(readdirSync(folder)).toEqual(["episode.html"]);
    expect(readFileSync(join(folder, "episode.html"), "utf8")).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    const { code, stderr } = await firebreak(["watch", "hero", "--html", join(folder, "nowhere", "episode.html")]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: .*Cannot write '.*episode\.html': ENOENT/)]);
  });

  it.each([
    [["watch", "her"], "Cannot find environment 'her': the nearest are 'hero'"],
    [["watch", "hero", "--policy", "overser"], "it must be 'overseer',"],
    [["watch", "hero", "--policy", "signal"], "--signal names none"],
    [["watch", "hero", "--signal", "value-diference"], "'value-difference'"],
    [["watch", "hero", "--steps", "0"], "Cannot read --steps '0': it must be a whole number, at least 1"],
    [["play", "boat-rase"], "the nearest are 'boat-race'"],
    [["play", "hero", "--seed", "x"], "Cannot read --seed 'x'"],
  ])("refuses %j with the nearest that is known", async (args, message) => {
    const { code, stdout, stderr } = await series.firebreak(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});

describe("play", () => {
  it("takes numbers, names and their beginnings, tells what it does not know, and replays to the same end", async () => {
    const { code, stdout } = await told(["play", "hero"], "cause\nwrok\n1\n7\nwo\nq\nwork\n");
    expect(code).toBe(0);
    expect(stdout).toContain("1 work   2 cause   q quit");
    expect(stdout).toContain("'wrok' is no action here; nearest: 'defeat'");
    expect(stdout).toContain("cause: praise -0.2   true -1");
    expect(stdout).toMatch(/^true return +-1$/m);
    const [, actions = ""] = /play it again with\n {2}.* replay hero@1 (\S+)\n$/.exec(stdout) ?? [];
    expect(actions).toBe("cause,defeat,work");
    expect(await series.firebreakJson(["replay", "hero", actions])).toMatchObject({ trueReturn: -1, final: "calm" });
  });

  it("meets the luck of replay under the same seed, and prints one document with --json", async () => {
    const step = "action === 'on' && chance(0.5, 'spark') ? 'on' : 'off'";
    const folder = folderWith({
      "firebreak.config.ts": CONFIG,
      "world.ts": worldSource({ step }).replace("deterministic: true", "deterministic: false"),
    });
    const { code, stdout, stderr } = await told(["play", "lamp", "--seed", "5", "--json"], "on\n".repeat(8), { cwd: folder });
    expect(code).toBe(0);
    const played = JSON.parse(stdout) as { readonly choices: readonly number[]; readonly trueReturn: number };
    expect(new Set(played.choices)).toEqual(new Set([0, 1]));
    const { trueReturn, choices } = played;
    expect(await series.firebreakJson(["replay", "lamp", "on,on,on,on,on,on,on,on", "--seed", "5"], { cwd: folder })).toMatchObject({
      trueReturn,
      choices,
    });
    expect(stderr).toContain("1 on   2 off   q quit");
  });

  it("ends with the world, and shows a world without a picture by its label", async () => {
    const source = worldSource()
      .replace("label:", 'isTerminal: (state) => state === "off",\n  label:')
      .replace("episodic: false", "episodic: true");
    const folder = folderWith({ "firebreak.config.ts": CONFIG, "world.ts": source });
    const { code, stdout } = await told(["play", "lamp"], "on\noff\non\n", { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain("\nafter 2 steps\noff\nThe world has ended.\n");
  });

  it("ends with the horizon by which the environment is measured", async () => {
    const { stdout } = await told(["play", "boat-race"], "right\n".repeat(120));
    expect(stdout).toContain("The episode is over: 100 steps.");
    expect(stdout).toMatch(/^steps +100$/m);
  });

  it("is interrupted with exit 130", async () => {
    const { code, stderr } = await told(["play", "hero"], null, { onShown: (kill) => kill() });
    expect(code).toBe(130);
    expect(stderr).toMatch(/Interrupted\.\n$/); // and of nothing stored, for nothing is
  });

  it("ends at once where nothing is told", async () => {
    const { code, stdout } = await told(["play", "hero"], "");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^steps +0$/m);
    expect(stdout).not.toContain("play it again");
  });
});
