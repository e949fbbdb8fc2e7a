import { actionProbabilities, FirebreakError, type Policy, statesOf, type TrialResult } from "@firebreak/core";
import { findOrigin, type LoadedConfig, type ReplayedTrial, replayTrial } from "@firebreak/runner";
import { formatNumber, formatTable } from "./table.ts";

/** A trial's policy, computed again: results hold only its hash. */
export type ShownPolicy =
  | {
      readonly kind: Policy["kind"];
      /** What `states` shows of a policy that changes with time. */
      readonly time: 0 | null;
      /** Whether the computed policy has the hash that is stored; null where nothing is stored. */
      readonly agrees: boolean | null;
      readonly states: readonly { readonly state: string; readonly actions: Readonly<Record<string, number>> }[];
    }
  | { readonly absent: string };

/** Computes the policy of a stored trial again, by the study of its folder. */
export async function computePolicy(stored: TrialResult, folder: string, config: LoadedConfig): Promise<ShownPolicy> {
  if (stored.status === "failed") {
    return { absent: "the trial failed" };
  }
  const study = await findOrigin(folder, config);
  if (study === null) {
    return { absent: "no study of the configuration has the fingerprint of this run, so it cannot be computed again" };
  }
  const { result, acted } = await replayTrial(study, stored.key).catch((error: unknown) => {
    throw error instanceof FirebreakError ? new FirebreakError(error.code, `Cannot show the policy: ${error.message}`, error.place) : error;
  });
  if (acted === null || result.status === "failed") {
    return { absent: `under the code of now the trial fails: ${result.status === "failed" ? result.reason.message : "no policy"}` };
  }
  return showPolicy(acted, result.policy.sha256 === stored.policy.sha256);
}

/** What a policy plays, state by state; `agrees`: its hash is the stored one, or null where nothing is stored. */
export function showPolicy({ world, policy }: NonNullable<ReplayedTrial["acted"]>, agrees: boolean | null): ShownPolicy {
  const play = new Float64Array(world.actions.length);
  const states = statesOf(world.dynamics).map((state) => {
    actionProbabilities(policy, { time: 0, state }, play);
    const played = world.actions.flatMap((action, at) => ((play[at] ?? 0) > 0 ? [[action, play[at] ?? 0] as const] : []));
    return { state: world.labels[state] ?? "", actions: Object.fromEntries(played) };
  });
  return {
    kind: policy.kind,
    time: policy.kind === "stationary" ? null : 0,
    agrees,
    states: states.filter(({ actions }) => Object.keys(actions).length > 0),
  };
}

const SAME_HASH = "computed again; its hash is the stored one";
const OTHER_HASH = "computed again, and its hash is NOT the stored one: the code is another";
const MAX_SHOWN_STATES = 40;

/** "cause 0.5, work 0.5" by state. */
export function tellPolicy(policy: ShownPolicy): string {
  if ("absent" in policy) {
    return `policy: not shown: ${policy.absent}`;
  }
  const rows = policy.states.slice(0, MAX_SHOWN_STATES).map(({ state, actions }) => [
    state,
    Object.entries(actions)
      .map(([action, share]) => `${action} ${formatNumber(share)}`)
      .join(", "),
  ]);
  const hidden = policy.states.length - rows.length;
  const notes = [
    ...(hidden > 0 ? [`… and ${hidden} more states (all of them with --json)`] : []),
    ...(policy.agrees === null ? [] : [policy.agrees ? SAME_HASH : OTHER_HASH]),
  ];
  return `${formatTable(["state", policy.time === 0 ? "actions at time 0 (the policy changes with time)" : "actions"], rows)}\n${notes.join("\n")}`;
}
