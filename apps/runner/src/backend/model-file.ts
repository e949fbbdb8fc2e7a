import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FirebreakError, type Tensors } from "@firebreak/core";
import { fromArtifacts, type NetShape, toArtifacts } from "@firebreak/core/neural";
import { writeWhole } from "../store/write-whole.ts";

type ModelJson = Parameters<Tensors["io"]["getModelArtifactsForJSONSync"]>[0];

const MODEL = "model.json";
const WEIGHTS = "weights.bin";

/** One seed's net: its shape, and its weights as `Net.weights` has them. */
export interface SavedNet {
  readonly shape: NetShape;
  readonly weights: Float32Array;
}

/** Writes a net into a folder in TensorFlow.js's own format: `model.json` and its weights, which `tf.loadLayersModel` reads. */
export async function saveModel(folder: string, { shape, weights }: SavedNet): Promise<void> {
  const { weightData, weightSpecs, ...rest } = toArtifacts(shape, weights);
  const model = { ...rest, weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }] };
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, WEIGHTS), [new Uint8Array(weightData as ArrayBuffer)]); // as `toArtifacts` makes it
  await writeWhole(join(folder, MODEL), `${JSON.stringify(model)}\n`);
}

/**
 * Reads a net of dense layers from a folder that `saveModel`, or TensorFlow.js, wrote.
 * @throws FirebreakError "bad-module" for a folder without one, or a model of another kind.
 */
export async function loadModel(folder: string, { io }: Tensors): Promise<SavedNet> {
  const file = join(folder, MODEL);
  try {
    const model = JSON.parse(await readFile(file, "utf8")) as ModelJson; // what of it is used is checked by `fromArtifacts`
    const [group] = model.weightsManifest;
    const parts = await Promise.all((group?.paths ?? []).map((path) => readFile(join(folder, path))));
    const weightData = Uint8Array.from(Buffer.concat(parts)).buffer;
    return fromArtifacts(io.getModelArtifactsForJSONSync(model, group?.weights ?? [], weightData));
  } catch (error) {
    if (error instanceof FirebreakError) {
      throw error;
    }
    throw new FirebreakError("bad-module", `Cannot read a net from '${file}': ${error instanceof Error ? error.message : String(error)}`, {
      file,
    });
  }
}
