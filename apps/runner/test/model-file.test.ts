import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answerOf, newFolder } from "./in-process.ts";

/** A body with what saves and loads nets, and a net with no weight at 0. */
const withNet = (body: string): string => `
  const { loadBackend, loadModel, saveModel } = await import("@firebreak/runner/backend");
  const { initialWeights, netShape } = await import("@firebreak/core/neural");
  const { createRng } = await import("@firebreak/core");
  const { tensors } = await loadBackend({ only: "wasm" });
  const shape = netShape([4, 5, 3]);
  const net = { shape, weights: initialWeights(shape, createRng("net")) };
  const message = (loading) => loading.then(() => "it was read", (error) => error.code + ": " + error.message);
  ${body}`;

describe("a net on disk", () => {
  it("comes back with the same bits, from model.json and its weights", async () => {
    const folder = join(newFolder(), "net");
    const [saved, loaded] = await answerOf<readonly unknown[]>(
      withNet(`
        await saveModel(given.folder, net);
        const back = await loadModel(given.folder, tensors);
        return [[net.shape, [...net.weights]], [back.shape, [...back.weights]]];`),
      { folder },
    );
    expect(loaded).toEqual(saved);
    expect(readdirSync(folder).sort()).toEqual(["model.json", "weights.bin"]);
    expect(JSON.parse(readFileSync(join(folder, "model.json"), "utf8"))).toMatchObject({
      format: "layers-model",
      modelTopology: { class_name: "Sequential" },
      weightsManifest: [
        { paths: ["weights.bin"], weights: [{ name: "dense_1/kernel", shape: [4, 5] }, {}, {}, { name: "dense_2/bias", shape: [3] }] },
      ],
    });
  });

  it("is refused where there is none, where it is torn, and where it is another kind of model", async () => {
    const folder = newFolder();
    const body = withNet("return message(loadModel(given.folder, tensors));");
    expect(await answerOf<string>(body, { folder })).toMatch(/^bad-module: Cannot read a net from '.*model\.json': ENOENT/);
    await answerOf(withNet("await saveModel(given.folder, net);"), { folder });
    writeFileSync(join(folder, "weights.bin"), new Uint8Array(8));
    expect(await answerOf<string>(body, { folder })).toMatch(/in 8 bytes, and should be \[4x5 5 5x3 3\] in 172$/);
    writeFileSync(join(folder, "model.json"), "{}");
    expect(await answerOf<string>(body, { folder })).toMatch(/^bad-module: Cannot read a net from/);
  });
});
