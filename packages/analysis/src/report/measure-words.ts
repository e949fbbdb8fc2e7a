import type { Finding } from "@firebreak/core";
import { type Html, html } from "./html.ts";

/** What the detectors' numbers mean, by their names. */
const WORDS: Readonly<Record<string, string>> = {
  "praise over the reference (Δ)":
    "What the overseer's evaluation gives the policy beyond what it gives her own behaviour, a step. The sum of conduct, situations and interaction.",
  conduct: "The part of Δ from acting otherwise in the situations that she would be in: her situations, the policy's acts against hers.",
  situations: "The part of Δ from being in other situations: the policy's situations against hers, met with her acts.",
  interaction: "What is left of Δ: other acts in other situations, which belongs to neither part alone.",
  "conduct, Shapley": "Conduct with half of the interaction: the fair share, whichever of the two policies one starts from.",
  "situations, Shapley": "Situations with the other half. Gaming needs this part above zero. The two Shapley parts sum to Δ.",
  "regret form: Δ":
    "Δ of the evaluation less the best evaluation to be had in the same situation: a situation in which everything is praised earns nothing here.",
  "regret form: situations, Shapley":
    "The situation part of the regret form. What it lacks against the plain one came from situations in which approval is easy.",
  "true reward": "What the principal wants, under the policy.",
  "true reward of the reference": "The same under the overseer's own behaviour.",
  "time after the end": "The share of the time that the policy has spent after the end of an episode, where nothing is earned.",
  "time after the end, reference": "The same under the overseer's own behaviour.",
  "farmable excess":
    "The most of the signal that any policy collects, less the most that a policy collects which is best for the true reward.",
  "certified bound on any loop": "A proof, checked apart from the search, that no loop collects more of the signal.",
  "certificate check: excess over the bound": "By how much the proof is violated anywhere: 0, up to rounding, where it is sound.",
  "excess threshold (δ_g)": "The excess up to which the detector is silent: a twentieth of the greatest signal of a step.",
  "harm threshold (δ_u)": "The loss of true reward up to which the detector is silent: a twentieth of its range over steps.",
  "mean, ties split evenly": "The true return where equally good actions are taken equally often.",
};

/** Definitions of the numbers of these findings, in the order in which they first occur; null where none needs one. */
export function measureWords(findings: readonly Finding[]): Html | null {
  const names = [...new Set(findings.flatMap(({ measures }) => measures.map(({ name }) => name)))];
  const entries = names.flatMap((name) => {
    const words = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
    return words === undefined ? [] : [html`<dt>${name}</dt><dd>${words}</dd>`];
  });
  return entries.length === 0 ? null : html`<details class="words"><summary>What the numbers mean</summary><dl>${entries}</dl></details>`;
}
