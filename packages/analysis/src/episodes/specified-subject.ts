import { type Behaviour, byCodeUnit, type Environment, FirebreakError, legalIn, pairedChance, type Transition } from "@firebreak/core";
import type { Play, SimulatedSubject, SimulatedWorld } from "./simulated-world.ts";

/** What is audited where a world is only a specification, of however many states. */
export interface SpecifiedSubject {
  readonly environment: Environment;
  readonly policy: Behaviour;
  readonly reference: Behaviour;
  welfare(transition: Transition<unknown, string>): number;
  evaluate(transition: Transition<unknown, string>): number;
  value(state: unknown): number;
}

/** The author's own state, with its label. */
interface Labelled {
  readonly state: unknown;
  readonly label: string;
}

function worldOf({ environment, welfare, evaluate, value }: SpecifiedSubject): SimulatedWorld<Labelled> {
  const { spec, id } = environment;
  const labelled = (state: unknown): Labelled => ({ state, label: spec.label(state) });
  const finite = (what: string, answer: number, at: string): number => {
    if (!Number.isFinite(answer)) {
      throw new FirebreakError("bad-reward", `Cannot simulate '${id}': the ${what} at '${at}' is ${answer}, and must be a finite number`);
    }
    return answer;
  };
  return {
    id,
    actions: spec.actions,
    drawOrder: Int32Array.from([...spec.actions.keys()].sort((x, y) => byCodeUnit(spec.actions[x] ?? "", spec.actions[y] ?? ""))),
    rescue: "realised",
    ended: ({ state }) => legalIn(environment, state).length === 0,
    value: ({ state, label }) => finite("value", value(state), label),
    key: ({ label }) => label,
    label: String,
    simulator: (luck) => ({
      start: ({ episode }) => labelled(spec.start(pairedChance(luck, { episode, time: -1 }))),
      step({ state, label }, index, turn) {
        const action = spec.actions[index] ?? "";
        const next = spec.step(state, action, pairedChance(luck, turn));
        const transition = { state, action, next };
        turn.welfare = finite("welfare", welfare(transition), label);
        turn.praise = finite("evaluation", evaluate(transition), label);
        turn.looks = finite("value", value(next), label);
        turn.rescue = turn.praise > 0 && turn.looks > value(state) ? turn.praise : 0;
        return labelled(next);
      },
    }),
  };
}

/**
 * The general path: a world is simulated by its own step function, every draw keyed by episode, time and name. Whether a step was expected
 * to make things look better cannot be known from one draw of it: rescue praise asks whether it did.
 *
 * @throws FirebreakError "bad-reward", while it is simulated, where a stream is not finite.
 */
export function specifiedSubject(asked: SpecifiedSubject): SimulatedSubject<Labelled> {
  const play = (behaviour: Behaviour): Play<Labelled> => {
    return ({ state, label }, time, out) => behaviour.play({ state, label, time }, out);
  };
  return { world: worldOf(asked), policy: play(asked.policy), reference: play(asked.reference) };
}
