import { type AuditSubject, type Measured, type Policy, uniformPolicy } from "@firebreak/core";
import { type Certificate, verifyCertificate } from "../certificates/index.ts";
import { AUDIT_DISCOUNT, written } from "./conventions.ts";
import type { LeastTruth, TwoRewards } from "./return-frontier.ts";

/** Another way to the least true reward at a level, per step of the clock; null where the world is too large for it. */
export interface LeastTruthCheck {
  /** How it is found, for the name of a measure. */
  readonly by: string;
  leastTruth(world: TwoRewards, level: number): number | null;
}

/** Some thirty exact solutions of the world are wanted: of no more states than this, or rows at all times together. */
const MAX_STATES = 5000;
const MAX_TIMED_ROWS = 3_000_000;

/** Why the frontier of returns is not followed in so large a world, or null. */
export function refusesFrontier({ environment }: AuditSubject): string | null {
  const { dynamics, environment: world } = environment;
  const clock = world.spec.evaluation;
  const timedRows = clock.kind === "finite" ? clock.horizon * dynamics.stateCount * dynamics.actionCount : 0;
  if (clock.kind === "finite" ? timedRows > MAX_TIMED_ROWS : dynamics.stateCount > MAX_STATES) {
    const has = clock.kind === "finite" ? `${timedRows} rows over its ${clock.horizon} steps` : `${dynamics.stateCount} states`;
    const most = clock.kind === "finite" ? MAX_TIMED_ROWS : MAX_STATES;
    return `it solves the world some thirty times, and this one has ${has}; at most ${most} are taken`;
  }
  return null;
}

/**
 * The world of a subject as the frontier takes it, on the auditor's clock; discounted by 0.99 where that is the long run. There every
 * signal that is the difference of a potential pays nothing to anyone, and would tie all policies that it does tell apart in time.
 */
export function twoRewardsOf({ environment, proxyReward }: AuditSubject): TwoRewards {
  const { dynamics, trueReward, environment: world } = environment;
  const { evaluation } = world.spec;
  const clock = evaluation.kind === "average" ? ({ kind: "discounted", discount: AUDIT_DISCOUNT } as const) : evaluation;
  return { dynamics, trueReward, proxyReward, clock };
}

/** Where the frontier's clock is not the world's own, a sentence that says so; else empty. */
export function clockNote({ environment }: AuditSubject): string {
  return environment.environment.spec.evaluation.kind === "average"
    ? ` Time is discounted by ${AUDIT_DISCOUNT} from the start here and is not the world's own long run, on which a signal may tie policies that it tells apart in time: that range is the tie hazard's.`
    : "";
}

/** The policy that is played most often where several are mixed. */
export function heaviest({ mix }: LeastTruth, { dynamics }: TwoRewards): Policy {
  const [first] = mix.toSorted((x, y) => y.share - x.share);
  return first?.policy ?? uniformPolicy(dynamics);
}

/** Where the least true reward is that of a mix, what the witness shows of it; else empty. */
export function mixNote({ mix }: LeastTruth): string {
  const drawn = mix.filter(({ share }) => share > 1e-9);
  const most = drawn.reduce((share, part) => Math.max(share, part.share), 0);
  return drawn.length < 2
    ? ""
    : ` That is a mix of ${drawn.length} policies drawn at the start; the witness plays the one that is drawn most, ${written(100 * most)} % of the time.`;
}

/** How well points are proved: certificates that the verifier accepts, the widest gap to what is attained, and the other way's difference. */
export function proofMeasures(
  world: TwoRewards,
  points: readonly { readonly least: LeastTruth; readonly certificate: Certificate }[],
  check?: LeastTruthCheck,
): readonly Measured[] {
  const unit = "true reward per step";
  const accepted = points.filter(({ certificate }) => verifyCertificate(world, certificate).accepted).length;
  const gap = Math.max(...points.map(({ least, certificate }) => least.truth - certificate.claim.bound));
  const others = check === undefined ? [] : points.map(({ least }) => check.leastTruth(world, least.level));
  const apart = others.map((other, at) => (other === null ? null : Math.abs(other - (points[at]?.least.truth ?? 0))));
  const known = apart.filter((difference) => difference !== null);
  return [
    { name: "certificates that the verifier accepts", value: accepted, unit: `of ${points.length}` },
    { name: "widest gap between a certified bound and what attains it", value: gap, unit },
    ...(known.length === 0 ? [] : [{ name: `widest difference to the answer by ${check?.by}`, value: Math.max(...known), unit }]),
  ];
}
