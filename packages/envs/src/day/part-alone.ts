import { type Chance, type CompiledEnvironment, compile, statesOf } from "@firebreak/core";
import type { Day, DayPart } from "./day.ts";

/** One part on its own, started in any state that its rules and the day's notes may bring it into: a plan for it covers them all. */
export function partAlone(day: Day, { name, environment }: DayPart): CompiledEnvironment {
  const { spec } = environment;
  const landings = day.notes.filter(({ to }) => to === name);
  const perhapsNoted = (state: unknown, chance: Chance): unknown =>
    landings.reduce((stands, note) => (chance(0.5, note.name) ? note.lands(stands) : stands), state);
  const noted = compile({
    ...environment,
    spec: {
      ...spec,
      start: (chance) => perhapsNoted(spec.start(chance), chance),
      step: (state, act, chance) => perhapsNoted(spec.step(state, act, chance), chance),
    },
  });
  const states = statesOf(noted.dynamics).map((state) => [noted.rich(state), 1 / noted.dynamics.stateCount] as const);
  return compile({ ...environment, spec: { ...spec, start: (chance) => chance.pick(states, "any state") } });
}
