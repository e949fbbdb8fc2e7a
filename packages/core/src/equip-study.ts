import type { Method, OverseenProblem } from "./method.ts";
import type { TensorBackend } from "./neural/tensors.ts";
import type { Study } from "./study.ts";

/** Whether some method of a study trains neural nets: only then must a backend be loaded. */
export function needsTensors(study: Study): boolean {
  return study.sweeps.some(({ methods }) => methods.some(({ needs }) => needs.tensors === true));
}

/** The method with a backend in every problem that it is given; the same method where it needs none. */
export function equipMethod(method: Method, { tensors }: TensorBackend): Method {
  if (method.needs.tensors !== true) {
    return method;
  }
  const equip = (problem: OverseenProblem): OverseenProblem => ({ ...problem, tensors });
  return {
    ...method,
    train: (problem, rng) => method.train(equip(problem), rng),
    ...(method.trainBatch === undefined ? {} : { trainBatch: (problems, rngs) => method.trainBatch?.(problems.map(equip), rngs) ?? [] }),
  };
}

/**
 * The study with a backend in its neural methods, and the backend's id in its fingerprint: results of two backends differ in their
 * last bits, and may not be mixed.
 */
export function equipStudy(study: Study, backend: TensorBackend): Study {
  const sweeps = study.sweeps.map((sweep) => ({ ...sweep, methods: sweep.methods.map((method) => equipMethod(method, backend)) }));
  return { ...study, sweeps, tensorBackend: backend.id };
}
