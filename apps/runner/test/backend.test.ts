import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const runner = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firebreak-backend-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Loaded {
  readonly id: string;
  readonly name: string;
  readonly why: string;
  /** [1, 2]·[3, 4] as the backend has it. */
  readonly product: number;
  readonly engine: string;
  readonly handlers: number;
}

/** Loads a backend in a process of its own, as there is one TensorFlow.js a process. */
function load(options: { readonly only?: string; readonly nativeFrom?: string }, env: Record<string, string> = {}): Loaded | string {
  const program = `
    import { loadBackend } from "@firebreak/runner/backend";
    try {
      const { id, name, why, tensors } = await loadBackend(${JSON.stringify(options)});
      const product = tensors.matMul([[1, 2]], [[3], [4]]).dataSync()[0];
      const handlers = process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection");
      console.log(JSON.stringify({ id, name, why, product, engine: tensors.getBackend(), handlers }));
    } catch (error) {
      console.log(JSON.stringify(error.code + ": " + error.message));
    }`;
  const stdout = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: runner,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  return JSON.parse(stdout) as Loaded | string;
}

/** A place that has a native package with this code, or none. */
function placeWith(name: string, code: string | null): string {
  const at = join(folder, name);
  if (code === null) {
    mkdirSync(at, { recursive: true });
  } else {
    const home = join(at, "node_modules", "@tensorflow", "tfjs-node");
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), JSON.stringify({ name: "@tensorflow/tfjs-node", version: "0.0.0", main: "index.js" }));
    writeFileSync(join(home, "index.js"), code);
  }
  return join(at, "here.js");
}

/** The installed TensorFlow.js, for packages that stand elsewhere. */
const installed = (name: string): string => JSON.stringify(createRequire(join(runner, "package.json")).resolve(name));

const BROKEN = 'throw new Error("libtensorflow.so.2: cannot open shared object file\\nand more");';
/** Plain JavaScript under the native backend's name, in a package that calls what Node 23 dropped. */
const PRESENT = `
  const util = require("node:util");
  if (!util.isArray([]) || !util.isNullOrUndefined(undefined)) throw new Error("util");
  require(${installed("@tensorflow/tfjs-backend-cpu")});
  const tensors = require(${installed("@tensorflow/tfjs-core")});
  tensors.registerBackend("tensorflow", tensors.findBackendFactory("cpu"), 3);
  for (const kernel of tensors.getKernelsForBackend("cpu")) tensors.registerKernel({ ...kernel, backendName: "tensorflow" });`;

describe("the backend that computes tensors", () => {
  it("is WASM where the native package is not installed, and says so", () => {
    expect(load({ nativeFrom: placeWith("absent", null) })).toEqual({
      id: "wasm@4.22.0",
      name: "wasm",
      why: "@tensorflow/tfjs-node is not installed",
      product: 11,
      engine: "wasm",
      handlers: 0,
    });
  });

  it("is WASM where the native package is there and does not load, and says why in one line", () => {
    expect(load({ nativeFrom: placeWith("broken", BROKEN) })).toMatchObject({
      name: "wasm",
      why: "@tensorflow/tfjs-node is installed and does not load (libtensorflow.so.2: cannot open shared object file)",
      product: 11,
    });
  });

  it("is the native one where its package loads, with what Node 23 dropped put back first", () => {
    expect(load({ nativeFrom: placeWith("present", PRESENT) })).toMatchObject({
      id: "native@4.22.0",
      why: "it is the fastest",
      product: 11,
      engine: "tensorflow",
    });
  });

  it("is the one that is asked for, by argument or by FIREBREAK_BACKEND", () => {
    expect(load({ only: "cpu" })).toMatchObject({ id: "cpu@4.22.0", why: "it was asked for", product: 11 });
    expect(load({}, { FIREBREAK_BACKEND: "cpu" })).toMatchObject({ name: "cpu", engine: "cpu" });
    expect(load({ only: "wasm" }, { FIREBREAK_BACKEND: "cpu" })).toMatchObject({ name: "wasm" });
  });

  it("is refused where it is asked for and does not load, or is none", () => {
    expect(load({ only: "native", nativeFrom: placeWith("absent", null) })).toBe(
      "bad-argument: Cannot compute tensors on 'native': @tensorflow/tfjs-node is not installed",
    );
    expect(load({ only: "wasn" })).toBe(
      "bad-argument: Cannot compute tensors on 'wasn': it must be 'wasm', 'cpu', 'native' (nearest first)",
    );
  });

  it("is TensorFlow's own library where it is installed on this machine", (context) => {
    const loaded = load({});
    const reason = typeof loaded === "string" || loaded.name === "native" ? null : loaded.why;
    if (reason !== null) {
      context.skip(`the native library is not on this machine: ${reason}`);
    }
    expect(loaded).toMatchObject({ name: "native", product: 11, engine: "tensorflow" });
  });
});

/** A body's answer in a process of its own, with tensors on WASM. */
function onWasm<T>(body: string): T {
  const program = `
    import { createRng } from "@firebreak/core";
    import { hasNetKernels, initialWeights, NET_KERNELS, netShape, openNet } from "@firebreak/core/neural";
    import { loadBackend } from "@firebreak/runner/backend";
    const { tensors } = await loadBackend({ only: "wasm" });
    const rng = createRng("wasm");
    const draw = (count) => Float32Array.from({ length: count }, () => rng.normal());
    const answer = (() => { ${body} })();
    console.log(JSON.stringify(answer));`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { cwd: runner, encoding: "utf8" })) as T; // what the body answers
}

describe("products of batches of matrices on WASM", () => {
  it("are float32 sums in order, to the bit, whatever their shapes and whichever side is transposed", () => {
    const wrong = onWasm<readonly string[]>(`
      const wrong = [];
      for (const [batch, m, k, n] of [[1, 1, 1, 1], [2, 4, 3, 8], [3, 5, 7, 13], [2, 65, 32, 33], [30, 32, 33, 4], [2, 3, 1, 12], [1, 9, 2, 31]]) {
        for (const [transposeA, transposeB] of [[false, false], [true, false], [false, true], [true, true]]) {
          const [a, b] = [draw(batch * m * k), draw(batch * k * n)];
          const shapeA = transposeA ? [batch, k, m] : [batch, m, k];
          const shapeB = transposeB ? [batch, n, k] : [batch, k, n];
          const product = tensors.matMul(tensors.tensor3d(a, shapeA), tensors.tensor3d(b, shapeB), transposeA, transposeB).dataSync();
          for (let at = 0; at < batch * m * n; at++) {
            const [pair, i, j] = [Math.floor(at / (m * n)), Math.floor(at / n) % m, at % n];
            let sum = 0;
            for (let step = 0; step < k; step++) {
              const x = a[pair * m * k + (transposeA ? step * m + i : i * k + step)];
              const y = b[pair * k * n + (transposeB ? j * k + step : step * n + j)];
              sum = Math.fround(sum + Math.fround(x * y));
            }
            if (sum !== product[at]) wrong.push([batch, m, k, n, transposeA, transposeB, at].join(" "));
          }
        }
      }
      return wrong;`);
    expect(wrong).toEqual([]);
  });

  it("leave other products as TensorFlow.js makes them: plain matrices, none at all, one for a whole batch", () => {
    const answer = onWasm<readonly (readonly number[])[]>(`
      const x = tensors.tensor3d([1, 2, 3, 4], [2, 1, 2]);
      return [
        [...tensors.matMul([[1, 2]], [[3], [4]]).dataSync()],
        [...tensors.matMul(x, tensors.tensor3d([5, 6], [1, 2, 1])).dataSync()],
        [...tensors.matMul(tensors.zeros([0, 2, 3]), tensors.zeros([0, 3, 2])).shape],
      ];`);
    expect(answer).toEqual([[11], [17, 39], [0, 2, 2]]);
  });

  it("leave nothing behind in the backend's memory", () => {
    const [before, after] = onWasm<readonly number[]>(`
      const data = () => tensors.backend().numDataIds();
      const before = data();
      tensors.tidy(() => tensors.matMul(tensors.ones([2, 3, 4]), tensors.ones([2, 5, 4]), false, true).dataSync());
      return [before, data()];`);
    expect(after).toBe(before);
  });
});

/** Trains a block of nets on gradients and inputs drawn anew at every step; `which` names its seeds. Answers their weights. */
const TRAIN = `
  const train = (sizes, which, settings) => {
    const shape = netShape(sizes);
    const initial = Float32Array.from(which.flatMap((seed) => [...initialWeights(shape, createRng(seed))]));
    const net = openNet(tensors, shape, { learningRate: 0.01, ...settings }, initial);
    const lucks = which.map((seed) => createRng(seed + "/rows"));
    const batch = 9;
    const drawn = (width) => Float32Array.from(lucks.flatMap((luck) => Array.from({ length: batch * width }, () => luck.normal())));
    for (let step = 0; step < 12; step++) {
      tensors.tidy(() => {
        const inputs = drawn(sizes[0] + 1).map((number) => Math.max(number, 0)); // half of them 0, as inputs mostly are
        const pass = net.forward(tensors.tensor3d(inputs, [which.length, batch, sizes[0] + 1]));
        net.apply(net.gradient(pass, tensors.tensor3d(drawn(sizes.at(-1)), [which.length, batch, sizes.at(-1)])));
      });
    }
    const weights = [...net.weights()];
    net.dispose();
    return weights;
  };`;

describe("kernels for nets on WASM", () => {
  it("train to the bits of TensorFlow.js's operations one by one, whatever the shape, and leave nothing behind", () => {
    const { wrong, kept, byKernels } = onWasm<{
      readonly wrong: readonly string[];
      readonly kept: number;
      readonly byKernels: readonly boolean[];
    }>(`${TRAIN}
      const cases = [[1], [2], [4, 4]].flatMap((hidden) => [["a"], ["a", "b", "c"]].map((seeds) => [[6, ...hidden, 3], seeds]));
      cases.push([[5, 2], ["a", "b"]], [[7, 13, 9, 5], ["a", "b", "c"]]);
      const all = () => cases.flatMap(([sizes, seeds]) => [0, 0.1].map((l2) => train(sizes, seeds, { l2 })));
      const before = tensors.backend().numDataIds();
      const [byKernels, first] = [[hasNetKernels(tensors)], all()];
      const kept = tensors.backend().numDataIds() - before;
      for (const name of Object.values(NET_KERNELS)) {
        tensors.unregisterKernel(name, "wasm");
      }
      byKernels.push(hasNetKernels(tensors));
      const second = all();
      const wrong = first.flatMap((weights, at) => (weights.every((weight, i) => weight === second[at][i]) ? [] : [String(cases[at >> 1])]));
      return { wrong, kept, byKernels };`);
    expect(byKernels).toEqual([true, false]);
    expect(wrong).toEqual([]);
    expect(kept).toBe(0);
  });

  it("train a net to the same bits in a block as alone", () => {
    const [together, alone] = onWasm<readonly (readonly number[])[]>(`${TRAIN}
      return [train([6, 5, 3], ["a", "b", "c"]), ["a", "b", "c"].flatMap((seed) => train([6, 5, 3], [seed]))];`);
    expect(together).toEqual(alone);
  });
});
