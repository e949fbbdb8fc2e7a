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
    expect(load({ only: "wasn" })).toBe("bad-argument: Cannot compute tensors on 'wasn': the nearest are 'wasm'");
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
