// jstat ships no types; these are the three distributions that statistics/ reads.
declare module "jstat" {
  interface Quantiles {
    readonly normal: { cdf(x: number, mean: number, sd: number): number; inv(probability: number, mean: number, sd: number): number };
    readonly studentt: { cdf(x: number, degrees: number): number; inv(probability: number, degrees: number): number };
    readonly beta: { inv(probability: number, alpha: number, beta: number): number };
  }
  const jstat: Quantiles;
  export default jstat;
}
