import { type Chain, stepForward } from "./chain.ts";
import { classesOf, isClosed } from "./classes.ts";
import { type LinearSystem, linearSystem } from "./linear.ts";

/** Where a chain ends up: its recurrent classes, each with one state that stands for it and its stationary distribution. */
export interface Recurrence {
  /** The recurrent classes' members, ascending. */
  readonly classes: readonly Int32Array[];
  /** Length stateCount: the recurrent class of each state, -1 for transient states. */
  readonly of: Int32Array;
  /** One state of each class: every path meets one of them. */
  readonly landmark: Int32Array;
  /** Length stateCount: each class's stationary distribution, which sums to 1 over the class; 0 at transient states. */
  readonly stationary: Float64Array;
  /** I − P without the landmarks: sums along paths up to the first landmark met. */
  readonly untilLandmark: LinearSystem;
  /** The expected value, at the first landmark met (the state itself, if it is one), of one number a class. Length stateCount. */
  expectAtLandmark(perClass: readonly number[]): Float64Array;
  /** The mass of a distribution over states that ends in each class. */
  absorbed(mass: Float64Array): readonly number[];
}

/** Most steps of the lazy walk that shows where a class spends its time; a guess that is corrected afterwards. */
const WALK = 256;
/** Steps of it for each state of the largest class: a small class is soon walked through. */
const WALK_A_STATE = 4;
/** A landmark with less than this share of the most visited state's time is replaced. */
const SELDOM = 0.01;

/** Where in each class a lazy walk (it stays put half the time, so that periods do not matter) from everywhere is likeliest to be. */
function likeliest(chain: Chain, classes: readonly Int32Array[]): Int32Array {
  const [mass, moved] = [new Float64Array(chain.stateCount), new Float64Array(chain.stateCount)];
  for (const members of classes) {
    for (const state of members) {
      mass[state] = 1;
    }
  }
  const steps = Math.min(WALK, WALK_A_STATE * classes.reduce((most, { length }) => Math.max(most, length), 0));
  for (let step = 0; step < steps; step++) {
    stepForward(chain, mass, moved);
    for (let state = 0; state < mass.length; state++) {
      mass[state] = ((mass[state] ?? 0) + (moved[state] ?? 0)) / 2;
    }
  }
  return heaviest(classes, mass);
}

/** The member of each class that has the most mass. */
function heaviest(classes: readonly Int32Array[], mass: Float64Array): Int32Array {
  return Int32Array.from(classes, (members) =>
    members.reduce((best, state) => ((mass[state] ?? 0) > (mass[best] ?? 0) ? state : best), members[0] ?? 0),
  );
}

/**
 * Finds the recurrent classes of a chain and solves for their stationary distributions, by the visits between two meetings
 * with a landmark: right for periodic and for multichain alike, where the power method is not.
 */
export function recurrenceOf(chain: Chain): Recurrence {
  const { stateCount, rowStart, nextState, probability } = chain;
  const all = classesOf(chain);
  const classes = all.members.filter((_, index) => isClosed(chain, all, index));
  const of = new Int32Array(stateCount).fill(-1);
  classes.forEach((members, index) => {
    for (const state of members) {
      of[state] = index;
    }
  });
  const { landmark, isLandmark, untilLandmark, stationary } = chooseLandmarks(chain, classes);
  /** Per state, Σ P(s, landmark)·(a number of its class). */
  const intoLandmark = (perClass: readonly number[]): Float64Array => {
    const out = new Float64Array(stateCount);
    for (let state = 0; state < stateCount; state++) {
      for (let z = rowStart[state] ?? 0; z < (rowStart[state + 1] ?? 0); z++) {
        const next = nextState[z] ?? 0;
        if (isLandmark[next] === 1) {
          out[state] = (out[state] ?? 0) + (probability[z] ?? 0) * (perClass[of[next] ?? 0] ?? 0);
        }
      }
    }
    return out;
  };
  return {
    classes,
    of,
    landmark,
    stationary,
    untilLandmark,
    expectAtLandmark(perClass) {
      const expected = untilLandmark.values(intoLandmark(perClass));
      return expected.map((value, state) => {
        const own = of[state] ?? -1;
        return own === -1 ? value : (perClass[own] ?? 0);
      });
    },
    absorbed(mass) {
      const visits = untilLandmark.visits(mass.map((share, state) => (isLandmark[state] === 1 ? 0 : share)));
      return classes.map((_, index) => {
        const into = intoLandmark(classes.map((__, other) => (other === index ? 1 : 0)));
        return visits.reduce((sum, visit, state) => sum + visit * (into[state] ?? 0), mass[landmark[index] ?? 0] ?? 0);
      });
    },
  };
}

type Landmarks = Pick<Recurrence, "landmark" | "untilLandmark" | "stationary"> & { readonly isLandmark: Uint8Array };

/** A landmark that is seldom met makes sums up to it long, and loses digits: where one turns out to be, the most visited takes its place. */
function chooseLandmarks(chain: Chain, classes: readonly Int32Array[]): Landmarks {
  let found = landmarksAt(chain, classes, likeliest(chain, classes));
  for (let attempt = 0; attempt < 3; attempt++) {
    const { stationary, landmark } = found;
    const best = heaviest(classes, stationary);
    if (landmark.every((state, index) => (stationary[state] ?? 0) >= SELDOM * (stationary[best[index] ?? 0] ?? 0))) {
      break;
    }
    found = landmarksAt(chain, classes, best);
  }
  return found;
}

function landmarksAt(chain: Chain, classes: readonly Int32Array[], landmark: Int32Array): Landmarks {
  const isLandmark = new Uint8Array(chain.stateCount);
  for (const state of landmark) {
    isLandmark[state] = 1;
  }
  const untilLandmark = linearSystem(chain, 1, isLandmark);
  return { landmark, isLandmark, untilLandmark, stationary: stationaryOf(chain, { classes, landmark, isLandmark, untilLandmark }) };
}

function stationaryOf(
  chain: Chain,
  found: Pick<Recurrence, "classes" | "landmark" | "untilLandmark"> & { readonly isLandmark: Uint8Array },
): Float64Array {
  const departures = new Float64Array(chain.stateCount);
  for (const state of found.landmark) {
    for (let z = chain.rowStart[state] ?? 0; z < (chain.rowStart[state + 1] ?? 0); z++) {
      const next = chain.nextState[z] ?? 0;
      if (found.isLandmark[next] === 0) {
        departures[next] = (departures[next] ?? 0) + (chain.probability[z] ?? 0);
      }
    }
  }
  const visits = found.untilLandmark.visits(departures);
  for (const state of found.landmark) {
    visits[state] = 1;
  }
  for (const members of found.classes) {
    const total = members.reduce((sum, state) => sum + (visits[state] ?? 0), 0);
    for (const state of members) {
      visits[state] = (visits[state] ?? 0) / total;
    }
  }
  return visits;
}
