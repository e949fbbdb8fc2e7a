import type { AuditSubject, Detector, Finding, Witness } from "../finding.ts";
import { canonicalJson } from "../json.ts";
import { replay } from "../simulate.ts";
import { broken, defineLaw, holds, type Law } from "./law.ts";

/** A detector with a subject that it was made to find, and one that it must leave alone. */
export interface DetectorSubject {
  readonly detector: Detector;
  readonly positive: AuditSubject;
  readonly negative: AuditSubject;
}

/** Σ of the proxy reward along the labels of an episode; NaN where the world has no such step. */
function proxyReturn({ environment, proxyReward }: AuditSubject, steps: ReturnType<typeof replay>["steps"]): number {
  const { dynamics, labels, actions } = environment;
  return steps.reduce((sum, { from, action, to }) => {
    const row = labels.indexOf(from) * dynamics.actionCount + actions.indexOf(action);
    const next = labels.indexOf(to);
    for (let z = dynamics.rowStart[row] ?? 0; z < (dynamics.rowStart[row + 1] ?? 0); z++) {
      if (dynamics.nextState[z] === next) {
        return sum + (proxyReward[z] ?? Number.NaN);
      }
    }
    return Number.NaN;
  }, 0);
}

/** Why a witness does not replay, or null. */
function witnessFault(subject: AuditSubject, witness: Witness): string | null {
  const { environment } = subject.environment;
  const played = replay(environment, witness.actions, witness.choices);
  const off = (said: number, is: number): boolean => !(Math.abs(said - is) <= 1e-9 * (1 + Math.abs(is)));
  if (played.steps.length !== witness.actions.length || played.choices.length !== witness.choices.length) {
    return `it plays ${played.steps.length} of ${witness.actions.length} actions and uses ${played.choices.length} of ${witness.choices.length} choices`;
  }
  if (off(witness.trueReturn, played.trueReturn)) {
    return `its true return is ${played.trueReturn}, and it says ${witness.trueReturn}`;
  }
  const proxy = proxyReturn(subject, played.steps);
  if (off(witness.proxyReturn, proxy)) {
    return `its proxy return is ${proxy}, and it says ${witness.proxyReturn}`;
  }
  const late = witness.events.find(({ time }) => !(Number.isInteger(time) && time >= 0 && time < witness.actions.length));
  return late === undefined ? null : `its event '${late.kind}' is at time ${late.time} of ${witness.actions.length} steps`;
}

/** A detector finds what was planted, and nothing where nothing was; what it shows for it can be played again. */
export const detectorLaw: Law<DetectorSubject> = defineLaw({
  id: "detector",
  title: "It fires on its planted positive with a witness that replays, is silent on its planted negative, and says the same twice",
  nameOf: ({ detector }) => detector.id,
  inspect: ({ detector, positive, negative }) => {
    const refusal = detector.refuses(positive) ?? detector.refuses(negative);
    if (refusal !== null) {
      return broken(`It refuses what was planted for it: ${refusal}`);
    }
    const found: Finding = detector.inspect(positive);
    if (canonicalJson(detector.inspect(positive)) !== canonicalJson(found)) {
      return broken("It says something else the second time it looks");
    }
    if (!found.fired) {
      return broken(`It is silent on its planted positive: ${found.sentence}`);
    }
    const innocent = detector.inspect(negative);
    if (innocent.fired) {
      return broken(`It fires on its planted negative: ${innocent.sentence}`);
    }
    if (found.witness === undefined) {
      return broken("It fires on its planted positive, and shows no witness");
    }
    const why = witnessFault(positive, found.witness);
    return why === null ? holds(found.sentence) : broken(`Its witness does not replay: ${why}`);
  },
  fault: {
    title: "It fires at everything",
    plant: (subject) => {
      const { detector } = subject;
      return { ...subject, detector: { ...detector, inspect: (looked) => ({ ...detector.inspect(looked), fired: true }) } };
    },
  },
});
