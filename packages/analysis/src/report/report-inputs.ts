import type { DrawnReport } from "./drawn-report.ts";
import type { PicturedWitness } from "./pictured-witness.ts";
import type { GlossaryEntry, StudyResults, TypesetForm, Verdict, WorldText } from "./study-report.ts";

/** Everything that a report page is made of. */
export interface ReportInputs extends DrawnReport {
  readonly results: StudyResults;
  readonly verdicts: readonly Verdict[];
  readonly witnesses: readonly PicturedWitness[];
  readonly closedForms: readonly TypesetForm[];
  readonly worlds?: readonly WorldText[];
  readonly glossary?: readonly GlossaryEntry[];
  /** SVG documents by figure id: shown until the interactive figure is drawn, in print, and where scripts do not run. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Plotly, minified, gzipped, base64. */
  readonly plotly: string;
  /** The command that computes one stored trial again, given its key. */
  replayCommand(key: string): string;
  /** What the thing of an id is called in words: a detector, a signal, a world. Undefined where nobody knows. */
  titleOf?(id: string): string | undefined;
}
