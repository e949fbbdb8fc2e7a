export { type AnswerChannel, type AnswerLine, CLEAR, hasErrors, hasGaps, listen, openLine } from "./answer-channel.ts";
export { type Behaviour, behaviourOf, type Standing } from "./behaviour.ts";
export { type Branch, type Chance, enumerateChance, pairedChance, recordedChance, sampledChance, scriptedChance } from "./chance.ts";
export { type CompiledAct, type CompiledEnvironment, compile, DEFAULT_MAX_STATES } from "./compile.ts";
export { type Criterion, type CriterionKind, checkCriterion, criterionId, type MeasuringCriterion, signalDiscount } from "./criterion.ts";
export {
  defineEnvironment,
  defineEnvironments,
  type Environment,
  type EnvironmentFamily,
  type EnvironmentSpec,
  type Episode,
  type Judgement,
  type MapPicture,
  type Mark,
  type Panel,
  type PanelItem,
  type PanelPicture,
  type Picture,
  type PlantedAct,
  type Tone,
  type Traits,
  type Transition,
  type Waiver,
  type WorkedEpisode,
} from "./environment.ts";
export { equipMethod, equipStudy, needsTensors } from "./equip-study.ts";
export { type ErrorCode, type ErrorPlace, FirebreakError, nearest, nearestOf } from "./error.ts";
export {
  canonicalId,
  checkName,
  defineFamily,
  type Family,
  familyOfOne,
  integer,
  number,
  oneOf,
  type Parameter,
  type Parameters,
  type ParameterValue,
  parameterOf,
  parseValues,
  resolveId,
  type ValuesOf,
} from "./family.ts";
export type { AuditSubject, Detector, Finding, LoopStep, Measured, PlayedArm, Witness } from "./finding.ts";
export { fingerprintOf, rulesHashOf } from "./fingerprint.ts";
export { frequencies } from "./frequencies.ts";
export { hashJson, hashPolicy, hashText } from "./hash.ts";
export { byCodeUnit, canonicalJson, type Json } from "./json.ts";
export { type Account, type Budget, type Ledger, openAccount, type PerKind, priceOf, QUESTION_KINDS, type QuestionKind } from "./ledger.ts";
export { type Mention, matchLabels } from "./match-labels.ts";
export type { Checkpoint, Method, MethodNeeds, OverseenProblem } from "./method.ts";
export type { TensorBackend, Tensors } from "./neural/tensors.ts";
export type { FeatureTable, Observations } from "./observations.ts";
export {
  type AnswerTable,
  type Asker,
  answerTables,
  channelOf,
  type Overseer,
  type OverseerModel,
  openAsker,
  type Segment,
} from "./overseer.ts";
export { axesOf, blocksOf, indexStudy, planStudy, resolveBlock, type StudyIndex, trialKey, whyRefused } from "./plan-study.ts";
export { averageReward } from "./planners/average-reward.ts";
export { expandCycle, repeated } from "./planners/cycle.ts";
export { discountedSystem } from "./planners/discounted-system.ts";
export { evaluatePolicy, type PolicyOnReward, type PolicyValue, policyValue } from "./planners/evaluate-policy.ts";
export { finiteHorizon } from "./planners/finite-horizon.ts";
export { TIE_SCALE } from "./planners/greedy.ts";
export type { LinearSystem } from "./planners/linear.ts";
export { type Occupancy, occupancy } from "./planners/occupancy.ts";
export { outcomeVisits } from "./planners/outcome-visits.ts";
export { planAndReplan } from "./planners/plan-and-replan.ts";
export { policyIteration } from "./planners/policy-iteration.ts";
export { type QuantileOptimum, quantileOptimum } from "./planners/quantile-optimum.ts";
export { type ReturnRange, returnRange } from "./planners/return-range.ts";
export { type SoftOptimum, softOptimum } from "./planners/soft-optimum.ts";
export type { Solution } from "./planners/solution.ts";
export { solve, solveWithin } from "./planners/solve.ts";
export { solveSoftly } from "./planners/solve-softly.ts";
export { truncatedReturn } from "./planners/truncated-return.ts";
export { valueIteration } from "./planners/value-iteration.ts";
export {
  actionProbabilities,
  checkPolicy,
  countBits,
  legalMask,
  type OptimalActions,
  type Policy,
  periodOf,
  playUniformly,
  uniformPolicy,
} from "./policy.ts";
export { type OverseenWorld, openProblem, oversee } from "./problem.ts";
export { rememberRescues, rescuesSeen } from "./remember-rescues.ts";
export type { FittedReward, RewardFit, RewardModel } from "./reward-model.ts";
export { createRng, type Rng, type RngState, restoreRng } from "./rng.ts";
export { auditSubject, compileSignal, runAudit } from "./run-audits.ts";
export { proxyClock, referencePolicy, runBlock } from "./run-block.ts";
export { sampleByProbability } from "./sample-by-probability.ts";
export { rewardOf, type Signal, type SignalInputs } from "./signal.ts";
export {
  drawnLuck,
  type Luck,
  legalIn,
  type Playback,
  pairedLuck,
  parseActions,
  type RunningEpisode,
  replay,
  type Step,
  scriptedLuck,
  simulate,
  startEpisode,
} from "./simulate.ts";
export type {
  AuditPlan,
  Block,
  Cell,
  ClaimRule,
  CurvePoint,
  Measure,
  MeasureContext,
  Plan,
  Study,
  Sweep,
  TrialAxes,
  TrialKey,
  TrialResult,
} from "./study.ts";
export { type Action, actionsOf, rowOfOutcome, type SamplingRows, type State, statesOf, type TabularMdp } from "./tabular-mdp.ts";
export { assumedSecondsTariff, bitTariff, budgetAt, demonstrationBits, questionTariff, type Tariff } from "./tariff.ts";
export { isUsable, USABLE_NUMBER } from "./usable-number.ts";
export { createWorldCache, type WorldCache } from "./world-cache.ts";
