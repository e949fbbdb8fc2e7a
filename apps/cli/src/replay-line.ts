import type { Witness } from "@firebreak/core";
import { commandLine } from "./invocation.ts";

/** The command that plays a witness, or another episode with a script, as the user calls commands. */
export function replayLine({ environment, actions, choices }: Pick<Witness, "environment" | "actions" | "choices">): string {
  const script = choices.length === 0 ? [] : ["--choices", choices.join(",")];
  return commandLine("replay", environment, actions.join(","), ...script);
}
