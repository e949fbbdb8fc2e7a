import {
  type CompiledEnvironment,
  channelOf,
  FirebreakError,
  hasErrors,
  type OverseerModel,
  type QuestionKind,
  resolveId,
} from "@firebreak/core";
import type { Catalogs } from "@firebreak/runner";

const DEFAULT_OVERSEER = "consistent";

/** Whether a text ends as a file's name does: an id may end in ".5". */
const looksLikeFile = (text: string): boolean => /\.[a-z]+$/i.test(text);

/** Who judges: an id, or a file of a person's answers. @throws FirebreakError "unknown-id", or as `readPerson` does. */
export async function overseerFrom({ overseers }: Catalogs, named: string = DEFAULT_OVERSEER): Promise<OverseerModel> {
  if (!looksLikeFile(named)) {
    return resolveId("overseer", overseers, named);
  }
  const { readPerson } = await import("@firebreak/runner/records");
  return readPerson(named);
}

/** Said beside an overseer whose answers err or fail to come anew at each question, where she is met by what she judges. */
export function asSheJudges(model: OverseerModel, world: CompiledEnvironment): string {
  const channel = channelOf(model, world);
  return channel.absent > 0 || hasErrors(channel, ["value", "evaluate"])
    ? " (by what she judges: that her answers err, or do not come, only a study shows)"
    : "";
}

/** What questions are about, by kind. */
const ITEMS = { value: "states", evaluate: "outcomes", demonstrate: "states" } as const;

/**
 * An exact answer needs all of an overseer's; a person was seldom asked everything, and what she was not asked would count as 0, or as anything legal.
 * @throws FirebreakError "not-implemented-here" where some of those kinds of question are never answered.
 */
export function checkAnswered(model: OverseerModel, world: CompiledEnvironment, kinds: readonly QuestionKind[]): void {
  const { unanswered = {} } = channelOf(model, world);
  for (const kind of kinds) {
    const silent = kind === "compare" ? undefined : unanswered[kind];
    const count = silent?.reduce((sum, one) => sum + one, 0) ?? 0;
    if (kind !== "compare" && silent !== undefined && count > 0) {
      const state = kind === "evaluate" ? "" : `, such as '${world.labels[silent.indexOf(1)]}'`;
      throw new FirebreakError(
        "not-implemented-here",
        `Cannot answer exactly for '${model.id}' in '${world.id}': asked to ${kind}, she said nothing of ${count} of ${silent.length} ${ITEMS[kind]}${state}; ` +
          "a learner in a study bears gaps, and 'learnedFrom' fills them",
        { what: "--overseer" },
      );
    }
  }
}
