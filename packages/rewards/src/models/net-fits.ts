import type { Rng } from "@firebreak/core";
import { type Comparison, gapOf, type SparseSum } from "./bradley-terry.ts";
import { meanOf } from "./ensemble.ts";
import { type PreferenceModel, preferenceLoss } from "./preference.ts";
import { foresightOf, type NumberedAnswer, type Regression } from "./regression.ts";
import { MAX_L2, type RewardNetSettings, type RewardNets } from "./reward-nets.ts";
import { type FitLosses, scaleByInterval } from "./scale-by-interval.ts";

/** Something told of a sum of weights, and how often each member counts it; null where it is held out. */
interface Told {
  readonly sum: SparseSum;
  readonly weights: readonly number[] | null;
}

/** A loss of what is told, with its slope along the sum that a net says. */
type LossOf<T extends Told> = (told: T, said: number) => { readonly loss: number; readonly slope: number };

/** What a fit minimises: the mean loss of what is told, and l2/2 times the sum of squares of all weights. */
interface Objective<T extends Told> {
  readonly told: readonly T[];
  readonly lossOf: LossOf<T>;
  readonly l2: number;
}

/** What is told, as often as each member counts it. */
function countedBy<T extends Told>(told: readonly T[], member: number): readonly T[] {
  return told.flatMap((item) => Array.from({ length: item.weights?.[member] ?? 0 }, () => item));
}

/** Fills a batch of rows, one for each weight of each sum. What is left over stays as it is and learns nothing. */
function fill(states: Int32Array, drawn: readonly (Told | undefined)[], { stateOf }: RewardNets, rowsEach: number): void {
  drawn.forEach((item, at) => {
    item?.sum.columns.forEach((column, place) => {
      states[at * rowsEach + place] = stateOf[column] ?? 0;
    });
  });
}

/** The gradient of a batch's mean loss by the outputs of the nets. */
function gradientOf<T extends Told>(
  outputs: Float32Array,
  drawn: readonly (T | undefined)[],
  { outputOf, width }: RewardNets,
  given: { readonly rowsEach: number; readonly batch: number; readonly lossOf: LossOf<T> },
): Float32Array {
  const { rowsEach, batch, lossOf } = given;
  const byOutputs = new Float32Array(outputs.length);
  drawn.forEach((item, at) => {
    if (item === undefined) {
      return;
    }
    const { columns, weights } = item.sum;
    const placeOf = (column: number, place: number): number => (at * rowsEach + place) * width + (outputOf[column] ?? 0);
    const said = columns.reduce((sum, column, place) => sum + (weights[place] ?? 0) * (outputs[placeOf(column, place)] ?? 0), 0);
    const steep = lossOf(item, said).slope / batch;
    columns.forEach((column, place) => {
      byOutputs[placeOf(column, place)] = steep * (weights[place] ?? 0);
    });
  });
  return byOutputs;
}

/**
 * Fits fresh nets, one a member in one block, by Adam on batches that each draws with replacement from what it counts. Answers what each says, by
 * the number of the weight; 0 everywhere if it counts nothing.
 */
function fitNets<T extends Told>(
  nets: RewardNets,
  settings: RewardNetSettings,
  { told, lossOf, l2 }: Objective<T>,
  rng: Rng,
): readonly Float64Array[] {
  const { members, batch } = settings;
  const lucks = Array.from({ length: members }, (_, member) => rng.fork(`member-${member}`));
  const own = lucks.map((luck, member) => ({ counted: countedBy(told, member), draw: luck.fork("batches") }));
  const rowsEach = Math.max(1, ...told.map(({ sum }) => sum.columns.length));
  const states = new Int32Array(members * batch * rowsEach);
  const block = nets.open(
    lucks.map((luck) => luck.fork("weights")),
    l2,
  );
  try {
    for (let step = 0; step < settings["gradient-steps"]; step++) {
      const drawn = own.flatMap(({ counted, draw }) =>
        Array.from({ length: batch }, () => (counted.length === 0 ? undefined : counted[draw.below(counted.length)])),
      );
      fill(states, drawn, nets, rowsEach);
      block.step(states, (outputs) => gradientOf(outputs, drawn, nets, { rowsEach, batch, lossOf }));
    }
    return nets.read(block).map((said, member) => (own[member]?.counted.length === 0 ? said.fill(0) : said));
  } finally {
    block.dispose();
  }
}

/** What members lose, one by one, in the mean over those that count anything; null where nothing is counted, or nothing held out. */
function lossesOf<T extends Told>({ told, lossOf }: Omit<Objective<T>, "l2">, said: readonly Float64Array[]): FitLosses | null {
  const held = told.filter(({ weights }) => weights === null);
  const members = said.map((own, member) => ({ own, counted: countedBy(told, member) })).filter(({ counted }) => counted.length > 0);
  if (held.length === 0 || members.length === 0) {
    return null;
  }
  const lossOn = (items: readonly T[], own: Float64Array): number => meanOf(items.map((item) => lossOf(item, gapOf(item.sum, own)).loss));
  return {
    training: meanOf(members.map(({ own, counted }) => lossOn(counted, own))),
    heldOut: meanOf(members.map(({ own }) => lossOn(held, own))),
  };
}

/**
 * Fits, one after the other, to what is told by then. Each begins with fresh nets and has a stream of its own; the L2 weight goes on from the one
 * before where it is to be scaled.
 */
function openFits<T extends Told>(
  nets: RewardNets,
  settings: RewardNetSettings,
  rng: Rng,
): (told: readonly T[], lossOf: LossOf<T>) => readonly Float64Array[] {
  const scaling = { by: settings["l2-scaling"], from: settings["loss-ratio-from"], to: settings["loss-ratio-to"] };
  let [fits, l2] = [0, settings.l2];
  return (told, lossOf) => {
    const said = fitNets(nets, settings, { told, lossOf, l2 }, rng.fork(`fit-${fits++}`));
    const losses = scaling.by === 0 ? null : lossesOf({ told, lossOf }, said);
    l2 = losses === null ? l2 : Math.min(MAX_L2, scaleByInterval(l2, losses, scaling));
    return said;
  };
}

/** Mean and standard deviation of the answers that are counted; 1 where they do not differ. In the order in which they came. */
function spreadOf(answers: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = answers.length === 0 ? 0 : meanOf(answers);
  const variance = answers.length === 0 ? 0 : meanOf(answers.map((answer) => (answer - mean) * (answer - mean)));
  return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
}

/**
 * Regression by nets on answers about one weight each: the squared error of answers brought to mean 0 and deviation 1, since nets begin near 0 and
 * move by steps of one size.
 */
export function openNetRegression(nets: RewardNets, settings: RewardNetSettings, rng: Rng): Regression {
  const answers: NumberedAnswer[] = [];
  const fitTo = openFits<Told & { readonly wanted: number }>(nets, settings, rng);
  return {
    add: (answer) => answers.push(answer),
    fit() {
      const counted = answers.filter(({ weights }) => weights !== null);
      const { mean, deviation } = spreadOf(counted.map(({ answer }) => answer));
      const told = answers.map(({ column, answer, weights }) => ({
        sum: { columns: Int32Array.of(column), weights: Float64Array.of(1) },
        weights,
        wanted: (answer - mean) / deviation,
      }));
      const said = fitTo(told, ({ wanted }, value) => ({ loss: ((value - wanted) * (value - wanted)) / 2, slope: value - wanted }));
      const weights = said.map((values) => values.map((value) => mean + deviation * value));
      const held = answers.filter((answer) => answer.weights === null);
      return { weights, fit: foresightOf(held, weights) };
    },
  };
}

/** The nets under which comparisons are likeliest, by Bradley and Terry's model: what each member says, from all comparisons so far. */
export function openNetComparisons(
  nets: RewardNets,
  settings: RewardNetSettings & PreferenceModel,
  rng: Rng,
): (comparisons: readonly Comparison[]) => readonly Float64Array[] {
  const fitTo = openFits<Comparison>(nets, settings, rng);
  return (comparisons) => fitTo(comparisons, ({ answer }, gap) => preferenceLoss(gap, answer, settings));
}
