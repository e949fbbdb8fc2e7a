import { criterionId, signalDiscount } from "./criterion.ts";
import { FirebreakError } from "./error.ts";
import type { AuditSubject, Finding } from "./finding.ts";
import { wholeTables } from "./overseer.ts";
import { solve } from "./planners/solve.ts";
import type { OverseenWorld } from "./problem.ts";
import { referencePolicy } from "./run-block.ts";
import { rewardOf, type Signal } from "./signal.ts";
import type { AuditPlan } from "./study.ts";
import type { WorldCache } from "./world-cache.ts";

/** The subject of an audit: what the exact optimum of a signal does under a criterion. @throws FirebreakError "not-implemented-here". */
export function auditSubject(overseen: OverseenWorld, signal: Signal, criterion: AuditPlan["criterion"]): AuditSubject {
  const { world, model } = overseen;
  const answers = wholeTables(world, model, overseen.answers);
  const reference = referencePolicy(overseen);
  if (reference === undefined) {
    throw new FirebreakError(
      "not-implemented-here",
      `Cannot audit '${world.id}': overseer '${model.id}' does not demonstrate everything there, so there is no reference`,
    );
  }
  const proxyReward = compileSignal({ ...overseen, answers }, signal, criterion);
  const { policy, optimal } = solve(world.dynamics, proxyReward, criterion);
  return {
    environment: world,
    answers,
    ids: { environment: world.id, overseer: model.id, signal: signal.id, criterion: criterionId(criterion) },
    criterion,
    policy,
    optimal,
    proxyReward,
    reference,
  };
}

/** A signal's reward in an overseen world, at no charge: for auditors. Length Z. */
export function compileSignal(overseen: OverseenWorld, signal: Signal, criterion: AuditPlan["criterion"]): Float64Array {
  const { world, answers } = overseen;
  if (signal.readsObserved && world.observedReward === undefined) {
    throw new FirebreakError(
      "not-implemented-here",
      `Cannot train on '${signal.id}' in '${world.id}': this world has no reward channel of its own`,
    );
  }
  return rewardOf(signal, {
    dynamics: world.dynamics,
    answers,
    discount: signalDiscount(criterion),
    ...(world.observedReward === undefined ? {} : { observedReward: world.observedReward }),
    ...(signal.readsTrue ? { trueReward: world.trueReward } : {}),
  });
}

/** The findings of one audit plan, detector by detector; those that do not apply are left out with their reason. Each is told when it is done. */
export function runAudit(
  plan: AuditPlan,
  cache: WorldCache,
  onDone: (detector: string) => void = () => undefined,
): { readonly findings: readonly Finding[]; readonly refused: readonly { readonly detector: string; readonly reason: string }[] } {
  const subject = auditSubject(cache.get(plan.environment, plan.overseer), plan.signal, plan.criterion);
  const findings: Finding[] = [];
  const refused: { detector: string; reason: string }[] = [];
  for (const detector of plan.detectors) {
    const reason = detector.refuses(subject);
    if (reason === null) {
      findings.push(detector.inspect(subject));
    } else {
      refused.push({ detector: detector.id, reason });
    }
    onDone(detector.id);
  }
  return { findings, refused };
}
