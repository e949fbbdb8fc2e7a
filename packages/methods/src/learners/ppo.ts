import { type Checkpoint, defineFamily, type Family, integer, number, type Rng, type ValuesOf } from "@firebreak/core";
import {
  clippedSurrogate,
  encodeStates,
  hiddenLayers,
  learningRate,
  type NetBlock,
  openNetBlock,
  regression,
  softmaxRow,
  tensorsOf,
} from "@firebreak/core/neural";
import { type ActedStep, type Actor, actTogether, openActors } from "../neural/actors.ts";
import { generalisedAdvantages, standardised } from "../neural/advantages.ts";
import { onlySeed } from "../neural/block-of-seeds.ts";
import { drawShare } from "../neural/choose-output.ts";
import { blockParameters, observationsIn } from "../neural/settings.ts";
import { type NetWorld, netWorld, softmaxPolicies } from "../neural/tabulate.ts";
import type { Learner, LearningTask } from "./learner.ts";
import { discountOf } from "./stationary.ts";

const parameters = {
  ...blockParameters,
  steps: integer({ default: 20_000, min: 1 }),
  "learning-rate": learningRate(0.005),
  rollout: integer({ default: 128, min: 1, max: 1_000_000 }),
  epochs: integer({ default: 4, min: 1 }),
  clip: number({ default: 0.2, min: 0, max: 10 }),
  lambda: number({ default: 0.95, min: 0, max: 1 }),
  entropy: number({ default: 0.01, min: 0, max: 100 }),
};
type Settings = ValuesOf<typeof parameters>;

/** A step with the log of the probability with which it was chosen. */
interface Taken extends ActedStep {
  readonly logBefore: number;
}

/** A step to learn from. */
interface Lesson extends Taken {
  readonly advantage: number;
  readonly worth: number;
}

/** Everything that a block learns with. */
interface Learning {
  readonly settings: Settings;
  readonly world: NetWorld;
  readonly discount: number;
  readonly actor: NetBlock;
  readonly critic: NetBlock;
  /** Steps since the last update, seed by seed. */
  readonly rollouts: Taken[][];
  readonly luck: readonly Rng[];
}

/** One step of every active seed, drawn from its own policy. */
function actOnce({ world, actor: net, rollouts }: Learning, active: readonly Actor[]): void {
  const asked = new Int32Array(net.seedCount);
  const standing = active.filter((actor) => {
    const state = actor.stand();
    asked[actor.seed] = Math.max(state, 0);
    return state >= 0;
  });
  if (standing.length === 0) {
    return;
  }
  const outputs = net.outputs(asked);
  const play = new Float64Array(world.dynamics.actionCount);
  for (const actor of standing) {
    const offset = actor.seed * play.length;
    const scale = softmaxRow(outputs, { offset, legal: world.legal[asked[actor.seed] ?? 0] ?? 0 }, play);
    const output = drawShare(play, actor.luck.exploration.next());
    rollouts[actor.seed]?.push({ ...actor.act(output), logBefore: (outputs[offset + output] ?? 0) - scale });
  }
}

/** What the rollouts teach, by the critic's values of now. Seeds whose rollouts are shorter than the longest are filled up with nothing. */
function lessonsOf({ settings, discount, critic, rollouts }: Learning): readonly (readonly Lesson[])[] {
  const longest = Math.max(...rollouts.map(({ length }) => length));
  const valuesOf = (of: (step: Taken) => number): Float32Array =>
    critic.outputs(Int32Array.from(rollouts.flatMap((steps) => Array.from({ length: longest }, (_, t) => (steps[t] ? of(steps[t]) : 0)))));
  const [here, next] = [valuesOf(({ state }) => state), valuesOf((step) => step.next)];
  return rollouts.map((steps, seed) => {
    const own = (values: Float32Array): Float32Array => values.subarray(seed * longest, seed * longest + steps.length);
    const { advantage, worth } = generalisedAdvantages(steps, { here: own(here), next: own(next) }, { discount, lambda: settings.lambda });
    const scaled = standardised(advantage);
    return steps.map((step, t) => ({ ...step, advantage: scaled[t] ?? 0, worth: worth[t] ?? 0 }));
  });
}

/** One gradient step of both nets on a batch of each seed; null leaves a row out. */
function learnFrom({ settings, world, actor, critic }: Learning, drawn: readonly (Lesson | null)[]): void {
  const { batch, clip, entropy } = settings;
  const states = Int32Array.from(drawn, (lesson) => lesson?.state ?? 0);
  const weight = Float64Array.from(drawn, (lesson) => (lesson === null ? 0 : 1));
  actor.step(
    states,
    (outputs) =>
      clippedSurrogate(
        outputs,
        { batch, width: world.dynamics.actionCount },
        {
          chosen: Int32Array.from(drawn, (lesson) => lesson?.output ?? 0),
          legal: states.map((state) => world.legal[state] ?? 0),
          advantage: Float64Array.from(drawn, (lesson) => lesson?.advantage ?? 0),
          logBefore: Float64Array.from(drawn, (lesson) => lesson?.logBefore ?? 0),
          weight,
          clip,
          entropyWeight: entropy,
        },
      ).byOutputs,
  );
  const target = Float32Array.from(drawn, (lesson) => lesson?.worth ?? 0);
  critic.step(states, (outputs) => regression(outputs, { batch, width: 1 }, { target, weight: Float32Array.from(weight) }).byOutputs);
}

/** The items in an order drawn anew (Fisher and Yates). */
function shuffled<T>(items: readonly T[], rng: Rng | undefined): readonly T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const at = rng?.below(last + 1) ?? 0;
    [order[last], order[at]] = [order[at] as T, order[last] as T]; // both below the length
  }
  return order;
}

/** Several passes over what was met since the last update, in batches; then it is forgotten. */
function update(learning: Learning): void {
  const { settings, rollouts, luck } = learning;
  const lessons = rollouts.every(({ length }) => length === 0) ? [] : lessonsOf(learning);
  const longest = Math.max(...lessons.map(({ length }) => length), 0);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const orders = lessons.map((own, seed) => shuffled(own, luck[seed]));
    for (let first = 0; first < longest; first += settings.batch) {
      learnFrom(
        learning,
        orders.flatMap((own) => Array.from({ length: settings.batch }, (_, row) => own[first + row] ?? null)),
      );
    }
  }
  for (const steps of rollouts) {
    steps.length = 0;
  }
}

function begin(task: LearningTask, settings: Settings, rngs: readonly Rng[]): Learning {
  const { dynamics, drawOrder } = task;
  const encoding = encodeStates(observationsIn(task), settings.encoding);
  const open = (name: string, outputs: number): NetBlock =>
    openNetBlock(
      tensorsOf(task),
      encoding,
      { hidden: hiddenLayers(settings), outputs, learningRate: settings["learning-rate"] },
      rngs.map((rng) => rng.fork(name)),
    );
  return {
    settings,
    world: netWorld(dynamics, drawOrder, encoding.order),
    discount: discountOf(task.criterion),
    actor: open("actor", dynamics.actionCount),
    critic: open("critic", 1),
    rollouts: rngs.map(() => []),
    luck: rngs.map((rng) => rng.fork("batches")),
  };
}

function* learnBlock(tasks: readonly LearningTask[], settings: Settings, rngs: readonly Rng[]): Generator<readonly Checkpoint[]> {
  const [first] = tasks;
  if (first === undefined) {
    return;
  }
  const learning = begin(first, settings, rngs);
  const run = (active: readonly Actor[], steps: number): void => {
    for (let step = 0; step < steps; step++) {
      actOnce(learning, active);
      if (((active[0]?.done ?? 0) + step + 1) % settings.rollout === 0) {
        update(learning);
      }
    }
  };
  try {
    for (const steps of actTogether(openActors(tasks, settings.episode, rngs), settings, run)) {
      yield softmaxPolicies(learning.actor, learning.world).map((policy, seed) => ({
        step: steps[seed] ?? 0,
        policy,
        proxyReward: tasks[seed]?.reward ?? first.reward,
      }));
    }
  } finally {
    learning.actor.dispose();
    learning.critic.dispose();
  }
}

/**
 * Proximal policy optimisation (Schulman et al. 2017): plays its own softmax for a rollout, estimates advantages with a critic (GAE), and
 * takes several passes of clipped gradient steps over it. Actor and critic are nets of their own. Advantages are standardised over each
 * rollout. It plays what it learned, softmax and all: what entropy is left costs it.
 */
export const ppo: Family<Learner> = defineFamily({
  name: "ppo",
  version: 1,
  title: "Proximal policy optimisation: sampled, on-policy, discounted, by neural nets",
  parameters,
  make: (settings, id): Learner => ({
    id,
    title: "PPO",
    world: "simulator",
    criteria: ["discounted"],
    tensors: true,
    block: settings.block,
    learn: (task, rng) => onlySeed(learnBlock([task], settings, [rng])),
    learnBlock: (tasks, rngs) => learnBlock(tasks, settings, rngs),
  }),
});
