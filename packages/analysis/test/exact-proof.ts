import type { Certificate, CertifiedWorld } from "../src/certificates/index.ts";

/** A dyadic fraction n·2^e: every double is one, and sums and products of them are exact. */
interface Exact {
  readonly n: bigint;
  readonly e: number;
}

function exact(value: number): Exact {
  let [whole, e] = [value, 0];
  while (!Number.isInteger(whole)) {
    [whole, e] = [whole * 2, e - 1];
  }
  return { n: BigInt(whole), e };
}

const times = (x: Exact, y: Exact): Exact => ({ n: x.n * y.n, e: x.e + y.e });
const plus = (x: Exact, y: Exact): Exact =>
  x.e < y.e ? { n: (y.n << BigInt(y.e - x.e)) + x.n, e: x.e } : { n: (x.n << BigInt(x.e - y.e)) + y.n, e: y.e };
const minus = (x: Exact, y: Exact): Exact => plus(x, { n: -y.n, e: y.e });
const greatest = (numbers: readonly Exact[]): Exact => numbers.reduce((most, x) => (minus(x, most).n > 0n ? x : most));
const sum = (numbers: readonly Exact[]): Exact => numbers.reduce(plus, exact(0));

const whole = (numbers: readonly number[] | undefined, length: number): boolean =>
  numbers?.length === length && numbers.every(Number.isFinite);

/**
 * Whether a proof supports its claim in exact arithmetic: slow, without a rounding anywhere, and written apart from the verifier. Only
 * what this refuses is a tampering that counts.
 */
export function provesExactly({ dynamics, trueReward, proxyReward }: CertifiedWorld, { clock, claim, proof }: Certificate): boolean {
  const { stateCount, actionCount, rowStart, nextState, probability, initial, terminal } = dynamics;
  const phases = clock.kind === "finite" ? clock.horizon : 1;
  const gain = clock.kind === "average" ? proof.gain : initial.map(() => 0);
  if (!whole(proof.potential, phases * stateCount) || gain === undefined || !whole([...gain], stateCount)) {
    return false;
  }
  if (!(Number.isFinite(proof.multiplier) && proof.multiplier >= 0) || (claim.proxyAtLeast === undefined && proof.multiplier !== 0)) {
    return false;
  }
  const at = (numbers: ArrayLike<number>, index: number): Exact => exact(numbers[index] ?? 0);
  const discount = exact(clock.kind === "discounted" ? clock.discount : 1);
  const sign = exact(claim.is === "at most" ? 1 : -1);
  const reward = (z: number): Exact =>
    plus(times(sign, at(claim.of === "true" ? trueReward : proxyReward, z)), times(exact(proof.multiplier), at(proxyReward, z)));
  const potential = (phase: number, state: number): Exact =>
    clock.kind === "finite" && phase === phases ? exact(0) : at(proof.potential, (phase % phases) * stateCount + state);
  const outcomes = Array.from({ length: stateCount * actionCount }, (_, row) =>
    Array.from({ length: (rowStart[row + 1] ?? 0) - (rowStart[row] ?? 0) }, (__, index) => (rowStart[row] ?? 0) + index),
  );
  const shifts = Array.from({ length: phases }, (_, phase) => {
    const balances = outcomes.flatMap((row, index) => {
      const state = Math.floor(index / actionCount);
      const rises = row.map((z) =>
        times(
          at(probability, z),
          minus(plus(reward(z), times(discount, potential(phase + 1, nextState[z] ?? 0))), potential(phase, state)),
        ),
      );
      return row.length === 0 ? [] : [minus(sum(rises), at(gain, state))];
    });
    const ends = [...terminal.keys()].filter((state) => terminal[state] === 1);
    const stays = ends.map((state) => minus(minus(times(discount, potential(phase + 1, state)), potential(phase, state)), at(gain, state)));
    return greatest([...balances, ...stays]);
  });
  const gainRises = outcomes.some((row, index) => {
    const here = at(gain, Math.floor(index / actionCount));
    return sum(row.map((z) => times(at(probability, z), minus(at(gain, nextState[z] ?? 0), here)))).n > 0n;
  });
  const values = clock.kind === "average" ? [...gain] : proof.potential.slice(0, stateCount);
  const start =
    claim.from === "any state" ? greatest(values.map(exact)) : sum(values.map((value, state) => times(exact(value), at(initial, state))));
  const share = clock.kind === "discounted" ? minus(exact(1), discount) : exact(1);
  // Times the number of phases, so that nothing is divided.
  const rate = plus(times(start, share), sum(shifts));
  const claimed = times(
    exact(phases),
    plus(times(sign, exact(claim.bound)), times(exact(proof.multiplier), exact(claim.proxyAtLeast ?? 0))),
  );
  return !gainRises && minus(claimed, rate).n >= 0n;
}
