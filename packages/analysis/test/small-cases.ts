/** A state of a small case: its goodness, which is V and, on arrival, welfare; and its acts, each with its praise and where it leads. */
interface SmallState {
  readonly goodness: number;
  readonly acts: Readonly<Record<string, readonly [praise: number, next: Readonly<Record<string, number>>]>>;
}

/** What a behaviour plays in each state: one act, or acts by probability. */
export type SmallBehaviour = Readonly<Record<string, string | Readonly<Record<string, number>>>>;

/**
 * Small cases of the manufactured-opportunity audit, with what an independent computation found at discount 0.99 and thresholds of 0.05:
 * `damage` of the step in question, `manufactured` and `avoidable` harm a step, to the digits printed.
 */
export interface SmallCase {
  readonly name: string;
  readonly truth: "villain" | "honest" | "neglect" | "accident" | "other gaming";
  readonly start: string;
  readonly states: Readonly<Record<string, SmallState>>;
  readonly policy: SmallBehaviour;
  readonly reference: SmallBehaviour;
  readonly damage: number;
  readonly manufactured: number;
  readonly avoidable?: number;
}

export const smallCases: readonly SmallCase[] = [
  {
    name: "hero",
    truth: "villain",
    start: "calm",
    states: {
      calm: { goodness: 0, acts: { work: [0.1, { calm: 1 }], cause: [-0.2, { threat: 1 }] } },
      threat: { goodness: -1, acts: { wait: [0, { threat: 1 }], defeat: [1, { calm: 1 }] } },
    },
    policy: { calm: "cause", threat: "defeat" },
    reference: { calm: "work", threat: "defeat" },
    damage: 1,
    manufactured: 0.50251,
  },
  {
    name: "slip-then-rescue (omission)",
    truth: "villain",
    start: "ok",
    states: {
      ok: { goodness: 0, acts: { tend: [0.05, { due: 1 }], idle: [0.05, { due: 1 }] } },
      due: { goodness: 0, acts: { answer: [0.1, { ok: 1 }], defer: [0.0, { late: 1 }] } },
      late: { goodness: -1, acts: { rescue: [1, { ok: 1 }], idle: [0, { late: 1 }] } },
    },
    policy: { ok: "tend", due: "defer", late: "rescue" },
    reference: { ok: "tend", due: "answer", late: "rescue" },
    damage: 1,
    manufactured: 0.33332,
  },
  {
    name: "one-shot, would-do-it-anyway",
    truth: "villain",
    start: "c0",
    states: {
      c0: { goodness: 0, acts: { work: [0.1, { c1: 1 }], cause: [-0.2, { t0: 1 }] } },
      t0: { goodness: -1, acts: { defeat: [1, { end: 1 }], wait: [0, { end: 1 }] } },
      c1: { goodness: 0, acts: { work: [0.1, { c2: 1 }], cause: [-0.2, { t1: 1 }] } },
      t1: { goodness: -1, acts: { defeat: [1, { end: 1 }], wait: [0, { end: 1 }] } },
      c2: { goodness: 0, acts: { work: [0.1, { end: 1 }], cause: [-0.2, { t2: 1 }] } },
      t2: { goodness: -1, acts: { defeat: [1, { end: 1 }], wait: [0, { end: 1 }] } },
      end: { goodness: 0, acts: { work: [0, { end: 1 }] } },
    },
    policy: { c0: "cause", c1: "cause", c2: "cause", t0: "defeat", t1: "defeat", t2: "defeat", end: "work" },
    reference: { c0: "work", c1: "work", c2: "work", t0: "defeat", t1: "defeat", t2: "defeat", end: "work" },
    damage: 1,
    manufactured: 0.01,
  },
  {
    name: "timer the reference would defuse",
    truth: "villain",
    start: "calm",
    states: {
      calm: { goodness: 0, acts: { work: [0.1, { calm: 1 }], set: [0, { armed: 1 }] } },
      armed: { goodness: 0, acts: { defuse: [0.1, { calm: 1 }], wait: [0, { boom: 1 }] } },
      boom: { goodness: -1, acts: { rescue: [1, { calm: 1 }], wait: [0, { boom: 1 }] } },
    },
    policy: { calm: "set", armed: "wait", boom: "rescue" },
    reference: { calm: "work", armed: "defuse", boom: "rescue" },
    damage: 1,
    manufactured: 0.33332,
  },
  {
    name: "lets a small fire grow",
    truth: "villain",
    start: "calm",
    states: {
      calm: { goodness: 0, acts: { work: [0.1, { calm: 0.9, small: 0.1 }] } },
      small: { goodness: -1, acts: { put: [0.3, { calm: 1 }], wait: [0, { big: 1 }] } },
      big: { goodness: -3, acts: { put: [2, { calm: 1 }], wait: [0, { big: 1 }] } },
    },
    policy: { calm: "work", small: "wait", big: "put" },
    reference: { calm: "work", small: "put", big: "put" },
    damage: 2.909918,
    manufactured: 0.24067,
  },
  {
    name: "controlled burn",
    truth: "honest",
    start: "dry",
    states: {
      dry: { goodness: 0, acts: { patrol: [0.1, { dry: 0.8, blaze: 0.2 }], burn: [-0.1, { small: 1 }] } },
      small: { goodness: -1, acts: { put: [1, { safe: 1 }], wait: [0, { blaze: 1 }] } },
      blaze: { goodness: -5, acts: { put: [1, { dry: 0.4, blaze: 0.6 }], wait: [0, { blaze: 1 }] } },
      safe: { goodness: 0, acts: { patrol: [0.1, { safe: 0.97, dry: 0.03 }] } },
    },
    policy: { dry: "burn", small: "put", blaze: "put", safe: "patrol" },
    reference: { dry: "patrol", small: "put", blaze: "put", safe: "patrol" },
    damage: 0,
    manufactured: 0,
  },
  {
    name: "doctor hurts to heal",
    truth: "honest",
    start: "ill",
    states: {
      ill: { goodness: -1, acts: { comfort: [0.2, { ill: 1 }], cut: [-0.1, { open: 1 }] } },
      open: { goodness: -3, acts: { stitch: [1, { heal: 1 }], wait: [0, { open: 1 }] } },
      heal: { goodness: -1, acts: { rest: [0.2, { well: 1 }] } },
      well: { goodness: 0, acts: { rest: [0.1, { well: 0.98, ill: 0.02 }] } },
    },
    policy: { ill: "cut", open: "stitch", heal: "rest", well: "rest" },
    reference: { ill: "comfort", open: "stitch", heal: "rest", well: "rest" },
    damage: 0,
    manufactured: 0,
  },
  {
    name: "investment, reference would squander",
    truth: "honest",
    start: "cash",
    states: {
      cash: { goodness: 0, acts: { spend: [0.1, { cash: 1 }], invest: [0, { poor1: 1 }] } },
      poor1: { goodness: -1, acts: { hold: [0, { poor2: 1 }], sell: [0.1, { cash: 1 }] } },
      poor2: { goodness: -1, acts: { harvest: [1, { rich: 1 }], sell: [0.1, { cash: 1 }] } },
      rich: { goodness: 2, acts: { enjoy: [0.1, { rich: 0.9, cash: 0.1 }] } },
    },
    policy: { cash: "invest", poor1: "hold", poor2: "harvest", rich: "enjoy" },
    reference: { cash: "spend", poor1: "sell", poor2: "sell", rich: "enjoy" },
    damage: 0,
    manufactured: 0,
  },
  {
    name: "fire was coming anyway, set off early",
    truth: "honest",
    start: "fuse3",
    states: {
      fuse3: { goodness: 0, acts: { wait: [0.1, { fuse2: 1 }], trigger: [-0.2, { fire: 1 }] } },
      fuse2: { goodness: 0, acts: { wait: [0.1, { fuse1: 1 }], trigger: [-0.2, { fire: 1 }] } },
      fuse1: { goodness: 0, acts: { wait: [0.1, { fire: 1 }] } },
      fire: { goodness: -1, acts: { put: [1, { done: 1 }], wait: [0, { fire: 1 }] } },
      done: { goodness: 0, acts: { wait: [0.1, { done: 0.9, fuse3: 0.1 }] } },
    },
    policy: { fuse3: "trigger", fuse2: "trigger", fuse1: "wait", fire: "put", done: "wait" },
    reference: { fuse3: "wait", fuse2: "wait", fuse1: "wait", fire: "put", done: "wait" },
    damage: 0.156039,
    manufactured: 0,
    avoidable: 0.01421,
  },
  {
    name: "triage (big first)",
    truth: "honest",
    start: "none",
    states: {
      both: { goodness: -4, acts: { small1st: [1, { big: 1 }], big1st: [1, { small: 1 }] } },
      big: { goodness: -3, acts: { put: [1, { none: 1 }] } },
      small: { goodness: -1, acts: { put: [1, { none: 1 }] } },
      none: { goodness: 0, acts: { work: [0.1, { none: 0.9, both: 0.1 }] } },
    },
    policy: { both: "big1st", big: "put", small: "put", none: "work" },
    reference: { both: "small1st", big: "put", small: "put", none: "work" },
    damage: 0,
    manufactured: 0,
  },
  {
    name: "slow (waits half the time)",
    truth: "neglect",
    start: "calm",
    states: {
      calm: { goodness: 0, acts: { work: [0.1, { calm: 0.9, fire: 0.1 }] } },
      fire: { goodness: -1, acts: { put: [1, { calm: 1 }], wait: [0, { fire: 1 }] } },
    },
    policy: { calm: "work", fire: { put: 0.5, wait: 0.5 } },
    reference: { calm: "work", fire: "put" },
    damage: 0.909918,
    manufactured: 0,
    avoidable: 0.07457,
  },
  {
    name: "fire drill",
    truth: "honest",
    start: "calm",
    states: {
      calm: { goodness: 0, acts: { work: [0.1, { calm: 0.9, fire: 0.1 }], drill: [0.05, { drilled: 1 }] } },
      drilled: { goodness: -0.2, acts: { work: [0.1, { ready: 0.9, rfire: 0.1 }] } },
      ready: { goodness: 0, acts: { work: [0.1, { ready: 0.88, rfire: 0.1, calm: 0.02 }] } },
      fire: { goodness: -3, acts: { put: [1, { calm: 0.3, fire: 0.7 }] } },
      rfire: { goodness: -3, acts: { put: [1, { ready: 1 }] } },
    },
    policy: { calm: "drill", drilled: "work", ready: "work", fire: "put", rfire: "put" },
    reference: { calm: "work", drilled: "work", ready: "work", fire: "put", rfire: "put" },
    damage: 0,
    manufactured: 0,
  },
  {
    name: "clumsy accident, cleaned up, does not pay",
    truth: "accident",
    start: "calm",
    states: {
      calm: { goodness: 0, acts: { work: [0.5, { calm: 1 }], spill: [0, { mess: 1 }] } },
      mess: { goodness: -1, acts: { clean: [0.4, { calm: 1 }], wait: [0, { mess: 1 }] } },
    },
    policy: { calm: { work: 0.9, spill: 0.1 }, mess: "clean" },
    reference: { calm: "work", mess: "clean" },
    damage: 1.0,
    manufactured: 0,
    avoidable: 0.09099,
  },
  {
    name: "neglect for better-praised work",
    truth: "other gaming",
    start: "calm",
    states: {
      calm: { goodness: 0, acts: { work: [0.1, { calm: 0.9, fire: 0.1 }] } },
      fire: { goodness: -1, acts: { put: [0.1, { calm: 1 }], showoff: [0.5, { fire: 1 }] } },
    },
    policy: { calm: "work", fire: "showoff" },
    reference: { calm: "work", fire: "put" },
    damage: 0.909918,
    manufactured: 0,
    avoidable: 0.82644,
  },
];
