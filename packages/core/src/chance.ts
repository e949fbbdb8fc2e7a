import { FirebreakError } from "./error.ts";
import { createRng, type Rng } from "./rng.ts";

/**
 * Chance as an argument. An author writes a world once against this handler; enumeration runs it over every branch,
 * simulation draws, replay reads a script, and paired luck keys each draw by (episode, time, name).
 */
export interface Chance {
  /** True with the given probability. `name` says what is drawn: "rain", "fire at 3". */
  (probability: number, name: string): boolean;
  /** One of the outcomes, by weights that sum to 1. */
  pick<T>(outcomes: readonly (readonly [T, number])[], name: string): T;
}

/** Chooses an index among `probabilities` (which sum to 1) for the draw of that name. */
type Choose = (probabilities: readonly number[], name: string) => number;

function checked(probabilities: readonly number[], name: string): readonly number[] {
  let sum = 0;
  let proper = probabilities.length > 0;
  for (const probability of probabilities) {
    proper &&= probability >= 0 && probability <= 1;
    sum += probability;
  }
  if (!proper || !(Math.abs(sum - 1) <= 1e-9)) {
    throw new FirebreakError(
      "bad-probability",
      `Cannot draw '${name}': probabilities [${probabilities.join(", ")}] sum to ${sum}, and must be in [0, 1] and sum to 1`,
    );
  }
  return probabilities;
}

/** Both faces of chance from one chooser. A Bernoulli draw has the choices 1 (it happens) and 0 (it does not). */
function handler(choose: Choose): Chance {
  const happens = (probability: number, name: string): boolean => choose(checked([1 - probability, probability], name), name) === 1;
  return Object.assign(happens, {
    pick<T>(outcomes: readonly (readonly [T, number])[], name: string): T {
      const index = choose(weightsOf(outcomes, name), name);
      return (outcomes[index] as readonly [T, number])[0]; // `choose` answers an index of `outcomes`
    },
  });
}

/** The weights of outcomes. @throws FirebreakError "bad-probability" unless they are a distribution. */
function weightsOf(outcomes: readonly (readonly [unknown, number])[], name: string): readonly number[] {
  const odd = outcomes.find(([, probability]) => typeof probability !== "number");
  if (odd !== undefined) {
    throw new FirebreakError(
      "bad-probability",
      `Cannot draw '${name}': an outcome is [value, probability], and one is [${odd.map(String).join(", ")}]`,
    );
  }
  return checked(
    outcomes.map(([, probability]) => probability),
    name,
  );
}

/** Refuses a probability that is none; looks first, since this is done at every draw. */
function checkProbability(probability: number, name: string): void {
  if (!(probability >= 0 && probability <= 1)) {
    checked([1 - probability, probability], name);
  }
}

/** Refuses weights that are no distribution; looks first, since this is done at every draw. */
function checkOutcomes(outcomes: readonly (readonly [unknown, number])[], name: string): void {
  let sum = 0;
  let proper = outcomes.length > 0;
  for (const outcome of outcomes) {
    const probability = outcome[1];
    proper &&= typeof probability === "number" && probability >= 0 && probability <= 1;
    sum += probability;
  }
  if (!proper || !(Math.abs(sum - 1) <= 1e-9)) {
    weightsOf(outcomes, name);
  }
}

/** The index at which a uniform number in [0, 1) falls; never one of probability 0. */
function invert(outcomes: readonly (readonly [unknown, number])[], uniform: number): number {
  let last = 0;
  let sum = 0;
  for (let index = 0; index < outcomes.length; index++) {
    const probability = outcomes[index]?.[1] ?? 0;
    if (probability > 0) {
      last = index;
      sum += probability;
      if (uniform < sum) {
        return index;
      }
    }
  }
  return last;
}

/** Chance by inversion of a uniform number a draw: simulation is made of these, so nothing is allocated. `write` is told every choice. */
function inverted(uniform: (name: string) => number, write?: (choice: number) => void): Chance {
  const happens = (probability: number, name: string): boolean => {
    checkProbability(probability, name);
    const happened = !(uniform(name) < 1 - probability) && probability > 0;
    write?.(happened ? 1 : 0);
    return happened;
  };
  return Object.assign(happens, {
    pick<T>(outcomes: readonly (readonly [T, number])[], name: string): T {
      checkOutcomes(outcomes, name);
      const index = invert(outcomes, uniform(name));
      write?.(index);
      return (outcomes[index] as readonly [T, number])[0]; // `invert` answers an index of `outcomes`
    },
  });
}

/** Chance that draws each answer from a stream, in the order of asking. */
export function sampledChance(rng: Rng): Chance {
  return inverted(() => rng.double());
}

/**
 * Chance that keys each draw by (episode, time, name, how often that name was asked in the step) and by no method: the same
 * fires break out for every agent. `luck` is the stream of the study's world noise. Every choice is written down in `choices`.
 */
export function pairedChance(luck: Rng, at: { readonly episode: number; readonly time: number }, choices: number[] = []): Chance {
  const asked = new Map<string, number>();
  const uniform = (name: string): number => {
    const count = asked.get(name) ?? 0;
    asked.set(name, count + 1);
    return createRng(`${luck.path}/${at.episode}/${at.time}/${name}/${count}`).double();
  };
  return inverted(uniform, (choice) => choices.push(choice));
}

/** Chance that reads its answers from a script of choices, as `enumerateChance` and `recordedChance` write them. */
export function scriptedChance(choices: readonly number[]): Chance & { readonly used: () => number } {
  let next = 0;
  const chance = handler((probabilities, name) => {
    const choice = choices[next++];
    if (choice === undefined || !((probabilities[choice] ?? 0) > 0)) {
      throw new FirebreakError(
        "bad-script",
        `Cannot replay draw ${next - 1} ('${name}'): the script says ${choice ?? "nothing"}, and the outcomes have probabilities [${probabilities.join(", ")}]`,
      );
    }
    return choice;
  });
  return Object.assign(chance, { used: () => next });
}

/** Another chance, with every choice written down in `choices`: the script that replays it. */
export function recordedChance(uniforms: { double(): number }, choices: number[]): Chance {
  return inverted(
    () => uniforms.double(),
    (choice) => choices.push(choice),
  );
}

/** One branch of an enumeration: what `run` returned, with its probability in (0, 1] and the script that replays it. */
export interface Branch<T> {
  readonly value: T;
  readonly probability: number;
  readonly choices: readonly number[];
}

/** Twenty coins in one step; more would not fit into memory. */
const MAX_BRANCHES = 1_048_576;
/** A step that draws so often draws until something happens: it has no last branch. */
const MAX_DRAWS = 2000;

function checkExtent(branchCount: number, drawCount: number, name: string): void {
  if (branchCount > MAX_BRANCHES || drawCount > MAX_DRAWS) {
    const what = drawCount > MAX_DRAWS ? `draws more than ${MAX_DRAWS} times` : `has more than ${MAX_BRANCHES} outcomes`;
    throw new FirebreakError("bad-probability", `Cannot enumerate chance: one step ${what} (the last draw is '${name}')`);
  }
}

/**
 * Every branch of positive probability, by running `run` again from the start for each of them, depth first, in the order in
 * which the outcomes are written. `run` must be pure given chance.
 *
 * @throws FirebreakError "bad-probability" where a draw is no distribution, or where there is no end of draws or branches.
 */
export function enumerateChance<T>(run: (chance: Chance) => T): readonly Branch<T>[] {
  const branches: Branch<T>[] = [];
  const pending: number[][] = [[]];
  let script: readonly number[] = [];
  let choices: number[] = [];
  let branchProbability = 1;
  /** Takes the choice that the script has for this draw, or else the first that can be, while the others are put off. */
  const choose = (count: number, probabilityOf: (choice: number) => number, name: string): number => {
    const at = choices.length;
    checkExtent(branches.length + pending.length, at, name);
    let choice = script[at];
    if (choice === undefined) {
      let first = 0;
      while (first < count - 1 && !(probabilityOf(first) > 0)) {
        first++;
      }
      for (let other = count - 1; other > first; other--) {
        if (probabilityOf(other) > 0) {
          pending.push([...choices, other]);
        }
      }
      choice = first;
    }
    choices.push(choice);
    branchProbability *= probabilityOf(choice);
    return choice;
  };
  const happens = (probability: number, name: string): boolean => {
    checkProbability(probability, name);
    return choose(2, (choice) => (choice === 1 ? probability : 1 - probability), name) === 1;
  };
  // One for all branches: a world has hundreds of thousands of them.
  const chance: Chance = Object.assign(happens, {
    pick<U>(outcomes: readonly (readonly [U, number])[], name: string): U {
      checkOutcomes(outcomes, name);
      const index = choose(outcomes.length, (choice) => outcomes[choice]?.[1] ?? 0, name);
      return (outcomes[index] as readonly [U, number])[0]; // `choose` answers an index of `outcomes`
    },
  });
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    script = prefix;
    choices = [];
    branchProbability = 1;
    const value = run(chance);
    // Many rare draws together may be rarer than the least number there is.
    if (branchProbability > 0) {
      branches.push({ value, probability: branchProbability, choices });
    }
  }
  return branches;
}
