import type { DeclaredPolicy, EpisodeLog, LoggedEpisode } from "@firebreak/analysis/episodes";
import { FirebreakError } from "@firebreak/core";
import { nameColumns, numberAt, requiredText } from "./cells.ts";
import { byFlag, readEpisodes } from "./read-episodes.ts";
import { readTable } from "./read-table.ts";
import { refuse, type Table } from "./table.ts";

/** A declared policy: a row for each state and action, with a probability where there is more than one. */
function policyIn(table: Table, columns: ReadonlyMap<string, string>): DeclaredPolicy {
  const own = new Map([...columns].filter(([name]) => name === "state" || name === "action"));
  const named = nameColumns(table, { given: own, required: ["state", "action"], remedy: byFlag });
  const hasProbability = named.column("probability") !== null;
  const capital = hasProbability ? undefined : table.columns.find((name) => name.toLowerCase() === "probability");
  if (capital !== undefined) {
    refuse(table, `column '${capital}' is not read: its name is 'probability', in small letters`);
  }
  const policy = new Map<string, Map<string, number>>();
  for (const row of table.rows) {
    const state = requiredText(named, "state", row);
    const action = requiredText(named, "action", row);
    const probability = hasProbability ? numberAt(named, "probability", row) : 1;
    const plays = policy.get(state) ?? new Map<string, number>();
    policy.set(state, plays);
    if (plays.has(action)) {
      refuse(table, `it declares '${action}' in state '${state}' twice`, row.at);
    }
    if (probability < 0 || probability > 1) {
      refuse(table, `a probability is ${probability}, and must be in [0, 1]`, row.at);
    }
    plays.set(action, probability);
  }
  for (const [state, plays] of policy) {
    const sum = [...plays.values()].reduce((total, probability) => total + probability, 0);
    if (Math.abs(sum - 1) > 1e-6) {
      refuse(table, `the probabilities of state '${state}' sum to ${sum}, and must to 1`);
    }
  }
  return policy;
}

/** What the reference does: episodes of hers, or the policy that she is declared to follow. */
export type Reference =
  | { readonly kind: "episodes"; readonly log: EpisodeLog }
  | { readonly kind: "policy"; readonly policy: DeclaredPolicy };

/** Reads a file of the reference: episodes, or without columns `episode` and `step` a policy (state, action, probability where needed). */
export async function readReference(file: string, columns: ReadonlyMap<string, string>): Promise<Reference> {
  const table = await readTable(file);
  const has = (name: string): boolean => table.columns.includes(columns.get(name) ?? name);
  if (!has("episode") && !has("step") && has("state") && has("action")) {
    return { kind: "policy", policy: policyIn(table, columns) };
  }
  return { kind: "episodes", log: await readEpisodes(file, { columns, reference: "all" }) };
}

/**
 * The agent's log with the reference's episodes beside it: what only one of them knows is left out.
 * @throws FirebreakError "bad-episodes" where they have neither `value` nor `true` in common.
 */
export function joinLogs(agent: EpisodeLog, reference: EpisodeLog): EpisodeLog {
  const columns = { true: agent.columns.true && reference.columns.true, value: agent.columns.value && reference.columns.value };
  if (!columns.true && !columns.value) {
    throw new FirebreakError(
      "bad-episodes",
      "Cannot join the reference's episodes: they have neither 'value' nor 'true' in common with the agent's",
    );
  }
  const keep = (episode: LoggedEpisode): LoggedEpisode => ({
    ...episode,
    steps: episode.steps.map(({ true: worth, value, ...step }) => ({
      ...step,
      ...(columns.true && worth !== undefined ? { true: worth } : {}),
      ...(columns.value && value !== undefined ? { value } : {}),
    })),
  });
  const nestedStates = (agent.nestedStates ?? 0) + (reference.nestedStates ?? 0);
  const unreadColumns = [...new Set([...(agent.unreadColumns ?? []), ...(reference.unreadColumns ?? [])])];
  return { episodes: [...agent.episodes, ...reference.episodes].map(keep), columns, nestedStates, unreadColumns };
}
