import { writeFileSync } from "node:fs";
import { manufacturedOpportunities } from "@firebreak/analysis/audits";
import { type DrawnFigure, formatNumber, PALETTE, themed } from "@firebreak/analysis/figures";
import { auditSubject, compile, oversee } from "@firebreak/core";
import { budget } from "@firebreak/envs";
import { consistent, evaluativeFeedback } from "@firebreak/rewards";
import { renderSvg } from "@firebreak/runner/render";

/** Accounts of falling narrowness: some hundred to 100,379 states, each in 36 steps of seven acts. */
const SIZES = [
  { checking: 4, overdraft: 0, savings: 2, loans: 0 },
  { checking: 8, overdraft: 2, savings: 2, loans: 1 },
  { checking: 8, overdraft: 2, savings: 6, loans: 3 },
  { checking: 12, overdraft: 4, savings: 12, loans: 5 },
  { checking: 16, overdraft: 5, savings: 18, loans: 7 },
  { checking: 20, overdraft: 6, savings: 26, loans: 10 },
];

/** Seconds of processor time, of all threads of this process. */
const processorSeconds = (): number => Object.values(process.cpuUsage()).reduce((sum, microseconds) => sum + microseconds, 0) / 1e6;

interface Cost {
  readonly states: number;
  readonly compiling: number;
  readonly auditing: number;
  readonly memory: number;
}

/** Enumerates the world, then solves it for the praise and audits the optimum by best repair, against both references, with the witness. */
function costOf(values: (typeof SIZES)[number]): Cost {
  const began = processorSeconds();
  const world = compile(budget.with(values));
  const compiled = processorSeconds();
  const overseen = oversee(world, consistent.with());
  const subject = auditSubject(overseen, evaluativeFeedback.with(), world.environment.spec.evaluation);
  if (!manufacturedOpportunities.inspect(subject).fired) {
    throw new Error(`The audit of '${world.id}' convicts nobody`);
  }
  return {
    states: world.dynamics.stateCount,
    compiling: compiled - began,
    auditing: processorSeconds() - compiled,
    // Peak so far: sizes come in rising order.
    memory: process.resourceUsage().maxRSS / 1024,
  };
}

function drawn(costs: readonly Cost[]): DrawnFigure {
  const line = (name: string, at: number, y: readonly number[]): object => ({
    type: "scatter",
    mode: "lines+markers",
    name,
    x: costs.map(({ states }) => states),
    y,
    line: { color: PALETTE[at], dash: at === 0 ? "solid" : "dash", width: 2.5 },
    marker: { size: 8, symbol: at === 0 ? "circle" : "square" },
  });
  const told = costs.map(({ states, auditing, memory }) => `${states} states ${formatNumber(auditing)} s, ${Math.round(memory)} MB`);
  return {
    id: "audit-cost",
    title: "What an exact audit costs",
    alt: `Processor seconds against states, both on logarithmic axes, for budgets of 36 steps: ${told.join("; ")}.`,
    numbers: null,
    notes: [],
    spec: {
      data: [
        line(
          "solve and audit by best repair",
          0,
          costs.map(({ auditing }) => auditing),
        ),
        line(
          "enumerate the world",
          1,
          costs.map(({ compiling }) => compiling),
        ),
      ] as DrawnFigure["spec"]["data"],
      layout: themed({
        height: 380,
        // Plotly's own ticks of a logarithmic axis are so many that they meet.
        xaxis: {
          title: { text: "states (36 steps of seven acts each)" },
          type: "log",
          tickvals: [200, 1000, 5000, 20_000, 100_000],
          tickformat: ",",
        },
        yaxis: { title: { text: "processor seconds" }, type: "log", tickvals: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20], tickformat: "~r" },
        showlegend: true,
      }),
    },
  };
}

/** Exact audits of growing worlds. `FIGURE=cost.svg` draws them too. */
export async function measure(): Promise<readonly { readonly name: string; readonly value: number; readonly unit: string }[]> {
  const costs = SIZES.map(costOf);
  const figure = process.env["FIGURE"];
  if (figure !== undefined) {
    writeFileSync(figure, await renderSvg(drawn(costs)));
  }
  return costs.flatMap(({ states, compiling, auditing, memory }) => [
    { name: `${states} states: enumerate the world`, value: compiling, unit: "processor seconds" },
    { name: `${states} states: solve and audit`, value: auditing, unit: "processor seconds" },
    { name: `${states} states: peak memory so far`, value: memory, unit: "MB" },
  ]);
}
