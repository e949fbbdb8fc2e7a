import "@tensorflow/tfjs-backend-cpu";
import * as tensors from "@tensorflow/tfjs-core";
import type { TensorBackend } from "../src/neural/index.ts";

/** Tensors in plain JavaScript, for tests that run in any process. */
export async function cpuTensors(): Promise<TensorBackend> {
  tensors.enableProdMode(); // it advertises another backend otherwise
  await tensors.setBackend("cpu");
  return { id: `cpu@${tensors.version_core}`, tensors };
}
