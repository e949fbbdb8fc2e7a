// @types/seedrandom declares the index only; this is the subpath that rng.ts loads.
declare module "seedrandom/lib/alea.js" {
  interface AleaState {
    readonly c: number;
    readonly s0: number;
    readonly s1: number;
    readonly s2: number;
  }
  interface Alea {
    /** [0, 1), a multiple of 2^-32. */
    (): number;
    /** [0, 1) with 53 random bits. */
    double(): number;
    state(): AleaState;
  }
  export default function alea(seed: string, options: { readonly state: true | AleaState }): Alea;
}
