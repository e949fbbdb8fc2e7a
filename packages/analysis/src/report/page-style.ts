import { FONT_FAMILY } from "../figures/theme.ts";
import { PICTURE_STYLE } from "../pictures/drawing.ts";

/** The page's only style sheet: one column, system fonts, light and dark, and paper. */
export const PAGE_STYLE: string = `${PICTURE_STYLE}
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--soft:#f4f4f2;--line:#d4d4d0;--quiet:#595959;--link:#0057a0;--good:#00634a;--bad:#9c3a00;--mixed:#5c4a00;--here:#d55e00}
@media (prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#16181c;--soft:#1f2227;--line:#3a3f46;--quiet:#a8a8a8;--link:#7ab8f5;--good:#4fcfa5;--bad:#ff9c66;--mixed:#e3c35a;--here:#ff8c3a}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,header,footer,nav{max-width:62rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.4rem;line-height:1.3;margin:3rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1.1rem;margin:2rem 0 .5rem}
p,li,dd{max-width:46rem}
.question{font-size:1.15rem}
small,.note,figcaption,caption{color:var(--quiet)}
a{color:var(--link)}
a:focus-visible,button:focus-visible,[tabindex]:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:2}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0}
code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
code{overflow-wrap:anywhere}
pre{background:var(--soft);padding:.75rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.9rem;line-height:1.4;min-width:100%}
caption{text-align:left;padding:.5rem 0;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);font-weight:inherit}
thead th{font-weight:600;vertical-align:bottom;border-bottom:2px solid var(--line)}
tbody th,td{overflow-wrap:break-word}
#results tbody th,#ledger tbody th{overflow-wrap:break-word;min-width:14rem}
ul.bare{list-style:none;margin:0;padding:0}
.tall{margin:0 0 1rem;max-height:28rem;overflow:auto;border:1px solid var(--line);border-radius:4px;padding:0 .75rem}
.tall thead th{position:sticky;top:0;background:var(--paper)}
.cue{font-weight:600;color:var(--ink)}
.box{border:1px solid var(--line);border-radius:6px;background:var(--soft);padding:0 1.25rem .5rem;margin-top:2rem}
.box h2{border:0;margin:.5rem 0}
.sideways{display:none;margin:.25rem 0 0;font-size:.9rem;color:var(--quiet)}
.missing{color:var(--bad)}
.rules h3{margin-top:1.5rem}.rules .scroll{max-width:46rem}
#verdicts>.scroll :is(td,th),#audits td,#provenance td{min-width:7rem}
#verdicts>.scroll td:nth-child(2){min-width:9.5rem}
#verdicts td:nth-child(4),#provenance td{overflow-wrap:anywhere}
#verdicts>.scroll tbody th{width:30%}
#verdicts>.scroll td:nth-child(4){width:40%}
.provisional{margin:.5rem 0 0;color:var(--quiet)}
.steps table{min-width:0}
#audits td:nth-child(4){min-width:16rem}
.right{text-align:right}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.nowrap{white-space:nowrap;overflow-wrap:normal}
.verdict{font-weight:600;white-space:nowrap}
.supported{color:var(--good)}.not-supported,.fired{color:var(--bad)}.depends{color:var(--mixed)}.silent{color:var(--quiet)}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--link)}
td details{margin:0}
figure{margin:2rem 0 2.5rem}
.picture{min-height:6rem}
.picture>*{min-width:45rem;width:100%;max-width:100%;display:block}
.picture>.still{height:auto}
p.still{min-width:0}
[hidden]{display:none!important}
figcaption{margin-top:.5rem}
figcaption strong{color:var(--ink)}
.forms math{margin:0 .5rem;font-size:1.1em}
.player{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start}
.player:focus-within .now{color:var(--ink)}
.stage{flex:0 1 auto;max-width:100%}
.controls{position:sticky;bottom:0;padding:.25rem 0;background:var(--paper)}
.symbols{position:absolute}
.frame{font-family:${FONT_FAMILY};display:block;max-width:100%;height:auto;margin-bottom:.75rem}
.loop{margin:1rem 0}
.slider{display:block;width:100%;max-width:24rem;margin:.75rem 0 0;accent-color:var(--here)}
.now{min-height:1.5em;margin:.5rem 0;color:var(--quiet)}
.steps{flex:1 1 min(34rem,100%);overflow-x:auto}
.steps.tall{max-height:20rem}
.steps tbody tr[aria-current]{background:var(--soft);box-shadow:inset 4px 0 0 var(--here)}
.steps tbody th{padding-left:.75rem}
.scripted .steps tbody tr{cursor:pointer}
button{font:inherit;padding:.3rem .75rem;border:1px solid var(--line);border-radius:4px;background:var(--soft);color:var(--ink);cursor:pointer}
html:not(.scripted) .needs-script{display:none}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem}
dt{color:var(--quiet)}dd{margin:0}
.hash{overflow-wrap:anywhere}
footer{margin-top:3rem;padding-bottom:2rem;color:var(--quiet);font-size:.9rem}
@media (max-width:47.5rem){.sideways{display:block}}
@media (max-width:40rem){
dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}h1{font-size:1.6rem}
main,header,footer,nav{padding:0 1rem}
.box{padding:0 .75rem .5rem}
:is(#verdicts,#audits)>.scroll thead{position:absolute;left:-100rem}
:is(#verdicts,#audits)>.scroll :is(table,tbody,tr,td,th,caption){display:block;width:auto!important;min-width:0!important}
:is(#verdicts,#audits)>.scroll :is(td,tbody th){border:0;padding:.2rem 0}
:is(#verdicts,#audits)>.scroll tbody tr{border-bottom:1px solid var(--line);padding:.6rem 0}
}
@media print{
:root{--ink:#000;--paper:#fff;--soft:#f4f4f2;--line:#bbb;--quiet:#444;--link:#000;--good:#00634a;--bad:#9c3a00;--mixed:#5c4a00}
nav,.skip,.needs-script,.screen,.sideways{display:none!important}
main,header,footer{max-width:none;padding:0}
body{font-size:10pt}
.picture>.plot{display:none!important}
.picture>.still{display:block!important;min-width:0}
.scroll,.tall,.steps.tall{overflow:visible;max-height:none;border:0;padding:0}
thead th{position:static!important}
figure,tr,.stage{break-inside:avoid}
h2,h3,caption{break-after:avoid}
}
`;
