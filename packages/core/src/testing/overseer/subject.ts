import type { CompiledEnvironment } from "../../compile.ts";
import type { OverseerModel } from "../../overseer.ts";
import { type OverseenWorld, oversee } from "../../problem.ts";

/** An overseer model, and the world she is looked at in. */
export interface OverseerSubject {
  readonly model: OverseerModel;
  readonly world: CompiledEnvironment;
}

export const TABLES = ["value", "evaluate", "demonstrate"] as const;

export const nameOfOverseer = ({ model, world }: OverseerSubject): string => `${model.id} in ${world.id}`;

/** The tables that she has here, made anew. */
export function tablesOf({ model, world }: OverseerSubject): readonly (readonly [(typeof TABLES)[number], Float64Array])[] {
  const overseen: OverseenWorld = oversee(world, model);
  const answered = model.answers(world);
  return TABLES.filter((kind) => answered.includes(kind)).map((kind) => [kind, overseen.answers(kind)]);
}

/** The model with its answers changed: `value` and `evaluate` by what each is given. */
export function changed(
  { model, world }: OverseerSubject,
  change: (built: ReturnType<OverseerModel["build"]>, world: CompiledEnvironment) => ReturnType<OverseerModel["build"]>,
): OverseerSubject {
  return { world, model: { ...model, build: (met, rng) => change(model.build(met, rng), met) } };
}
