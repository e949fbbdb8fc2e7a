import {
  type Checkpoint,
  defineFamily,
  type Family,
  integer,
  number,
  oneOf,
  playUniformly,
  type Rng,
  type ValuesOf,
} from "@firebreak/core";
import { encodeStates, hiddenLayers, learningRate, type NetBlock, openNetBlock, regression, tensorsOf } from "@firebreak/core/neural";
import { type ActedStep, type Actor, actTogether, openActors } from "../neural/actors.ts";
import { onlySeed, pairUp } from "../neural/block-of-seeds.ts";
import { drawFrom, largestOf, meanOver } from "../neural/choose-output.ts";
import { openReplay, type Replay } from "../neural/replay.ts";
import { blockParameters, observationsIn } from "../neural/settings.ts";
import { largestActions, type NetWorld, netWorld } from "../neural/tabulate.ts";
import type { Learner, LearningTask } from "./learner.ts";
import { discountOf } from "./stationary.ts";

const parameters = {
  ...blockParameters,
  steps: integer({ default: 20_000, min: 1 }),
  "learning-rate": learningRate(0.005),
  memory: integer({ default: 10_000, min: 1, max: 10_000_000 }),
  warmup: integer({ default: 500, min: 0 }),
  "train-every": integer({ default: 4, min: 1 }),
  "copy-every": integer({ default: 100, min: 1 }),
  epsilon: number({ default: 0.1, min: 0, max: 1 }),
  "exploring-share": number({ default: 0.5, min: 0, max: 1 }),
  huber: number({ default: 100, min: 1e-6, max: 1e9 }),
  double: oneOf("yes", "no"),
};
type Settings = ValuesOf<typeof parameters>;

/** Everything that a block learns with. */
interface Learning {
  readonly settings: Settings;
  readonly world: NetWorld;
  readonly discount: number;
  readonly online: NetBlock;
  /** A copy of the net as it was a while ago, which values what comes next. */
  readonly target: NetBlock;
  readonly replays: readonly Replay[];
  readonly luck: readonly Rng[];
  gradientSteps: number;
}

/** ε at a step: from 1 falling in a straight line over the exploring share of all steps, then as it is set. */
function epsilonAt({ epsilon, steps, "exploring-share": share }: Settings, step: number): number {
  return step >= share * steps ? epsilon : 1 + ((epsilon - 1) * step) / (share * steps);
}

/** One step of every active seed, ε-greedy. The nets are asked only where one of them decides. */
function actOnce({ settings, world, online, replays }: Learning, active: readonly Actor[], since: number): void {
  const asked = new Int32Array(online.seedCount);
  const turns = active.flatMap((actor) => {
    const state = actor.stand();
    if (state < 0) {
      return [];
    }
    asked[actor.seed] = state;
    const [epsilon, u] = [epsilonAt(settings, actor.done + since), actor.luck.exploration.next()];
    const explores = u < epsilon;
    return [{ actor, legal: world.legal[state] ?? 0, explores, share: explores ? u / epsilon : (u - epsilon) / (1 - epsilon) }];
  });
  const outputs = turns.every(({ explores }) => explores) ? null : online.outputs(asked);
  for (const { actor, legal, explores, share } of turns) {
    const among = explores || outputs === null ? legal : largestOf(outputs, actor.seed * world.dynamics.actionCount, legal);
    replays[actor.seed]?.remember(actor.act(drawFrom(among, share)));
  }
}

/** One gradient step of every seed on a batch of what it remembers. A seed that remembers nothing yet learns nothing. */
function learnOnce(learning: Learning): void {
  const { settings, world, discount, online, target, replays, luck } = learning;
  const { batch } = settings;
  const width = world.dynamics.actionCount;
  const drawn: readonly (ActedStep | null)[] = pairUp(replays, luck).flatMap(({ task: replay, rng }) =>
    Array.from({ length: batch }, () => (replay.size() === 0 ? null : replay.draw(rng))),
  );
  const next = Int32Array.from(drawn, (step) => step?.next ?? 0);
  const ahead = target.outputs(next);
  const chooser = settings.double === "yes" ? online.outputs(next) : ahead;
  const [wanted, weight] = [new Float32Array(drawn.length * width), new Float32Array(drawn.length * width)];
  drawn.forEach((step, row) => {
    if (step !== null) {
      const legal = world.legal[step.next] ?? 0;
      const best = legal === 0 ? 0 : meanOver(ahead, row * width, largestOf(chooser, row * width, legal));
      wanted[row * width + step.output] = step.reward + discount * best;
      weight[row * width + step.output] = 1;
    }
  });
  const states = Int32Array.from(drawn, (step) => step?.state ?? 0);
  online.step(states, (outputs) => regression(outputs, { batch, width }, { target: wanted, weight, delta: settings.huber }).byOutputs);
  learning.gradientSteps++;
  if (learning.gradientSteps % settings["copy-every"] === 0) {
    target.net.load(online.net.weights());
  }
}

function begin(task: LearningTask, settings: Settings, rngs: readonly Rng[]): Learning {
  const { dynamics, drawOrder } = task;
  const encoding = encodeStates(observationsIn(task), settings.encoding);
  const net = { hidden: hiddenLayers(settings), outputs: dynamics.actionCount, learningRate: settings["learning-rate"] };
  const open = (): NetBlock =>
    openNetBlock(
      tensorsOf(task),
      encoding,
      net,
      rngs.map((rng) => rng.fork("weights")),
    );
  return {
    settings,
    world: netWorld(dynamics, drawOrder, encoding.order),
    discount: discountOf(task.criterion),
    online: open(),
    target: open(),
    replays: rngs.map(() => openReplay(settings.memory)),
    luck: rngs.map((rng) => rng.fork("replay")),
    gradientSteps: 0,
  };
}

function* learnBlock(tasks: readonly LearningTask[], settings: Settings, rngs: readonly Rng[]): Generator<readonly Checkpoint[]> {
  const [first] = tasks;
  if (first === undefined) {
    return;
  }
  const learning = begin(first, settings, rngs);
  const { world, online, target } = learning;
  const run = (active: readonly Actor[], steps: number): void => {
    for (let step = 0; step < steps; step++) {
      actOnce(learning, active, step);
      const done = (active[0]?.done ?? 0) + step + 1;
      if (done >= settings.warmup && done % settings["train-every"] === 0) {
        learnOnce(learning);
      }
    }
  };
  try {
    for (const steps of actTogether(openActors(tasks, settings.episode, rngs), settings, run)) {
      yield largestActions(online, world).map((optimal, seed) => ({
        step: steps[seed] ?? 0,
        policy: playUniformly(optimal, world.dynamics.actionCount),
        optimal,
        proxyReward: tasks[seed]?.reward ?? first.reward,
      }));
    }
  } finally {
    online.dispose();
    target.dispose();
  }
}

/**
 * Deep Q-learning (Mnih et al. 2015): ε-greedy steps go into a memory, batches drawn from it move a net towards r + γ·max Q of a copy of
 * itself that is renewed now and then. With `double` the net itself chooses what the copy values (van Hasselt et al. 2016). The loss is
 * Huber's, and square as far as errors go by default: where outcomes are chance, a bend at 1 (as on Atari's clipped rewards) pulls values from
 * their mean towards their median. An episode that is cut is no end: what comes next is valued.
 */
export const dqn: Family<Learner> = defineFamily({
  name: "dqn",
  version: 1,
  title: "Deep Q-learning: sampled, off-policy, discounted, by a neural net",
  parameters,
  make: (settings, id): Learner => ({
    id,
    title: settings.double === "yes" ? "double DQN" : "DQN",
    world: "simulator",
    criteria: ["discounted"],
    tensors: true,
    block: settings.block,
    learn: (task, rng) => onlySeed(learnBlock([task], settings, [rng])),
    learnBlock: (tasks, rngs) => learnBlock(tasks, settings, rngs),
  }),
});
