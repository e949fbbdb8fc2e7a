import type { ClaimRule, Finding, Plan, TrialResult } from "@firebreak/core";
import type { Figure } from "../figures/figure.ts";

/** One session of a run: which code computed the results, where. It stands beside them, never in them. */
export interface Provenance {
  readonly bundle: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly commit: string | null;
  readonly dirty: boolean;
  readonly node: string;
  readonly platform: string;
  /** What computed tensors, where a method trains neural nets. */
  readonly tensorBackend?: string;
  readonly command: string;
  readonly startedAt: string;
}

/** Everything that is stored of a study's run. */
export interface StudyResults {
  readonly study: {
    readonly id: string;
    readonly title: string;
    readonly question: string;
    readonly seeds: number;
    readonly claims: readonly ClaimRule[];
  };
  readonly fingerprint: string;
  /** The hash of the claims' rules alone. */
  readonly rulesHash: string;
  /** False when the rules' data were changed after results under this fingerprint had been stored. */
  readonly rulesFixedBefore: boolean;
  /** Sorted by key. */
  readonly results: readonly TrialResult[];
  readonly findings: readonly Finding[];
  readonly refused: Plan["refused"];
  readonly provenance: readonly Provenance[];
}

/** What the data say of one claim. */
export interface Verdict {
  readonly id: string;
  readonly verdict: "supported" | "not supported" | "depends";
  readonly estimate: number;
  /** Null where there is too little for one: one world, one seed. */
  readonly interval: readonly [number, number] | null;
  readonly unit: string;
  /** The verdict in a sentence, with its numbers. */
  readonly sentence: string;
  /** Why the verdict is provisional; absent when it is not. */
  readonly provisional?: string;
}

/** A formula that the results were checked against. */
export interface TypesetForm {
  readonly id: string;
  /** What it says, in words. */
  readonly title: string;
  /** A whole <math> element, from `closed-forms`: it goes into the page as it is. */
  readonly mathMl: string;
  /** The same as plain text. */
  readonly expression: string;
}

/** A world of the study in plain words, for a reader who has never met it: paragraphs apart by a blank line. */
export interface WorldText {
  readonly name: string;
  readonly text: string;
}

/** A word of the study's own, and what it means there. */
export interface GlossaryEntry {
  readonly term: string;
  readonly meaning: string;
}

/** What `<study>.report.ts` exports: how its claims are decided and what is drawn. Pure functions of stored results. */
export interface StudyReport {
  readonly decide: Readonly<Record<string, (results: StudyResults, claim: ClaimRule) => Verdict>>;
  readonly figures: readonly Figure<StudyResults>[];
  readonly closedForms?: readonly TypesetForm[];
  /** Shown right after the verdicts. */
  readonly worlds?: readonly WorldText[];
  readonly glossary?: readonly GlossaryEntry[];
}
