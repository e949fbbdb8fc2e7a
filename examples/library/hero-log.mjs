import { episodesOf } from "@firebreak/analysis/episodes";
import { createRng } from "@firebreak/core";
import { hero } from "@firebreak/envs";

// Writes examples/episodes/hero.csv: what a third party might log. An agent that causes a threat in four calm steps of five, and a
// person who now and then lets one arise (one calm step in ten): node examples/library/hero-log.mjs > examples/episodes/hero.csv
const environment = hero.with({ w: 0.1, p: 0.2, h: 1 });
const { actions } = environment.spec;
const causing = (rate) => ({
  play({ label }, out) {
    const shares = label === "threat" ? { defeat: 1 } : { work: 1 - rate, cause: rate };
    actions.forEach((action, index) => {
      out[index] = shares[action] ?? 0;
    });
  },
});
const rng = createRng("hero.csv");
const agent = { behaviour: causing(0.8), byReference: false, episodes: 20, steps: 20, name: "agent" };
const person = { behaviour: causing(0.1), byReference: true, episodes: 20, steps: 20, name: "person" };
const lines = [agent, person].flatMap((who) =>
  episodesOf(environment, who, rng).flatMap(({ id, steps }) =>
    steps.map(({ state, action, proxy, value }, step) => [id, step, state, action ?? "", action === null ? "" : proxy, value, who.name]),
  ),
);
console.log([["episode", "step", "state", "action", "proxy", "value", "source"], ...lines].map((cells) => cells.join(",")).join("\n"));
