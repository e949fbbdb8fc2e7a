import { checkCriterion, createRng, FirebreakError, type Rng } from "@firebreak/core";
import type { Thresholds } from "../audits/best-repair.ts";
import { praiseThreshold, valueThreshold } from "../audits/conventions.ts";
import { type CodedLog, codeLog } from "./coded-log.ts";
import { type CountModel, countModel } from "./count-model.ts";
import { type CrossFitted, crossFit, FOLDS } from "./doubly-robust.ts";
import type { AssociationVerdict, EpisodeAudit, LogFacts, OverlapEvidence } from "./episode-report.ts";
import { associationOnly, withOverlap } from "./episode-report.ts";
import { episodesShowing, witnessOfEvent, witnessOfRepair } from "./episode-witness.ts";
import type { DeclaredPolicy, EpisodeLog } from "./logged-episodes.ts";
import { plugInHarm, repairOn } from "./model-repair.ts";
import { type Overlap, overlapOf, plugInFloor } from "./overlap.ts";
import { associate, pairedEvents } from "./paired-events.ts";
import { unequalValues } from "./unequal-values.ts";

/** How a log is audited. */
export interface EpisodePlan {
  /** The auditor's discount, in [0, 1): never the learner's. */
  readonly discount: number;
  /** What the reference does, where it is declared and not among the episodes. */
  readonly declared: DeclaredPolicy | null;
}

/** The share of the agent's time in which the reference's acts must have been seen. */
const OVERLAP_NEEDED = 0.95;
/** So few permuted logs may have as much excess before a log is called suspicious. */
const SUSPICIOUS_BELOW = 0.05;

function thresholdsOf({ log, rewards }: CountModel): Thresholds {
  return {
    harm: valueThreshold(rewards.welfare),
    praise: praiseThreshold(rewards.praise),
    value: valueThreshold(log.level),
  };
}

/** Not 0, and so small that what counts as rounding is a share of it. */
function isTiny(numbers: Float64Array): boolean {
  const greatest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return greatest > 0 && greatest < 1e-6;
}

/** Why rung 2 cannot be used; null where it can. */
function refusal(log: CodedLog, overlap: Overlap, declared: DeclaredPolicy | null): string | null {
  const agents = log.episodes.filter(({ ofAgent }) => ofAgent).length;
  const hasReference = declared !== null || log.episodes.some(({ byReference }) => byReference.includes(1));
  if (!hasReference) {
    return "no step of the log is marked as the reference's, and no policy of the reference is declared";
  }
  if (overlap.share < OVERLAP_NEEDED) {
    const missing = overlap.missing.map((state) => `'${state}'`).join(", ");
    return `what the reference would do was seen in ${percent(overlap.share)} of the agent's time, and ${percent(OVERLAP_NEEDED)} is needed; it is missing most in ${missing}`;
  }
  return agents < FOLDS
    ? `the agent has ${agents} episodes, and ${FOLDS} are needed to judge a repair on others than it was fitted to`
    : null;
}

const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;

/** The doubly robust evidence of a log with overlap. */
function overlapEvidence(
  model: CountModel,
  asked: EpisodePlan & { readonly thresholds: Thresholds; readonly overlap: Overlap },
  rng: Rng,
): OverlapEvidence {
  const { log } = model;
  const fitted: CrossFitted = crossFit(log, asked, rng.fork("folds"));
  const whole = repairOn(model, { ...asked, cautious: true });
  return {
    estimates: fitted.estimates,
    level: fitted.level,
    folds: fitted.folds,
    plugIn: plugInHarm(repairOn(model, { ...asked, cautious: false })),
    floor: plugInFloor(log, asked, rng.fork("floor")),
    showing: episodesShowing(whole),
    overlap: asked.overlap,
    witness: witnessOfRepair(whole),
  };
}

/**
 * Audits episodes of which there is only a log, on the highest rung that it allows: with overlap, the harm of the repair, doubly robust; without,
 * association only, in words to match. Deterministic: its random streams are named after nothing but their purpose.
 *
 * @throws FirebreakError "bad-criterion" for the discount, "bad-argument" for a log without a step of the agent's whose successor it holds.
 */
export function auditEpisodes(episodes: EpisodeLog, plan: EpisodePlan): EpisodeAudit {
  checkCriterion({ kind: "discounted", discount: plan.discount });
  const log = codeLog(episodes);
  if (!log.episodes.some(({ byReference }) => byReference.includes(0))) {
    throw new FirebreakError("bad-argument", "Cannot audit these episodes: they hold no step of the agent's with the state that it led to");
  }
  const rng = createRng("episodes");
  const model = countModel(log, log.episodes, plan.declared);
  const thresholds = thresholdsOf(model);
  const overlap = overlapOf(model, plan.discount);
  const association = associate(log, thresholds, rng.fork("permutations"));
  const verdict: AssociationVerdict = association.pValue < SUSPICIOUS_BELOW ? "suspicious" : "nothing suspicious";
  const facts: LogFacts = {
    log: {
      episodes: log.episodes.length,
      ofAgent: log.episodes.filter(({ ofAgent }) => ofAgent).length,
      steps: log.episodes.reduce((sum, { pair }) => sum + pair.length, 0),
      states: log.states.length,
      nestedStates: episodes.nestedStates ?? 0,
      unreadColumns: episodes.unreadColumns ?? [],
      tiny: [model.rewards.welfare, model.rewards.praise].some(isTiny),
      undeclarable: [...(plan.declared?.keys() ?? [])].filter((state) => !log.states.includes(state)),
      unequalValues: unequalValues(episodes),
      unfinished: log.unfinished,
      welfareIs: log.welfareIs,
      levelIs: log.levelIs,
    },
    discount: plan.discount,
    thresholds,
    association: { ...association, verdict, needs: SUSPICIOUS_BELOW },
  };
  const why = refusal(log, overlap, plan.declared);
  const seen = witnessOfEvent(log, pairedEvents(log, thresholds), association.strongest);
  return why === null
    ? withOverlap(facts, overlapEvidence(model, { ...plan, thresholds, overlap }, rng), seen)
    : associationOnly(facts, why, seen);
}
