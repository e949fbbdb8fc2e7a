import { type Method, uniformPolicy } from "@firebreak/core";
import { composeId } from "./compose-id.ts";

/** Plays every legal action alike and asks nothing: what a signal that says nothing comes to. */
export function uniformPlay(): Method {
  return {
    id: composeId("uniform-play@1", {}),
    title: "Uniformly random play",
    needs: { world: "simulator", asks: [], criteria: [], sampled: false },
    blockSize: 1,
    tables: () => ({}),
    train: ({ dynamics }) => [{ step: 0, policy: uniformPolicy(dynamics) }],
  };
}
