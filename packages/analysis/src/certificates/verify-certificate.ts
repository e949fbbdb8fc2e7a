import type { Certificate, CertifiedWorld } from "./certificate.ts";

/** What the proof of a certificate shows. */
export interface Verification {
  readonly accepted: boolean;
  /** The bound that the proof does show, rounding against the claim; null where it shows none. */
  readonly proved: number | null;
  /** How much of it is repair: by what a step exceeds the proof's own balance at most, in the reward of the proof a step. */
  readonly shift: number | null;
  /** Why it is not accepted, or null. */
  readonly reason: string | null;
}

/** The distance from 1 to the next number: twice what one rounding can be off by, relatively. */
const UNIT = 2.220446049250313e-16;

/** A sum of rounded products, never below the exact one: `size` is the sum of their absolute values. */
const above = (sum: number, size: number, count: number): number => sum + (count + 8) * UNIT * size;

const finite = (numbers: unknown, length: number): boolean =>
  Array.isArray(numbers) && numbers.length === length && numbers.every((value) => Number.isFinite(value));

/** Why this is no certificate about a world of so many states at all, or null. */
function formFault(stateCount: number, { schema, clock, claim, proof }: Certificate): string | null {
  if ([clock, claim, proof].some((part) => typeof part !== "object" || part === null)) {
    return "it lacks a clock, a claim or a proof";
  }
  const condition = claim.proxyAtLeast;
  const phases = clock.kind === "finite" ? clock.horizon : 1;
  const average = clock.kind === "average";
  const faults: readonly (readonly [boolean, string])[] = [
    [schema !== "certificate@1", `its schema is '${schema}', and 'certificate@1' is known`],
    [!average && clock.kind !== "finite" && clock.kind !== "discounted", "its clock is of an unknown kind"],
    [!(Number.isInteger(phases) && phases >= 1), "its horizon is no number of steps"],
    [clock.kind === "discounted" && !(clock.discount >= 0 && clock.discount < 1), "its discount is not in [0, 1)"],
    [claim.of !== "true" && claim.of !== "proxy", "it says nothing of a known reward"],
    [claim.is !== "at most" && claim.is !== "at least", "it claims neither 'at most' nor 'at least'"],
    [claim.from !== "the start" && claim.from !== "any state", "it does not say where policies start"],
    [!Number.isFinite(claim.bound), "its bound is no number"],
    [condition !== undefined && !(Number.isFinite(condition) && claim.from === "the start"), "its condition is not one on the start"],
    [!(Number.isFinite(proof.multiplier) && proof.multiplier >= 0), "its multiplier is no number of at least 0"],
    [condition === undefined && proof.multiplier !== 0, "it trades a proxy that its claim has no condition on"],
    [!finite(proof.potential, phases * stateCount), `its potential is not ${phases * stateCount} numbers`],
    [average ? !finite(proof.gain, stateCount) : proof.gain !== undefined, "its gain does not fit its clock"],
  ];
  return faults.find(([is]) => is)?.[1] ?? null;
}

/** Calls `visit` with the outcomes of every legal row, [first, end), and with none for a terminal state, which stays for nothing. */
function eachRow({ dynamics }: CertifiedWorld, visit: (state: number, first: number, end: number) => void): void {
  const { rowStart, actionCount, stateCount, terminal } = dynamics;
  for (let state = 0; state < stateCount; state++) {
    if (terminal[state] === 1) {
      visit(state, 0, 0);
    }
    for (let row = state * actionCount; row < (state + 1) * actionCount; row++) {
      const [first, end] = [rowStart[row] ?? 0, rowStart[row + 1] ?? 0];
      if (first < end) {
        visit(state, first, end);
      }
    }
  }
}

/** Whether some step leads to more gain than its state has. Where none of its successors has more there is nothing to round. */
function gainRises(world: CertifiedWorld, gain: readonly number[]): boolean {
  const { nextState, probability } = world.dynamics;
  let rises = false;
  eachRow(world, (state, first, end) => {
    let [sum, size, higher] = [0, 0, false];
    const here = gain[state] ?? 0;
    for (let z = first; z < end; z++) {
      const next = gain[nextState[z] ?? 0] ?? 0;
      higher ||= next > here;
      sum += (probability[z] ?? 0) * (next - here);
      size += (probability[z] ?? 0) * (Math.abs(next) + Math.abs(here));
    }
    rises ||= higher && above(sum, size, end - first) > 0;
  });
  return rises;
}

/** The most by which c + γ Σ P v' − v − g exceeds 0 over the rows of one phase, c being the reward that the proof is about. */
function shiftOf(world: CertifiedWorld, { clock, claim, proof }: Certificate, phase: number): number {
  const { nextState, probability, stateCount } = world.dynamics;
  const claimed = claim.of === "true" ? world.trueReward : world.proxyReward;
  const [sign, discount] = [claim.is === "at most" ? 1 : -1, clock.kind === "discounted" ? clock.discount : 1];
  const from = phase * stateCount;
  const to = clock.kind === "finite" ? from + stateCount : from; // beyond the last phase there is nothing left to come
  let most = Number.NEGATIVE_INFINITY;
  eachRow(world, (state, first, end) => {
    const [here, gain] = [proof.potential[from + state] ?? 0, proof.gain?.[state] ?? 0];
    const stay = first === end ? discount * (proof.potential[to + state] ?? 0) - here : 0;
    let [sum, size] = [stay - gain, 2 * Math.abs(here) + Math.abs(stay) + Math.abs(gain)];
    for (let z = first; z < end; z++) {
      const [mine, traded] = [sign * (claimed[z] ?? 0), proof.multiplier * (world.proxyReward[z] ?? 0)];
      const next = discount * (proof.potential[to + (nextState[z] ?? 0)] ?? 0);
      sum += (probability[z] ?? 0) * (mine + traded + next - here);
      size += (probability[z] ?? 0) * (Math.abs(mine) + Math.abs(traded) + Math.abs(next) + Math.abs(here));
    }
    most = Math.max(most, above(sum, size, end - first));
  });
  return most;
}

/** The most that the proof leaves to any policy of its reward c, a step of the clock, with the part that is repair. */
function provedRate(world: CertifiedWorld, certificate: Certificate): { readonly rate: number; readonly shift: number } {
  const { initial, stateCount } = world.dynamics;
  const { clock, claim, proof } = certificate;
  const values = (clock.kind === "average" ? proof.gain : proof.potential.slice(0, stateCount)) ?? [];
  const sum = initial.reduce((total, share, state) => total + share * (values[state] ?? 0), 0);
  const size = initial.reduce((total, share, state) => total + share * Math.abs(values[state] ?? 0), 0);
  const most = values.reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY);
  const value = claim.from === "any state" ? most : above(sum, size, stateCount);
  const phases = clock.kind === "finite" ? clock.horizon : 1;
  let [shift, shifted] = [0, 0];
  for (let phase = 0; phase < phases; phase++) {
    const part = shiftOf(world, certificate, phase) / phases;
    [shift, shifted] = [shift + part, shifted + Math.abs(part)];
  }
  const start = clock.kind === "finite" ? value / phases : clock.kind === "discounted" ? (1 - clock.discount) * value : value;
  return { rate: above(start + shift, Math.abs(start) + shifted, phases), shift };
}

/**
 * Checks a certificate in one pass over the world, by weak duality alone: no solver, no search. With c = ±claimed + λ·proxy,
 *
 *     c(s,a) + γ Σ P v(s') − v(s) ≤ δ  for every row    ⇒    (1 − γ) Σ γ^t c_t ≤ (1 − γ) Σ μ v + δ  for every policy,
 *
 * for summed along any path the potentials cancel but for the first. Over a finite horizon v depends on the time, and each time has its
 * own δ. On the long run a gain g stands on the left, − g(s), and Σ μ g on the right, where no step may lead to more gain on average. A
 * policy that collects at least L of the proxy then has ±claimed ≤ rate(c) − λL. Any numbers v, λ ≥ 0 prove *something*: δ is
 * recomputed here, every sum is rounded against the claim, and it is accepted where what is proved is no weaker than what is claimed.
 */
export function verifyCertificate(world: CertifiedWorld, certificate: Certificate): Verification {
  const { claim, proof } = certificate;
  const fault =
    formFault(world.dynamics.stateCount, certificate) ??
    (proof.gain !== undefined && gainRises(world, proof.gain) ? "some step leads to more gain than its state has" : null);
  if (fault !== null) {
    return { accepted: false, proved: null, shift: null, reason: fault };
  }
  const { rate, shift } = provedRate(world, certificate);
  const traded = proof.multiplier * (claim.proxyAtLeast ?? 0);
  const most = above(rate - traded, Math.abs(rate) + Math.abs(traded), 1);
  const proved = claim.is === "at most" ? most : 0 - most;
  const accepted = claim.is === "at most" ? claim.bound >= proved : claim.bound <= proved;
  return { accepted, proved, shift, reason: accepted ? null : `it shows '${claim.is} ${proved}' and claims '${claim.is} ${claim.bound}'` };
}
