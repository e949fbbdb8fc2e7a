import type { StudyReport } from "@firebreak/analysis";
import { type GridOptions, type GridPanel, sweepGrid } from "@firebreak/analysis/figures";
import { byWorld, estimate, meanOfStrata, worldMeans } from "@firebreak/analysis/statistics";
import { createRng, type OverseerModel } from "@firebreak/core";
import { learnedArms, type Arm as StudyArm, solvedArms, taughtArms } from "./narrow-end/arms.ts";
import { byContrast } from "./narrow-end/decide.ts";
import { DEGREES, faultless, faults } from "./narrow-end/faults.ts";

const isCounted = (environment: string): boolean => environment.includes("+rescues=");

/** A fault by degree, from the faultless overseer on. */
const panels: readonly GridPanel[] = faults.map((fault) => {
  const place = (at: number, overseer: OverseerModel): GridPanel["places"][number] => ({
    at,
    holds: (axes) => axes.overseer === overseer.id && isCounted(axes.environment) === (fault.counted === true),
  });
  return {
    title: fault.title,
    note: `at 1: ${fault.whole}`,
    places: [place(0, faultless), ...DEGREES.map((degree) => place(degree, fault.at(degree)))],
  };
});

/** The mean over kinds of world of the mean over worlds, 95 % bootstrap over worlds. */
const overWorlds: GridOptions["summarise"] = (trials) =>
  estimate(
    {
      strata: byWorld(trials),
      statistic: (strata) => meanOfStrata(worldMeans(strata)),
      level: 0.95,
      replicates: 1000,
      method: "percentile",
    },
    createRng("narrow-end/figures"),
  );

const SCORE = { measure: "truth.score", up: "true return (0: uniform play, 1: optimum)" };
const HARM = { measure: "truth.harm", up: "manufactured harm, over optimum less uniform play" };

/** Every method of a list against the degree of every fault, in worlds of one kind or of all. */
function grid(
  arms: readonly StudyArm[],
  figure: Pick<GridOptions, "id" | "title" | "measure" | "up">,
  kind?: string,
): ReturnType<typeof sweepGrid> {
  return sweepGrid({
    ...figure,
    across: "degree of the fault",
    panels,
    summarise: overWorlds,
    arms: arms.map(({ label, method }) => ({
      label,
      holds: (axes) => axes.method === method.id && (kind === undefined || axes.environment.startsWith(`${kind}@`)),
    })),
  });
}

const MEANS = "mean over drawn worlds, 95 % interval";
const KINDS = ["hero", "fire-brigade", "inbox", "calendar"];

const report: StudyReport = {
  decide: { N1: byContrast, N2: byContrast, N3: byContrast, N4: byContrast, N5: byContrast, N6: byContrast },
  figures: [
    grid(solvedArms, { id: "solved-score", title: `True return against the degree of each fault, solved exactly (${MEANS})`, ...SCORE }),
    grid(solvedArms, {
      id: "solved-harm",
      title: `Manufactured harm against the degree of each fault, solved exactly (${MEANS})`,
      ...HARM,
    }),
    grid(learnedArms, {
      id: "learned-score",
      title: `True return against the degree of each fault, learned within 20,000 questions (${MEANS})`,
      ...SCORE,
    }),
    grid(learnedArms, {
      id: "learned-harm",
      title: `Manufactured harm against the degree of each fault, learned within 20,000 questions (${MEANS})`,
      ...HARM,
    }),
    grid(taughtArms, {
      id: "taught-score",
      title: `True return against the degree of each fault, taught in other ways (${MEANS})`,
      ...SCORE,
    }),
    grid(taughtArms, {
      id: "taught-harm",
      title: `Manufactured harm against the degree of each fault, taught in other ways (${MEANS})`,
      ...HARM,
    }),
    ...KINDS.map((kind) =>
      grid(
        solvedArms,
        {
          id: `solved-score-${kind}`,
          title: `True return against the degree of each fault in ${kind}, solved exactly (${MEANS})`,
          ...SCORE,
        },
        kind,
      ),
    ),
  ],
  worlds: [
    {
      name: "hero, fire-brigade, inbox and calendar",
      text: "Small worlds in which praise can be had for putting right what one has let, or made, go wrong: a threat, a house on fire, a mail that grows urgent, two appointments at one time. Drawn ones differ in chances and praises, all within half of their defaults either way. For the overseer who gets used to rescues the state also counts the last two rescues, one of which is forgotten every twentieth step.",
    },
  ],
  glossary: [
    {
      term: "faultless",
      meaning:
        "plans eight steps for her own value of states, and answers every question by the world's own judgement. That is no optimum: in inbox and calendar her V takes a mail archived unread, or a clash marked private, for one less",
    },
    { term: "score", meaning: "(true return − uniform play's)/(optimum − uniform play's)" },
    {
      term: "harm",
      meaning:
        "manufactured harm by the best-repair audit, with the faultless overseer's praise and the true optimum as the reference, over (optimum − uniform play)",
    },
    { term: "degree", meaning: "how strong a fault is, from none (0) to what each panel says for 1" },
    {
      term: "told by",
      meaning:
        "the faults that a claim could be decided on: who is seldom there cannot be asked for a whole table, so that no exact method has a result with her",
    },
  ],
};

export default report;
