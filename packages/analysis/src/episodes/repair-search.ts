import type { Rng } from "@firebreak/core";
import { type Drawn, drawDeviations, repairedContrast } from "./branch.ts";
import { disagreements, kindNames } from "./disagreement.ts";
import { type RolledOut, rollOut, type Stage } from "./roll-out.ts";
import { newTurn, type Play, type SimulatedSubject } from "./simulated-world.ts";
import { ENOUGH, errorOf, type Moments, meanOf, newTally, type Situation, type Tally } from "./tally.ts";

/** Which situations are mended: states that were met often, and kinds for all others. */
interface Verdicts {
  readonly own: ReadonlyMap<number | string, boolean>;
  readonly kinds: ReadonlyMap<string, boolean>;
}

/** "The policy, with some situations left to the reference." */
export interface Repair<S> {
  readonly play: Play<S>;
  /** Whether the reference acts in a state. */
  mends(state: S, time: number): boolean;
  readonly verdicts: Verdicts;
  /** It is the policy itself. */
  readonly empty: boolean;
}

/** What the search may spend. */
export interface Effort {
  readonly episodes: number;
  readonly branches: number;
}

/** Verdicts change in rounds; so many at most. */
const ROUNDS = 8;
/** Rounding, on the scale of a return. */
const NOTHING = 1e-12;

const NONE: Verdicts = { own: new Map(), kinds: new Map() };

function repairBy<S>(subject: SimulatedSubject<S>, verdicts: Verdicts): Repair<S> {
  const { world, policy, reference } = subject;
  const disagree = disagreements(subject);
  const kind = kindNames(world.actions);
  const mends = (state: S, time: number): boolean => {
    const own = verdicts.own.get(world.key(state));
    if (own !== undefined || verdicts.kinds.size === 0) {
      return own ?? false;
    }
    const found = disagree(state, time);
    return found.mass > 0 && (verdicts.kinds.get(kind(found)) ?? false);
  };
  const empty = ![...verdicts.own.values(), ...verdicts.kinds.values()].includes(true);
  return { mends, verdicts, empty, play: (state, time, out) => (mends(state, time) ? reference : policy)(state, time, out) };
}

/** A side is kept unless the other is shown to be better, by more than a standard error; on a tie the policy keeps its act. */
function judged(moments: Moments, mended: boolean): boolean {
  const mean = meanOf(moments, 0);
  const error = errorOf(moments, 0);
  return Math.abs(mean) > NOTHING && mean > (mended ? -error : error);
}

function verdictsOf(tally: Tally, before: (situation: Partial<Situation>) => boolean): Verdicts {
  const own = new Map<number | string, boolean>();
  const kinds = new Map<string, boolean>();
  for (const [key, moments] of tally.own) {
    if (moments.count >= ENOUGH) {
      own.set(key, judged(moments, before({ own: key })));
    }
  }
  for (const [kind, moments] of tally.kinds) {
    kinds.set(kind, judged(moments, before({ kind })));
  }
  return { own, kinds };
}

const sameTable = <K>(x: ReadonlyMap<K, boolean>, y: ReadonlyMap<K, boolean>): boolean =>
  x.size === y.size && [...x].every(([key, verdict]) => y.get(key) === verdict);

/** The first guess: what is done where the overseer's value falls at once is to be mended. */
function whereValueFalls<S>(stage: Stage<S>, drawn: readonly Drawn<S>[]): Verdicts {
  const { world } = stage.subject;
  const tally = newTally();
  for (const { from, action, situation } of drawn) {
    const turn = { ...newTurn(from.episode), time: from.time };
    const next = stage.simulator.step(from.state, action, turn);
    tally.add(situation, [world.value(from.state) - world.value(next)]);
  }
  return verdictsOf(tally, () => false);
}

/**
 * Finds a repair on episodes of its own. First guess: mend what makes the overseer's value fall. Then, in rounds, a situation is mended or
 * left by which of the two serves welfare better if all else goes on as repaired so far: policy iteration between two modes, by branches
 * of sampled episodes, from the policy's as well as the repair's own states (one leads where the other never goes). The repair that did
 * best on these episodes is taken; if none did better than the policy, nothing is mended.
 */
export function searchRepair<S>(stage: Stage<S>, { episodes, branches }: Effort, rng: Rng): Repair<S> {
  const { subject } = stage;
  const rollAll = (policy: Play<S>): readonly RolledOut<S>[] =>
    Array.from({ length: episodes }, (_, episode) => rollOut(stage, policy, { episode, look: true }));
  const own = rollAll(subject.policy);
  const total = (rolled: readonly RolledOut<S>[]): number => rolled.reduce((sum, { welfare }) => sum + welfare, 0);
  let best = { repair: repairBy(subject, NONE), welfare: total(own) + NOTHING * episodes };
  let verdicts = whereValueFalls(
    stage,
    own.flatMap((rolled) => drawDeviations(stage, rolled, { branches, rng })),
  );
  for (let round = 0; round < ROUNDS; round++) {
    const repair = repairBy(subject, verdicts);
    const mended = rollAll(repair.play);
    const welfare = total(mended);
    best = welfare > best.welfare ? { repair, welfare } : best;
    const tally = newTally();
    for (const drawn of [...own, ...mended].flatMap((rolled) => drawDeviations(stage, rolled, { branches, rng }))) {
      tally.add(drawn.situation, [repairedContrast(stage, drawn, repair.play).welfare]);
    }
    const { own: known, kinds } = verdicts;
    const next = verdictsOf(tally, ({ own: key, kind }) => (key === undefined ? kinds.get(kind ?? "") : known.get(key)) ?? false);
    if (sameTable(next.own, known) && sameTable(next.kinds, kinds)) {
      break;
    }
    verdicts = next;
  }
  return best.repair;
}
