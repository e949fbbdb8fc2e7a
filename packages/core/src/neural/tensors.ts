/** TensorFlow.js's operations. Whoever runs a study chooses a backend and hands them in: packages import none of it at run time. */
export type Tensors = typeof import("@tensorflow/tfjs-core");

/** Operations, ready to use, and what computes them. */
export interface TensorBackend {
  /** "wasm@4.22.0": the backend's own name, and the version of TensorFlow.js. Results of two backends differ in their last bits. */
  readonly id: string;
  readonly tensors: Tensors;
}
