import { resolve } from "node:path";
import { findTrial, loadConfig, type TrialDescription } from "@firebreak/runner";
import type { Answer, GlobalOptions } from "../answer.ts";
import { replayLine } from "../replay-line.ts";
import { computePolicy, type ShownPolicy } from "../shown-policy.ts";
import { tellResult } from "../shown-result.ts";
import { formatTable } from "../table.ts";

interface ShowOptions extends GlobalOptions {
  readonly results?: string;
}

function tellWitnesses({ findings }: TrialDescription): string {
  const told = findings
    .filter(({ witness }) => witness !== undefined)
    .map(({ detector, subject, sentence, witness }) => {
      const play = witness === undefined ? "" : replayLine(witness);
      return `${detector} on ${subject.signal}, ${subject.criterion}: ${sentence}\n  ${play}`;
    });
  return told.length === 0 ? "" : `\n\nwitnesses from the same world and overseer\n\n${told.join("\n\n")}`;
}

function tell(described: TrialDescription, policy: ShownPolicy): string {
  const { result, provenance, folder } = described;
  const sessions = formatTable(
    ["started", "node", "platform", "commit", "code"],
    provenance.map(({ startedAt, node, platform, commit, dirty, bundle }) => [
      startedAt,
      node,
      platform,
      commit === null ? null : `${commit.slice(0, 12)}${dirty ? " (changed)" : ""}`,
      bundle.slice(0, 12),
    ]),
  );
  return `${tellResult(result, policy)}\n\nsessions that wrote ${folder}\n\n${sessions}${tellWitnesses(described)}`;
}

/** What is stored of one trial: its result, its policy computed again, which code computed it and where, and what audits found in its world. */
export async function show([key = ""]: readonly string[], options: ShowOptions): Promise<Answer> {
  const config = await loadConfig(options.config === undefined ? {} : { file: options.config });
  const described = await findTrial(key, options.results === undefined ? resolve(config.folder, "results") : resolve(options.results));
  const policy = await computePolicy(described.result, described.folder, config);
  return { document: { ...described, policy }, text: tell(described, policy) };
}
