import { describe, expect, it } from "vitest";
import { equipMethod, equipStudy, needsTensors } from "./equip-study.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Checkpoint, Method, OverseenProblem } from "./method.ts";
import type { TensorBackend, Tensors } from "./neural/tensors.ts";
import { createRng } from "./rng.ts";
import type { Study } from "./study.ts";

const tensors = { name: "operations" } as unknown as Tensors; // handed through, never called here
const backend: TensorBackend = { id: "wasm@4.22.0", tensors };

/** A method that tells the tensors it was given. */
function tell(seen: (Tensors | undefined)[], needs: Partial<Method["needs"]>): Method {
  const checkpoint: Checkpoint = { step: 0, policy: { kind: "stationary", probability: new Float64Array(0) } };
  return {
    id: "tell@1",
    title: "Tells",
    needs: { world: "simulator", asks: [], criteria: [], sampled: true, ...needs },
    blockSize: 2,
    tables: () => ({}),
    *train(problem) {
      seen.push(problem.tensors);
      yield checkpoint;
    },
    *trainBatch(problems) {
      seen.push(...problems.map((problem) => problem.tensors));
      yield problems.map(() => checkpoint);
    },
  };
}

const studyOf = (method: Method): Study => ({
  id: "nets@1",
  title: "Nets",
  question: "Do they learn?",
  sweeps: [{ id: "all", environments: [], overseers: [], methods: [method], criteria: [] }],
  seeds: 1,
  budget: { kind: "unlimited" },
  measures: [],
  audits: [],
  claims: [],
});

describe("a study of neural methods", () => {
  const problem = {} as OverseenProblem; // the method reads nothing else of it

  it("hands its backend to those methods, one by one and in blocks, and to no other", () => {
    const seen: (Tensors | undefined)[] = [];
    const equipped = equipMethod(tell(seen, { tensors: true }), backend);
    const rng = createRng("seed");
    expect([...equipped.train(problem, rng), ...(equipped.trainBatch?.([problem, problem], [rng, rng]) ?? [])]).toHaveLength(2);
    expect(seen).toEqual([tensors, tensors, tensors]);
    const plain = tell(seen, {});
    expect(equipMethod(plain, backend)).toBe(plain);
  });

  it("has another fingerprint on another backend, and none of its own without neural methods", () => {
    const neural = studyOf(tell([], { tensors: true }));
    expect(needsTensors(neural)).toBe(true);
    expect(needsTensors(studyOf(tell([], {})))).toBe(false);
    const prints = [neural, equipStudy(neural, backend), equipStudy(neural, { ...backend, id: "cpu@4.22.0" })].map(fingerprintOf);
    expect(new Set(prints).size).toBe(3);
  });
});
