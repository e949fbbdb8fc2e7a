import type { StudyResults, Verdict } from "@firebreak/analysis";
import { pairedShares } from "@firebreak/analysis/statistics";
import type { ClaimRule } from "@firebreak/core";
import { type Answers, answer, anyOf, list, percent, range, real, spoken, text, trialsOf, verdictOf } from "./deciding.ts";
import type { Done } from "./gaming.ts";

/** The share of worlds of a kind for which something holds, with its interval. */
function shareOf(answers: Answers, confidence: number): { readonly share: number; readonly interval: readonly [number, number] } {
  const { first } = pairedShares(answers, answers, confidence);
  return first;
}

/** Value difference and broad RL on V: the same policy, by an identity that is checked; and what it does where V misses something. */
export function valueAgain(results: StudyResults, claim: ClaimRule): Verdict {
  const [overseer, margin, confidence] = [text(claim, "overseer"), real(claim, "margin"), real(claim, "confidence")];
  const [treatment, criterion, fooling] = [text(claim, "treatment"), text(claim, "criterion"), list(claim, "foolingWorlds")];
  const at = (method: string, under: string, worlds: readonly string[]): ReadonlyMap<string, Done> =>
    trialsOf(results, { overseer, method, criterion: under }, worlds);
  const differs = anyOf(
    list(claim, "discounts").map((discount) => {
      const broad = at(text(claim, "broad"), discount, list(claim, "worlds"));
      return answer(
        at(treatment, discount, list(claim, "worlds")),
        ({ policy }, world) => policy.sha256 !== broad.get(world)?.policy.sha256,
      );
    }),
  );
  const same = shareOf(new Map([...differs].map(([world, other]) => [world, !other])), confidence);
  const exploits = (under: string): ReturnType<typeof shareOf> =>
    shareOf(
      answer(at(treatment, under, fooling), ({ measures }) => measures["exploitation.exploited"] === 1),
      confidence,
    );
  const [far, near] = [exploits(criterion), exploits(text(claim, "narrowest"))];
  const supported = same.interval[0] > 1 - margin && far.interval[0] > margin;
  const refuted = same.interval[1] < 1 - margin || far.interval[1] < margin;
  return verdictOf(claim, {
    verdict: supported ? "supported" : refuted ? "not supported" : "depends",
    estimate: far.share,
    interval: far.interval,
    unit: "share of worlds where V misses something in which value difference exploits V",
    sentence: `That its optima are those of V is an identity for 0 < γ < 1; the stored policies are the same bytes in ${percent(same.share)} of ${differs.size} drawn worlds (${range(same.interval)}). Measured: where V misses something, the optimum of value difference exploits it at ${spoken(criterion)} in ${percent(far.share)} of ${fooling.length} worlds (${range(far.interval)}), and at ${spoken(text(claim, "narrowest"))} in ${percent(near.share)}.`,
  });
}
