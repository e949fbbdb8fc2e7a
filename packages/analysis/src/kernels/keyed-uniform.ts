/** A number in [0, 1), a multiple of 2^-32, for an episode and a time: whole numbers, the time from −1. */
export type KeyedUniform = (episode: number, time: number) => number;

/** The finaliser of MurmurHash3 (Appleby 2011): every bit of the input moves half of the output's. A bijection of 32-bit words. */
function scatter(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * Numbers by key instead of by order: whoever asks for the luck of episode e at time t gets the same, however often and in whatever order
 * it is asked. Per episode it is a Weyl sequence through MurmurHash3's finaliser; no text is made and no generator seeded, which would
 * cost a microsecond a draw.
 */
export function keyedUniform(seed: { next(): number }): KeyedUniform {
  const first = Math.floor(seed.next() * 4294967296) | 0;
  const second = Math.floor(seed.next() * 4294967296) | 0;
  return (episode, time) => {
    const own = scatter(scatter(Math.imul(episode, 0x9e3779b1) ^ first) + second);
    return (scatter(own + Math.imul(time, 0x9e3779b1)) >>> 0) / 4294967296;
  };
}
