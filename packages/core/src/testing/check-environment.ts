import type { Environment } from "../environment.ts";
import { nearestOf } from "../error.ts";
import { actionsLaw } from "./environment/actions.ts";
import { equalInformationLaw } from "./environment/equal-information.ts";
import { finiteRewardsLaw } from "./environment/finite-rewards.ts";
import { frequenciesLaw } from "./environment/frequencies.ts";
import { labelsLaw } from "./environment/labels.ts";
import { overseerViewLaw } from "./environment/overseer-view.ts";
import { pairedLuckLaw } from "./environment/paired-luck.ts";
import { picturesLaw } from "./environment/pictures.ts";
import { purityLaw } from "./environment/purity.ts";
import { rowsLaw } from "./environment/rows.ts";
import { traitsLaw } from "./environment/traits.ts";
import { workedEpisodesLaw } from "./environment/worked-episodes.ts";
import type { Law, LawOptions, LawResult } from "./law.ts";

/** Every law of worlds, in the order in which they are worth reading. */
export const environmentLaws: readonly Law<Environment>[] = [
  actionsLaw,
  purityLaw,
  rowsLaw,
  labelsLaw,
  frequenciesLaw,
  workedEpisodesLaw,
  traitsLaw,
  finiteRewardsLaw,
  overseerViewLaw,
  equalInformationLaw,
  pairedLuckLaw,
  picturesLaw,
];

/** A law that is waived passes with the reason if it is broken, and fails as stale if it holds. */
function underWaiver(result: LawResult, reason: string | undefined): LawResult {
  if (reason === undefined) {
    return result;
  }
  return result.pass
    ? { ...result, pass: false, detail: `It is waived ('${reason}'), and it holds: take the waiver away (${result.detail})` }
    : { ...result, pass: true, detail: `Waived: ${reason} (${result.detail})` };
}

/** Every law of worlds on one world, its waivers heeded; a waiver of a law that does not exist fails. What `firebreak check` prints. */
export function checkEnvironment(environment: Environment, options: LawOptions = {}): readonly LawResult[] {
  const waivers = environment.spec.waivers ?? [];
  const known = environmentLaws.map(({ id }) => id);
  const results = environmentLaws.map((law) =>
    underWaiver(law.check(environment, options), waivers.find((waiver) => waiver.law === law.id)?.reason),
  );
  const unknown = waivers
    .filter(({ law }) => !known.includes(law))
    .map(({ law }) => ({ law, subject: environment.id, pass: false, detail: `Cannot waive the law '${law}': ${nearestOf(law, known)}` }));
  return [...results, ...unknown];
}
