import { FirebreakError, type MeasuringCriterion, policyIteration, type TabularMdp } from "@firebreak/core";
import { type Certificate, type CertifiedWorld, type Claim, type Proof, verifyCertificate } from "../certificates/index.ts";
import { expectedRows } from "./conventions.ts";
import { gainPotentials } from "./gain-certificate.ts";

type Potentials = Omit<Proof, "multiplier">;

/** max_a r(s,a) + Σ P v(s'), length S; 0 at a terminal state. */
function bestNext(dynamics: TabularMdp, rows: Float64Array, values: Float64Array): Float64Array {
  const { stateCount, actionCount, rowStart, nextState, probability } = dynamics;
  const best = new Float64Array(stateCount).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < stateCount * actionCount; row++) {
    const [first, end, state] = [rowStart[row] ?? 0, rowStart[row + 1] ?? 0, Math.floor(row / actionCount)];
    let value = rows[row] ?? 0;
    for (let z = first; z < end; z++) {
      value += (probability[z] ?? 0) * (values[nextState[z] ?? 0] ?? 0);
    }
    best[state] = first < end ? Math.max(best[state] ?? 0, value) : (best[state] ?? 0);
  }
  return best.map((value) => (value === Number.NEGATIVE_INFINITY ? 0 : value));
}

/** The best that is left at every time, length horizon·S. */
function timedPotential(dynamics: TabularMdp, reward: Float64Array, horizon: number): Float64Array {
  const rows = expectedRows(dynamics, reward);
  const potential = new Float64Array(horizon * dynamics.stateCount);
  let next: Float64Array = new Float64Array(dynamics.stateCount);
  for (let time = horizon - 1; time >= 0; time--) {
    next = bestNext(dynamics, rows, next);
    potential.set(next, time * dynamics.stateCount);
  }
  return potential;
}

/** What proves that no policy collects more of a reward than the best one does: its own values. */
function potentialsOf(dynamics: TabularMdp, reward: Float64Array, clock: MeasuringCriterion): Potentials {
  switch (clock.kind) {
    case "finite":
      return { potential: [...timedPotential(dynamics, reward, clock.horizon)] };
    case "discounted":
      return { potential: [...policyIteration(dynamics, reward, clock).value] };
    case "average": {
      const { gain, potential } = gainPotentials(dynamics, reward);
      return { gain: [...gain], potential: [...potential] };
    }
  }
}

/** The same gain everywhere: proves less, but always something. */
function levelled({ gain = [], potential }: Potentials): Potentials {
  const most = gain.reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY);
  return { gain: gain.map(() => most), potential };
}

/**
 * The certificate of the best bound that exact values prove at a multiplier: with the multiplier that linear programming or the
 * frontier of returns gives, the bound is tight up to rounding. The bound is what the verifier itself finds proved.
 *
 * @throws FirebreakError "not-converged" where rounding leaves no proof.
 */
export function proveBound(
  world: CertifiedWorld,
  clock: MeasuringCriterion,
  asked: Omit<Claim, "bound"> & { readonly multiplier?: number },
): Certificate {
  const { multiplier = 0, ...claimed } = asked;
  const reward = claimed.of === "true" ? world.trueReward : world.proxyReward;
  const sign = claimed.is === "at most" ? 1 : -1;
  const traded = reward.map((r, z) => sign * r + multiplier * (world.proxyReward[z] ?? 0));
  const potentials = potentialsOf(world.dynamics, traded, clock);
  const certificate = (from: Potentials, bound: number): Certificate => ({
    schema: "certificate@1",
    clock,
    claim: { ...claimed, bound },
    proof: { multiplier, ...from },
  });
  const candidates = clock.kind === "average" ? [potentials, levelled(potentials)] : [potentials];
  for (const candidate of candidates) {
    const { proved } = verifyCertificate(world, certificate(candidate, 0));
    if (proved !== null) {
      return certificate(candidate, proved);
    }
  }
  throw new FirebreakError("not-converged", "Cannot certify a bound: rounding in the values leaves no proof");
}
