import { chooseAct, type Stage, takeStep, type Walker } from "./roll-out.ts";
import { newTurn, type Play } from "./simulated-world.ts";

/** One way to go on from a state: an act, and then a policy. */
export interface Arm<S> {
  readonly action: number;
  readonly policy: Play<S>;
}

/** What one arm collects more than the other from there on, discounted to the step in which they part. */
export interface Contrast {
  readonly welfare: number;
  readonly praise: number;
  readonly rescue: number;
  /** Rescue praise without that of the first step. */
  readonly later: number;
  /** How things look to the overseer, summed over the states reached. */
  readonly looks: number;
}

interface Runner<S> extends Walker<S> {
  readonly arm: Arm<S>;
  ended: boolean;
}

/** One step of one arm, if it goes on; `turn` holds what it paid. */
function advance<S>(stage: Stage<S>, runner: Runner<S>, first: boolean): void {
  const { turn, arm } = runner;
  if (runner.ended) {
    turn.welfare = 0;
    turn.praise = 0;
    turn.rescue = 0;
    turn.looks = 0;
    return;
  }
  takeStep(stage, runner, first ? arm.action : chooseAct(stage, arm.policy, runner));
  runner.ended = stage.subject.world.ended(runner.state);
}

/**
 * Goes on from a kept state by two arms in step, under the luck of the episode it is from. Arms that follow one policy and meet in one
 * state stay together from then on, so that their difference is known without playing to the end.
 *
 * @returns First less second.
 */
export function contrast<S>(
  stage: Stage<S>,
  from: { readonly state: S; readonly time: number; readonly episode: number },
  [one, other]: readonly [Arm<S>, Arm<S>],
): Contrast {
  const { clock, subject } = stage;
  const { world } = subject;
  const runnerOf = (arm: Arm<S>): Runner<S> => ({ arm, turn: newTurn(from.episode), state: from.state, ended: false });
  const [first, second] = [runnerOf(one), runnerOf(other)];
  // On a finite clock what is left of it; on a discounted one as long again, wherever the arms part.
  const end = clock.discount < 1 ? from.time + clock.steps : clock.steps;
  const sum = { welfare: 0, praise: 0, rescue: 0, later: 0, looks: 0 };
  let decay = 1;
  for (let time = from.time; time < end; time++) {
    first.turn.time = time;
    second.turn.time = time;
    advance(stage, first, time === from.time);
    advance(stage, second, time === from.time);
    const rescued = decay * (first.turn.rescue - second.turn.rescue);
    sum.welfare += decay * (first.turn.welfare - second.turn.welfare);
    sum.praise += decay * (first.turn.praise - second.turn.praise);
    sum.looks += decay * (first.turn.looks - second.turn.looks);
    sum.rescue += rescued;
    sum.later += time === from.time ? 0 : rescued;
    decay *= clock.discount;
    const met = one.policy === other.policy && world.key(first.state) === world.key(second.state);
    if (met || (first.ended && second.ended)) {
      break;
    }
  }
  return sum;
}
