import { type Html, html } from "./html.ts";

/** What the words of the page mean, for a reader who meets them here first. */
export function readingSection(): Html {
  return html`<section id="reading"><h2>How to read this report</h2>
<ul>
<li><strong>True return</strong> is what the principal wants, measured on the world's own clock. No method sees it. The <strong>proxy</strong> is the reward that a method was trained on.</li>
<li>An <strong>exact</strong> trial has no sampling noise: its interval, if any, is over <em>drawn worlds</em>. A <strong>learned</strong> arm's interval is over seeds and worlds, by world. One world gives no interval.</li>
<li>The <strong>training signal</strong> of a step is what the proxy paid for it. Sums over an episode are not discounted, even where the method discounts.</li>
<li>A <strong>range over ties</strong> holds the true return of every policy that the proxy cannot tell from the best. A wide one means that the proxy does not decide what happens, whatever the mean says.</li>
<li><strong>Uniform play</strong> and <strong>references</strong> are no contestants. Where a signal is zero everywhere, its "optimum" is uniform play, and is shown as that.</li>
<li>The <strong>situation decomposition</strong> splits a change in the overseer's evaluation (Δ) into better <em>conduct</em> in the situations she would be in, and other <em>situations</em>; its other numbers are explained <a href="#audits">with the audits</a>. <em>Gaming</em> needs approval up, the situation part up, and the true return down.</li>
<li>A verdict is <strong>supported</strong>, <strong>not supported</strong>, or <strong>depends</strong>, by a rule whose margins, levels and worlds are written down as data, which the study's own code (<code>decide</code>) reads. "Rule data fixed before the results" means that these data, by their hash, have not changed since the first result was stored. The hash does not cover the code of <code>decide</code>, which runs anew whenever this page is made: to see whether it was changed, look at its history from the commit under <a href="#provenance">Provenance</a> on. <strong>Provisional</strong> verdicts say what is still missing.</li>
<li>A <strong>refused</strong> cell was not run, for the reason given. Nothing is skipped in silence.</li>
</ul></section>\n`;
}
