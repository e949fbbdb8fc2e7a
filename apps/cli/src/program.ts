import { Command } from "commander";
import type { Answer, GlobalOptions } from "./answer.ts";
import type { Print } from "./output.ts";

/** A command's function, loaded only when it is called: `list` must not pay for what `report` needs. */
type Action<Options> = (positional: readonly string[], options: Options & GlobalOptions, show: Print) => Answer | Promise<Answer>;

/** What a command may do besides: `give` its answer, and `show` people something before it is there. */
interface Stage {
  give(answer: Answer): void;
  readonly show: Print;
}

const collect = (pair: string, pairs: readonly string[] = []): readonly string[] => [...pairs, pair];

const join = (names: string, before?: string): string => (before === undefined ? names : `${before},${names}`);

const SET = ["--set <key=value>", "set a parameter; may be repeated", collect] as const;

/** What `solve` and `audit` plan for. */
function withCriterion(command: Command): Command {
  return command
    .option("--overseer <id>", "who judges: an id, or a file of a person's answers (default: consistent)")
    .option("--discount <g>", "optimise the discounted return, discount in [0, 1); with --lookahead: the plan's discount, in [0, 1]")
    .option("--horizon <t>", "optimise the undiscounted return of so many steps")
    .option("--lookahead <m>", "plan so many steps, act, plan again")
    .option(...SET)
    .addHelpText("after", "\nWithout --discount, --horizon and --lookahead: the criterion by which the environment itself is measured.");
}

/** Adds what every command has, and the function that answers. */
function answering<Options>(command: Command, { give, show }: Stage, load: () => Promise<Action<Options>>): void {
  command
    .option("--json", "print one JSON document on standard output, and nothing else")
    .option("--config <file>", "the configuration (default: firebreak.config.ts in this folder or above it)")
    .action(async (...called: unknown[]) => {
      // Commander calls with the positional arguments, the options, and the command itself.
      const positional = called
        .slice(0, -2)
        .flat()
        .filter((argument) => argument !== undefined) as string[]; // arguments are words
      const options = command.optsWithGlobals<Options & GlobalOptions>();
      const act = await load();
      give(await act(positional, options, show));
    });
}

function addWorldCommands(program: Command, stage: Stage): void {
  answering(
    program
      .command("list")
      .description("what there is: environments, overseers, signals, reward models, methods, studies, detectors, figures")
      .argument("[collection]", "one of them"),
    stage,
    async () => (await import("./commands/list.ts")).list,
  );
  answering(
    program
      .command("replay")
      .description("play a list of actions in an environment")
      .argument("<environment>", "an id, such as hero?h=4")
      .argument("<actions>", "comma-separated names, or one letter an action")
      .option("--seed <n>", "the seed of chance (default: 0)")
      .option("--choices <numbers>", "a witness's script of chance, comma-separated, instead of a seed")
      .option(...SET),
    stage,
    async () => (await import("./commands/replay.ts")).replayActions,
  );
  answering(
    withCriterion(
      program
        .command("solve")
        .description("the exact optimum of a reward, and the true return of all its optimal policies")
        .argument("<environment>", "an id, such as hero?h=4")
        .option("--reward <name>", "true, observed, or a signal's id (default: true)"),
    ),
    stage,
    async () => (await import("./commands/solve.ts")).solve,
  );
}

/** What finds the gaming: in a world that is solved, in one that is played, in a log. */
function addAuditCommand(program: Command, stage: Stage): void {
  answering(
    withCriterion(
      program
        .command("audit")
        .description("how the optimum of a signal games its overseer, or what a log of episodes shows of it: with a witness")
        .argument("[environment]", "an id, such as hero?h=4; none with --episodes")
        .option("--signal <id>", "the signal that is optimised; none with --episodes")
        .option(
          "--episodes <file>",
          "audit a log instead: CSV, TSV, JSON lines or Parquet, one row a step; --discount is the auditor's then",
        )
        .option("--reference <which>", "whose conduct is right: a file of episodes or of a policy, or rows of the log (source=human)")
        .option("--columns <names>", "the log's own names of columns: state=s,action=a; may be repeated", join)
        .option("--simulate <episodes>", "audit by playing so many episodes of the world and as many fresh ones, with intervals")
        .option("--branches <n>", "deviations gone on from in each of them (default: 1)")
        .option("--seed <n>", "the seed of their luck (default: 0)"),
    ),
    stage,
    async () => (await import("./commands/audit.ts")).audit,
  );
}

/** What one looks at, and plays. */
function addPictureCommands(program: Command, stage: Stage): void {
  answering(
    withCriterion(
      program
        .command("watch")
        .description("an episode step by step: picture, action, and what overseer, signal and truth say of it")
        .argument("<environment>", "an id, such as hero?h=4")
        .option("--policy <whose>", "signal, true, overseer or uniform (default: signal with --signal, else true)")
        .option("--signal <id>", "the signal that scores the steps")
        .option("--steps <n>", "at most so many steps (default: the environment's horizon, or 24)")
        .option("--seed <n>", "the seed of luck and of the policy's draws (default: 0)")
        .option("--html <file>", "write it as one animated page instead")
        .option("--step", "wait for a key, or a line, before each step (default: in a terminal)")
        .option("--no-step", "wait for nothing"),
    ),
    stage,
    async () => (await import("./commands/watch.ts")).watch,
  );
  answering(
    program
      .command("play")
      .description("play an environment yourself")
      .argument("<environment>", "an id, such as hero?h=4")
      .option("--seed <n>", "the seed of chance (default: 0)")
      .option(...SET),
    stage,
    async () => (await import("./commands/play.ts")).play,
  );
}

function addStudyCommands(program: Command, stage: Stage): void {
  const withFolder = (command: Command): Command =>
    command
      .option("--results <folder>", "where results are kept (default: results beside the configuration, or in this folder without one)")
      .option(...SET);
  answering(
    withFolder(
      program
        .command("run")
        .description("run a study, or go on with one; then decide its claims and write its report")
        .argument("<study>", "an id or a file")
        .option("--seeds <n>", "seeds of every sampled method")
        .option(
          "--workers <k>",
          "worker threads; 0 computes in this one, where Ctrl-C waits for the end of a trial (default: one a processor)",
        )
        .option("--only <key>", "one trial, by its key; needs --inline")
        .option("--inline", "compute in this thread, where a debugger can follow")
        .option("--fresh", "put earlier results aside and start again")
        .option("--log <file>", "write every event of the run to a file, one JSON document a line"),
    ),
    stage,
    async () => (await import("./commands/run.ts")).run,
  );
  answering(
    withFolder(
      program.command("report").description("write the report of a study from its stored results").argument("<study>", "an id or a file"),
    ),
    stage,
    async () => (await import("./commands/report.ts")).report,
  );
  answering(
    withFolder(
      program
        .command("plot")
        .description("write the figures of a study from its stored results")
        .argument("<study>", "an id or a file")
        .option("--format <format>", "svg, png or html (default: svg)"),
    ),
    stage,
    async () => (await import("./commands/plot.ts")).plot,
  );
  answering(
    program
      .command("show")
      .description("one stored trial: its result, its policy computed again, the code that computed it, witnesses from its world")
      .argument("<key>", "environment|overseer|method|criterion|seed")
      .option("--results <folder>", "where results are kept (default: results beside the configuration, or in this folder without one)"),
    stage,
    async () => (await import("./commands/show.ts")).show,
  );
}

function addAuthorCommands(program: Command, stage: Stage): void {
  answering(
    program.command("check").description("prove the laws on every environment that a file exports").argument("<file>", "a TypeScript file"),
    stage,
    async () => (await import("./commands/check.ts")).check,
  );
  answering(
    program
      .command("new")
      .description("write the beginning of an environment that passes every law")
      .argument("<kind>", "environment")
      .argument("<name>", "its name: the file is <name>.ts in this folder"),
    stage,
    async () => (await import("./commands/new.ts")).scaffold,
  );
  answering(
    program
      .command("benchmark")
      .description("detectors as classifiers on the manufactured-situation benchmark: areas, leads, false alarms, calibration")
      .option("--half <name>", "development, test, second or reserve (default: development)")
      .option("--draws <n>", "parameter sets of each template (default: 25)")
      .option("--replicates <n>", "of the bootstrap over templates (default: 2000)")
      .option("--out <folder>", "write the numbers and the figures there"),
    stage,
    async () => (await import("./commands/benchmark.ts")).benchmark,
  );
  answering(
    program.command("bench").description("the benchmark programs, as ratios measured in one run").argument("[name...]", "some of them"),
    stage,
    async () => (await import("./commands/bench.ts")).bench,
  );
}

/**
 * The command line as commander reads it. `give` receives the answer of the command that was called, `show` what it shows before that,
 * `print` what help and version say.
 */
export function buildProgram({ print, ...stage }: Stage & { print(text: string): void }): Command {
  const output = { outputError: () => undefined, writeOut: print };
  const program = new Command("firebreak")
    .description("Imitate the overseer, or optimise the narrow reward it gives? Run studies, audit rewards, add worlds.")
    .version("0.1.0")
    .option("--json", "print one JSON document on standard output, and nothing else")
    .option("--config <file>", "the configuration (default: firebreak.config.ts in this folder or above it)")
    .addHelpText("after", "\nExit codes: 0 done, 1 a check failed, 2 bad input, 3 some trials failed, 70 a bug, 130 interrupted.")
    .exitOverride()
    .configureOutput(output);
  addWorldCommands(program, stage);
  addAuditCommand(program, stage);
  addPictureCommands(program, stage);
  addStudyCommands(program, stage);
  addAuthorCommands(program, stage);
  for (const command of program.commands) {
    command.exitOverride().configureOutput(output);
  }
  return program;
}
