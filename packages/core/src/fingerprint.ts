import { criterionId } from "./criterion.ts";
import { hashJson } from "./hash.ts";
import type { Study } from "./study.ts";

const ids = (parts: readonly { readonly id: string }[]): readonly string[] => parts.map(({ id }) => id);

/**
 * What makes two runs the same study: its axes by canonical id, criteria, budget, measures, audits, how randomness is made,
 * and what computes tensors where a method trains neural nets.
 * Not in it: the number of seeds (more seeds extend a run), the platform, comments in the code, the rules of its claims.
 */
export function fingerprintOf(study: Study): string {
  return hashJson({
    schema: 1,
    study: study.id,
    sweeps: study.sweeps.map((sweep) => ({
      id: sweep.id,
      environments: ids(sweep.environments),
      overseers: ids(sweep.overseers),
      methods: ids(sweep.methods),
      criteria: sweep.criteria.map(criterionId),
    })),
    audits: study.audits.map((audit) => ({
      detectors: ids(audit.detectors),
      subject: [audit.environment.id, audit.overseer.id, audit.signal.id, criterionId(audit.criterion)],
    })),
    budget: study.budget,
    measures: study.measures.map(({ id, version }) => `${id}@${version}`),
    rng: "alea-1",
    ...(study.tensorBackend === undefined ? {} : { tensorBackend: study.tensorBackend }),
  });
}

/** The hash of the data by which a study's claims will be decided, not of the code that decides: compared when the report is made. */
export function rulesHashOf(study: Study): string {
  return hashJson(study.claims);
}
