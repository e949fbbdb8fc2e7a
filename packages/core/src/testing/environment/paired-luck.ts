import { type Chance, pairedChance } from "../../chance.ts";
import type { Environment } from "../../environment.ts";
import { createRng, type Rng } from "../../rng.ts";
import { simulate } from "../../simulate.ts";
import { broken, defineLaw, holds, type Law } from "../law.ts";
import { withSpec } from "./explore.ts";

const EPISODES = 20;
const STEPS = 20;

/** Draws by time, name and how often that name was asked: the probabilities offered, and what came. */
type Drawn = Map<string, { readonly offered: string; readonly came: string }>;

/** Chance whose draws are written down as they are answered. */
function noted(chance: Chance, time: number, drawn: Drawn): Chance {
  const asked = new Map<string, number>();
  const note = (name: string, offered: string, came: string): void => {
    const count = asked.get(name) ?? 0;
    asked.set(name, count + 1);
    drawn.set(`'${name}' (asked ${count + 1}) at time ${time}`, { offered, came });
  };
  const happens = (probability: number, name: string): boolean => {
    const came = chance(probability, name);
    note(name, String(probability), String(came));
    return came;
  };
  return Object.assign(happens, {
    pick<T>(outcomes: readonly (readonly [T, number])[], name: string): T {
      const index = chance.pick(
        outcomes.map(([, probability], at) => [at, probability] as const),
        name,
      );
      note(name, outcomes.map(([, probability]) => probability).join(" "), String(index));
      return (outcomes[index] as readonly [T, number])[0]; // an index of `outcomes`, since that is what was picked among
    },
  });
}

/** One episode of an agent that acts at random, under the luck of that episode. */
function play(
  environment: Environment,
  episode: number,
  rngs: { readonly luck: Rng; readonly agent: Rng },
): { readonly text: string; readonly drawn: Drawn } {
  const drawn: Drawn = new Map();
  const played = simulate(environment, ({ time, legal }) => (time < STEPS ? (legal[rngs.agent.below(legal.length)] ?? null) : null), {
    drawn: [],
    chanceAt: (time) => noted(pairedChance(rngs.luck, { episode, time }), time, drawn),
  });
  return { text: `${played.start}; ${played.steps.map(({ action, to }) => `${action} -> ${to}`).join("; ")}`, drawn };
}

/** The same fires break out for every agent: the luck of a draw is that of its episode, time and name, whoever acts. */
export const pairedLuckLaw: Law<Environment> = defineLaw({
  id: "paired-luck",
  title: "Under paired luck a draw of the same episode, time and name comes out alike for different agents",
  nameOf: ({ id }) => id,
  inspect: (environment, { seed }) => {
    const rng = createRng(`${seed}/paired-luck/${environment.id}`);
    let shared = 0;
    for (let episode = 0; episode < EPISODES; episode++) {
      const agent = (name: string): { luck: Rng; agent: Rng } => ({ luck: rng.fork("luck"), agent: rng.fork(`${name}/${episode}`) });
      const [one, again, other] = [agent("one"), agent("one"), agent("other")].map((rngs) => play(environment, episode, rngs));
      if (one?.text !== again?.text) {
        return broken(
          `One agent played twice under the same luck: '${one?.text}', and then '${again?.text}' (seed '${seed}', episode ${episode})`,
        );
      }
      for (const [key, draw] of one?.drawn ?? []) {
        const theirs = other?.drawn.get(key);
        if (theirs?.offered === draw.offered) {
          shared++;
          if (theirs.came !== draw.came) {
            return broken(
              `${key} of episode ${episode} came out ${draw.came} for one agent and ${theirs.came} for another (seed '${seed}')`,
            );
          }
        }
      }
    }
    return holds(shared === 0 ? "Two agents shared no draw of chance" : `${shared} draws that two agents shared`);
  },
  fault: {
    title: "Draws are named by a running number",
    plant: (environment) => {
      let calls = 0;
      const renamed = (chance: Chance): Chance =>
        Object.assign((probability: number, name: string) => chance(probability, `${name} ${calls++}`), {
          pick: <T>(outcomes: readonly (readonly [T, number])[], name: string): T => chance.pick(outcomes, `${name} ${calls++}`),
        });
      return environment.spec.traits.deterministic
        ? null
        : withSpec(environment, {
            start: (chance) => environment.spec.start(renamed(chance)),
            step: (state, action, chance) => environment.spec.step(state, action, renamed(chance)),
          });
    },
  },
});
