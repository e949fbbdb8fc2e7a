import type { Policy, TabularMdp } from "@firebreak/core";
import type { SmallBehaviour, SmallCase } from "./small-cases.ts";

/** A small case as an enumerated world, with its streams by rows (length S·A). */
export interface SmallWorld {
  readonly dynamics: TabularMdp;
  readonly labels: readonly string[];
  readonly actions: readonly string[];
  readonly welfare: Float64Array;
  readonly praise: Float64Array;
  /** Length S. */
  readonly value: Float64Array;
  play(behaviour: SmallBehaviour): Policy;
}

export function smallWorld({ start, states }: Pick<SmallCase, "start" | "states">): SmallWorld {
  const labels = Object.keys(states);
  const actions = [...new Set(labels.flatMap((label) => Object.keys(states[label]?.acts ?? {})))];
  const rowStart = [0];
  const next: number[] = [];
  const probability: number[] = [];
  const rows = labels.length * actions.length;
  const [welfare, praise] = [new Float64Array(rows), new Float64Array(rows)];
  for (const [state, label] of labels.entries()) {
    for (const [action, name] of actions.entries()) {
      const act = states[label]?.acts[name];
      const row = state * actions.length + action;
      praise[row] = act?.[0] ?? 0;
      const outcomes = Object.entries(act?.[1] ?? {})
        .map(([to, share]) => [labels.indexOf(to), share] as const)
        .sort(([x], [y]) => x - y);
      for (const [to, share] of outcomes) {
        next.push(to);
        probability.push(share);
        welfare[row] = (welfare[row] ?? 0) + share * (states[labels[to] ?? ""]?.goodness ?? Number.NaN);
      }
      rowStart.push(next.length);
    }
  }
  return {
    labels,
    actions,
    welfare,
    praise,
    value: Float64Array.from(labels, (label) => states[label]?.goodness ?? Number.NaN),
    dynamics: {
      stateCount: labels.length,
      actionCount: actions.length,
      rowStart: Int32Array.from(rowStart),
      nextState: Int32Array.from(next),
      probability: Float64Array.from(probability),
      initial: Float64Array.from(labels, (label) => (label === start ? 1 : 0)),
      terminal: new Uint8Array(labels.length),
      maxOutcomes: 4,
    },
    play(behaviour) {
      const table = new Float64Array(rows);
      for (const [state, label] of labels.entries()) {
        const played = behaviour[label] ?? {};
        for (const [name, share] of typeof played === "string" ? [[played, 1] as const] : Object.entries(played)) {
          table[state * actions.length + actions.indexOf(name)] = share;
        }
      }
      return { kind: "stationary", probability: table };
    },
  };
}
