import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import util from "node:util";
import { FirebreakError, nearest, type TensorBackend, type Tensors } from "@firebreak/core";
import { hasNetKernels } from "@firebreak/core/neural";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { addNetKernels } from "./wasm-net.ts";
import { replaceProduct } from "./wasm-product.ts";
import { openWorkshop } from "./wasm-workshop.ts";

/** What can compute tensors, the fastest first. */
export const BACKENDS = ["native", "wasm", "cpu"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** A backend that was loaded, and why it is this one. */
export interface LoadedBackend extends TensorBackend {
  readonly name: BackendName;
  /** "it was asked for", or what is the matter with those that come before it. */
  readonly why: string;
}

export interface BackendOptions {
  /** The only one to try. Default: the environment variable FIREBREAK_BACKEND, or else the first of `BACKENDS` that loads. */
  readonly only?: string;
  /** The file from whose place the native package is looked for. Default: this one. */
  readonly nativeFrom?: string;
  /** Leaves TensorFlow.js's own operations as they are, for benchmarks that compare. */
  readonly stock?: boolean;
}

const NATIVE_PACKAGE = "@tensorflow/tfjs-node";
const here = createRequire(import.meta.url);

/** Node's handlers of last resort, as TensorFlow.js's WASM module leaves them: it adds some that end the process in its own way. */
async function keepingHandlers<T>(load: () => Promise<T>): Promise<T> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => process.listeners(event as "exit")); // any event: only their identity counts
  try {
    return await load();
  } finally {
    for (const [at, event] of events.entries()) {
      for (const listener of process.listeners(event as "exit")) {
        if (before[at]?.includes(listener) === false) {
          process.off(event, listener);
        }
      }
    }
  }
}

/** Node 23 dropped two functions that the native package calls. */
function restoreUtil(): void {
  const gone: Record<string, unknown> = util as unknown as Record<string, unknown>; // what Node 23 took away
  gone["isNullOrUndefined"] ??= (value: unknown): boolean => value === null || value === undefined;
  gone["isArray"] ??= Array.isArray;
}

/** The first line of what went wrong, and whether the package is there at all. */
function whyNative(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const absent = error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND" && text.includes(`'${NATIVE_PACKAGE}'`);
  return absent ? `${NATIVE_PACKAGE} is not installed` : `${NATIVE_PACKAGE} is installed and does not load (${text.split("\n", 1)[0]})`;
}

/** Makes a backend of this name in TensorFlow.js the one in use. Throws whatever starting it throws. */
async function use(tensors: Tensors, name: string): Promise<void> {
  if (!(await keepingHandlers(() => tensors.setBackend(name)))) {
    throw new Error(`TensorFlow.js could not start its backend '${name}'`);
  }
}

/** Gives the WASM backend, which must be the one in use, functions of our own. A second call changes nothing. */
async function speedUp(tensors: Tensors): Promise<void> {
  if (!hasNetKernels(tensors)) {
    const workshop = await openWorkshop(tensors.backend() as unknown as BackendWasm); // the one in use
    replaceProduct(tensors, workshop);
    addNetKernels(tensors, workshop);
  }
}

/** How each backend is loaded and made the one in use. They throw whatever loading them throws. */
const START: Readonly<Record<BackendName, (tensors: Tensors, options: BackendOptions) => Promise<void>>> = {
  async native(tensors, { nativeFrom }) {
    restoreUtil();
    (nativeFrom === undefined ? here : createRequire(nativeFrom))(NATIVE_PACKAGE);
    await use(tensors, "tensorflow");
  },
  async wasm(tensors, { stock = false }) {
    if (tensors.findBackend("wasm") === null) {
      const wasm = here("@tensorflow/tfjs-backend-wasm") as typeof import("@tensorflow/tfjs-backend-wasm");
      wasm.setWasmPaths(join(dirname(here.resolve("@tensorflow/tfjs-backend-wasm")), "/"));
    }
    await use(tensors, "wasm");
    if (!stock) {
      await speedUp(tensors);
    }
  },
  async cpu(tensors) {
    here("@tensorflow/tfjs-backend-cpu");
    await use(tensors, "cpu");
  },
};

function named(only: string): BackendName {
  const known = BACKENDS.find((name) => name === only);
  if (known === undefined) {
    throw new FirebreakError(
      "bad-argument",
      `Cannot compute tensors on '${only}': it must be ${nearest(only, BACKENDS, BACKENDS.length)
        .map((backend) => `'${backend}'`)
        .join(", ")} (nearest first)`,
    );
  }
  return known;
}

/**
 * Loads the fastest backend that this machine has: TensorFlow's own library, else WASM, else plain JavaScript. Nothing is fetched: all of
 * them are installed packages.
 *
 * @throws FirebreakError "bad-argument" for a name that is none, or one that was asked for and does not load.
 */
export async function loadBackend(options: BackendOptions = {}): Promise<LoadedBackend> {
  const { only = process.env["FIREBREAK_BACKEND"] ?? "" } = options;
  const tensors = here("@tensorflow/tfjs-core") as Tensors;
  tensors.enableProdMode(); // it advertises the native package otherwise
  const reasons: string[] = [];
  for (const name of only === "" ? BACKENDS : [named(only)]) {
    try {
      await START[name](tensors, options);
      const why = only === "" ? reasons.join("; ") || "it is the fastest" : "it was asked for";
      return { name, id: `${name}@${tensors.version_core}`, tensors, why };
    } catch (error) {
      reasons.push(name === "native" ? whyNative(error) : `${name} does not load (${String(error).split("\n", 1)[0]})`);
    }
  }
  throw new FirebreakError("bad-argument", `Cannot compute tensors on '${only || BACKENDS.join("', '")}': ${reasons.join("; ")}`);
}
