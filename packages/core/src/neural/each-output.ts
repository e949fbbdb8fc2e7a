import type { NetBlock } from "./net-block.ts";

/** States that go through the nets at once. */
const CHUNK = 256;

/**
 * Outputs of every net of a block for each of these states: `write(seed, at, row)` is told which of them it is, and where its row of outputs
 * lies.
 */
export function eachOutput(
  block: NetBlock,
  states: Int32Array,
  write: (seed: number, at: number, row: { readonly outputs: Float32Array; readonly offset: number }) => void,
): void {
  const { seedCount, net } = block;
  const width = net.shape.sizes.at(-1) ?? 0;
  for (let first = 0; first < states.length; first += CHUNK) {
    const chunk = states.subarray(first, first + CHUNK);
    const asked = new Int32Array(seedCount * chunk.length);
    for (let seed = 0; seed < seedCount; seed++) {
      asked.set(chunk, seed * chunk.length);
    }
    const outputs = block.outputs(asked);
    for (let row = 0; row < asked.length; row++) {
      write(Math.floor(row / chunk.length), first + (row % chunk.length), { outputs, offset: row * width });
    }
  }
}
