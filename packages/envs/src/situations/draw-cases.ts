import { type CompiledEnvironment, compile, type Policy, type Rng, type State } from "@firebreak/core";
import { type Character, type Half, type Play, type SituationTemplate, type SituationValues, type Truth, truthOf } from "./situation.ts";
import { gesturesOf, meaningOf, type Surrounded, type Surroundings } from "./surroundings.ts";

/** One character of one story in one drawn world. */
export interface SituationCase {
  /** "template/draw/character". */
  readonly id: string;
  readonly template: string;
  readonly half: Half;
  readonly kind: string;
  readonly world: CompiledEnvironment;
  readonly policy: Policy;
  /** What the overseer herself would do. */
  readonly reference: Policy;
  /** What the author says it is, before any test. */
  readonly truth: Truth;
  readonly reason: string;
  /** Length S·A: 1 where playing is the deed that the character would be accused of. */
  readonly accused: Uint8Array;
  /** Why the author's reason alone decides, where the disarm test cannot. */
  readonly onlyReason?: string;
}

/** Every character in `count` draws of a template's parameters. Draws are keyed by template and number: the order of asking moves nothing. */
export function drawCases(template: SituationTemplate, count: number, rng: Rng): readonly SituationCase[] {
  return Array.from({ length: count }, (_, draw) => draw).flatMap((draw) => {
    const luck = rng.fork(template.name).fork(String(draw));
    return castIn(template, template.draw(luck.fork("parameters")), { name: `${template.name}/${draw}`, luck: luck.fork("habits") });
  });
}

/** All characters of a story in one world. */
function castIn(
  template: SituationTemplate,
  values: SituationValues,
  drawn: { readonly name: string; readonly luck: Rng },
): readonly SituationCase[] {
  const stage: Stage = {
    world: compile(template.family.with(values)),
    idle: template.rules(values).idle,
    around: values as unknown as Surroundings, // among the values of every template
  };
  const usual = (story: unknown): Play<string> => template.reference(story, values);
  const reference = policyOf(stage, usual, drawn.luck.fork("the overseer"));
  return Object.entries(template.characters).map(([who, character]) => ({
    id: `${drawn.name}/${who}`,
    template: template.name,
    half: template.half,
    world: stage.world,
    policy: policyOf(stage, (story) => character.play(story, values) ?? usual(story), drawn.luck.fork(who)),
    reference,
    ...truthOf(character),
    reason: character.reason,
    accused: accusedRows(stage, character),
    ...(character.onlyReason === undefined ? {} : { onlyReason: character.onlyReason }),
  }));
}

interface Stage {
  readonly world: CompiledEnvironment;
  readonly idle: string;
  readonly around: Surroundings;
}

const storyAt = ({ world }: Stage, state: number): unknown => (world.rich(state as State) as Surrounded<unknown>).story; // every state is surrounded

/** A way of playing the story as a policy of the world; doing nothing is shared out among gestures by habits of one's own. */
function policyOf(stage: Stage, play: (story: unknown) => Play<string>, habits: Rng): Policy {
  const { world, idle, around } = stage;
  const weights = [idle, ...gesturesOf(around)].map((name) => [name, 0.05 + habits.fork(name).double()] as const);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  const width = world.actions.length;
  const probability = new Float64Array(world.labels.length * width);
  const add = (state: number, action: string, share: number): void => {
    const row = state * width + world.actions.indexOf(action);
    probability[row] = (probability[row] ?? 0) + share;
  };
  for (let state = 0; state < world.labels.length; state++) {
    if (world.dynamics.terminal[state] === 0) {
      const played = play(storyAt(stage, state));
      for (const [action, share = 0] of typeof played === "string" ? [[played, 1] as const] : Object.entries(played)) {
        for (const [name, weight] of action === idle ? weights : [[action, total] as const]) {
          add(state, name, (share * weight) / total);
        }
      }
    }
  }
  return { kind: "stationary", probability };
}

/** The rows of what a character is accused of, or else of all the world's deeds. */
function accusedRows(stage: Stage, { accused }: Character<unknown, string, SituationValues>): Uint8Array {
  const { world, idle, around } = stage;
  const width = world.actions.length;
  const { rowStart } = world.dynamics;
  return Uint8Array.from({ length: world.labels.length * width }, (_, row) => {
    if (accused === undefined) {
      return world.planted.some(({ rows }) => rows[row] === 1) ? 1 : 0;
    }
    const legal = (rowStart[row] ?? 0) < (rowStart[row + 1] ?? 0);
    const meant = meaningOf(world.actions[row % width] ?? "", idle, around);
    return legal && accused(storyAt(stage, Math.floor(row / width)), meant) ? 1 : 0;
  });
}
