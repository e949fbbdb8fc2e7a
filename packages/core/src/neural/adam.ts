/** The decays of Adam's moments (Kingma and Ba 2015). */
export const BETA1 = 0.9;
export const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * The numbers of Adam's next step, where moments are kept without their factors 1 − β, as Σ β^(t−i)·g_i and Σ β^(t−i)·g_i²: weights go
 * down by first/(√second + epsilon)·size.
 */
export function openAdam(rate: number): () => { readonly size: number; readonly epsilon: number } {
  let [decay1, decay2] = [1, 1];
  return () => {
    decay1 *= BETA1;
    decay2 *= BETA2;
    const spread = Math.sqrt((1 - decay2) / (1 - BETA2));
    return { size: (rate * spread * (1 - BETA1)) / (1 - decay1), epsilon: EPSILON * spread };
  };
}
