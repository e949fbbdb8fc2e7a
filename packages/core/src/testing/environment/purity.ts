import { scriptedChance } from "../../chance.ts";
import type { Environment, Transition } from "../../environment.ts";
import { legalIn } from "../../simulate.ts";
import { broken, defineLaw, holds, type Law, type Verdict } from "../law.ts";
import { copyOf, isAlike, structureOf } from "../structure.ts";
import { describeTransition, explore, withSpec } from "./explore.ts";

const REPEATS = 3;

/** Everything the author's functions say about a transition. */
function said(environment: Environment, transition: Transition<unknown, string>): readonly unknown[] {
  const { rewards, judgement, views, label } = environment.spec;
  return [
    rewards.true(transition),
    rewards.observed?.(transition),
    judgement?.evaluate?.(transition),
    judgement?.value?.(transition.next),
    label.call(environment.spec, transition.next),
    legalIn(environment, transition.next),
    views?.overseer?.(transition.next),
    views?.agent?.(transition.next),
  ];
}

function inspectRow(environment: Environment, row: ReturnType<typeof explore>["rows"][number]): Verdict | null {
  const { spec } = environment;
  const { state, action, label } = row;
  for (const { value, choices } of row.branches) {
    const transition = { state, action, next: value };
    const rewards = said(environment, transition);
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const chance = scriptedChance(choices);
      const again = spec.step(state, action, chance);
      if (!isAlike(again, value) || chance.used() !== choices.length) {
        return broken(
          `'${action}' in '${label}' under the script [${choices.join(", ")}] leads to ${structureOf(value)} once and to ${structureOf(again)} another time`,
        );
      }
      const repeated = said(environment, transition);
      if (!isAlike(repeated, rewards)) {
        return broken(
          `${describeTransition(environment, transition)} is rewarded, labelled, seen or followed by legal actions ${structureOf(rewards)} once and ${structureOf(repeated)} another time`,
        );
      }
    }
  }
  return null;
}

/** The environment, whose step tells of every state that it changes. */
function watched(environment: Environment, tell: (what: string) => void): Environment {
  // A state is stepped from many times in a row: it is copied once before all of them.
  let latest: { readonly state: unknown; readonly copy: unknown } = { state: undefined, copy: undefined };
  return withSpec(environment, {
    step: (state, action, chance) => {
      if (latest.state !== state) {
        latest = { state, copy: copyOf(state) };
      }
      const next = environment.spec.step(state, action, chance);
      if (!isAlike(state, latest.copy)) {
        tell(`'${action}' changes the state it is given, from ${structureOf(latest.copy)} to ${structureOf(state)}`);
        latest = { state, copy: copyOf(state) };
      }
      return next;
    },
  });
}

/** A step is a function of state, action and chance: run again under the same script it gives the same, and changes nothing. */
export const purityLaw: Law<Environment> = defineLaw({
  id: "step-is-pure",
  title:
    "Under the same script of chance a step gives the same state, rewards and legal actions, reads no other randomness, and leaves its input alone",
  nameOf: ({ id }) => id,
  inspect: (environment, { maxStates }) => {
    const changes: string[] = [];
    const { start, rows } = explore(
      watched(environment, (what) => changes.push(what)),
      maxStates,
    );
    if (changes[0] !== undefined) {
      return broken(changes[0]);
    }
    for (const { value, choices } of start) {
      const again = environment.spec.start(scriptedChance(choices));
      if (!isAlike(again, value)) {
        return broken(
          `The start under the script [${choices.join(", ")}] is ${structureOf(value)} once and ${structureOf(again)} another time`,
        );
      }
    }
    for (const row of rows) {
      const verdict = inspectRow(environment, row);
      if (verdict !== null) {
        return verdict;
      }
    }
    return holds(`${rows.length} steps, every branch run ${REPEATS + 1} times`);
  },
  fault: {
    title: "The true reward counts how often it was asked",
    plant: (environment) => {
      let asked = 0;
      const { rewards } = environment.spec;
      return withSpec(environment, { rewards: { ...rewards, true: (transition) => rewards.true(transition) + asked++ } });
    },
  },
});
