import { FirebreakError } from "@firebreak/core";

/** The share of steps that the expert decides in a round, in [0, 1]; rounds are counted from 0 (β of DAgger). */
export type Mixture = (round: number) => number;

function refuse(what: string, value: number, domain: string): never {
  throw new FirebreakError("bad-parameter", `Cannot set ${what} of a mixture to ${value}: it must be ${domain}`);
}

/** min(1, max(0, (N − i)/N)): from the expert alone to the learner alone in N rounds. @throws FirebreakError "bad-parameter". */
export function linearMixture(rounds: number): Mixture {
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    refuse("the rounds", rounds, "a whole number, at least 1");
  }
  return (round) => Math.min(1, Math.max(0, (rounds - round) / rounds));
}

/** p^i (Ross et al. 2011, §3.1), p in (0, 1]. @throws FirebreakError "bad-parameter". */
export function exponentialMixture(p: number): Mixture {
  if (!(p > 0 && p <= 1)) {
    refuse("p", p, "in (0, 1]");
  }
  return (round) => Array.from({ length: round }, () => p).reduce((product, factor) => product * factor, 1);
}

/** The same share in every round, in [0, 1]. @throws FirebreakError "bad-parameter". */
export function constantMixture(beta: number): Mixture {
  if (!(beta >= 0 && beta <= 1)) {
    refuse("β", beta, "in [0, 1]");
  }
  return () => beta;
}
