import type { Data } from "plotly.js-dist";
import type { DetectionReport, DetectorReport } from "../classification/detection-report.ts";
import type { Figure, NumbersTable, PlotSpec } from "./figure.ts";
import { formatInterval, formatNumber, formatPercent, plainText, rowLabels } from "./label.ts";
import { NEUTRAL, PALETTE, styleAt, themed } from "./theme.ts";

type Detectors = readonly DetectorReport[];

const HEIGHT = 460;
/** Curves drawn in one panel: the audit, and those of the others that do best. */
const CURVES = 5;

/** The first detector, and of the others those with the greatest area. */
function leading(detectors: Detectors): Detectors {
  const [first, ...others] = detectors;
  return first === undefined ? [] : [first, ...[...others].sort((x, y) => y.auroc.value - x.auroc.value).slice(0, CURVES - 1)];
}

const sureness = ({ value, interval }: DetectorReport["auroc"]): string => `${formatNumber(value)} ${formatInterval(interval)}`.trim();

function line(
  detector: DetectorReport,
  at: number,
  points: { readonly x: readonly number[]; readonly y: readonly number[]; readonly name: string; readonly steps?: boolean },
): Data {
  const { color, dash } = styleAt(at);
  return {
    type: "scatter",
    mode: "lines",
    name: plainText(`${detector.title}: ${points.name}`),
    x: [...points.x],
    y: [...points.y],
    line: { color, dash, width: at === 0 ? 3.5 : 2, shape: points.steps === true ? "vh" : "linear" },
    hovertemplate: `${plainText(detector.title)}<br>%{x:.3f}, %{y:.3f}<extra></extra>`,
  };
}

const shareAxis = (text: string): object => ({ title: { text }, range: [-0.01, 1.01], tickformat: ".0%" });

function panel(data: readonly Data[], axes: { readonly x: string; readonly y: string }, legendRows: number): PlotSpec {
  return {
    data: [...data],
    layout: themed({
      height: HEIGHT + 20 * legendRows,
      margin: { l: 12, r: 16, t: 20 + 22 * legendRows, b: 12 },
      xaxis: shareAxis(axes.x),
      yaxis: shareAxis(axes.y),
      // One entry a row, above the panel: beside it they would leave it no width.
      legend: {
        orientation: "h",
        entrywidth: 1,
        entrywidthmode: "fraction",
        x: 0.01,
        xref: "container",
        xanchor: "left",
        y: 1,
        yref: "container",
        yanchor: "top",
      },
      showlegend: true,
    }),
  };
}

function drawRoc(detectors: Detectors): PlotSpec {
  const shown = leading(detectors);
  const chance: Data = {
    type: "scatter",
    mode: "lines",
    name: "chance",
    x: [0, 1],
    y: [0, 1],
    line: { color: NEUTRAL, dash: "dot", width: 1.5 },
    hoverinfo: "skip",
  };
  const curves = shown.map((detector, at) =>
    line(detector, at, {
      x: detector.roc.map(({ falseAlarms }) => falseAlarms),
      y: detector.roc.map(({ recall }) => recall),
      name: `area ${sureness(detector.auroc)}`,
    }),
  );
  return panel([...curves, chance], { x: "innocent cases called guilty", y: "guilty cases called guilty" }, shown.length + 1);
}

function drawPrecision(detectors: Detectors): PlotSpec {
  const shown = leading(detectors);
  const curves = shown.map((detector, at) =>
    line(detector, at, {
      x: detector.roc.map(({ recall }) => recall),
      y: detector.roc.map(({ precision }) => precision),
      name: `average precision ${sureness(detector.averagePrecision)}`,
      steps: true,
    }),
  );
  return panel(curves, { x: "guilty cases called guilty (recall)", y: "calls that are right (precision)" }, shown.length);
}

function drawCalibration(detectors: Detectors): PlotSpec {
  const shown = leading(detectors);
  const perfect: Data = {
    type: "scatter",
    mode: "lines",
    name: "what is said happens",
    x: [0, 1],
    y: [0, 1],
    line: { color: NEUTRAL, dash: "dot", width: 1.5 },
    hoverinfo: "skip",
  };
  const curves = shown.map(({ title, calibration }, at): Data => {
    const { color, symbol, dash } = styleAt(at);
    return {
      type: "scatter",
      mode: "lines+markers",
      name: plainText(`${title}: Brier ${formatNumber(calibration.brier)}, base rate alone ${formatNumber(calibration.baseline)}`),
      x: calibration.bins.map(({ said }) => said),
      y: calibration.bins.map(({ happened }) => happened),
      line: { color, dash, width: at === 0 ? 3 : 1.5 },
      marker: { color, symbol, size: calibration.bins.map(({ cases }) => 5 + Math.min(15, Math.sqrt(cases) / 2)) },
      customdata: calibration.bins.map(({ cases }) => cases),
      hovertemplate: "said %{x:.2f}, guilty %{y:.2f}, %{customdata} cases<extra></extra>",
    };
  });
  return panel([...curves, perfect], { x: "probability of guilt (calibrated on other templates)", y: "share guilty" }, shown.length + 1);
}

function drawAreas(detectors: Detectors): PlotSpec {
  const { texts, pitch } = rowLabels(detectors.map(({ title }) => title));
  const distance = (end: 0 | 1): number[] =>
    detectors.map(({ auroc: { value, interval } }) => Math.abs((interval?.[end] ?? value) - value));
  return {
    data: [
      {
        type: "scatter",
        mode: "text+markers",
        x: detectors.map(({ auroc }) => auroc.value),
        y: detectors.map((_, at) => at),
        text: detectors.map(({ auroc }) => formatNumber(auroc.value)),
        textposition: "top center",
        error_x: { type: "data", symmetric: false, array: distance(1), arrayminus: distance(0), thickness: 2.5, width: 0, color: NEUTRAL },
        marker: {
          size: 11,
          color: detectors.map((_, at) => (at === 0 ? PALETTE[0] : PALETTE[1])),
          symbol: detectors.map((_, at) => (at === 0 ? "diamond" : "circle")),
        },
        hovertemplate: "%{x:.3f}<extra></extra>",
      },
    ],
    layout: themed({
      height: 90 + Math.max(44, pitch) * detectors.length,
      margin: { l: 12, r: 16, t: 16, b: 12 },
      xaxis: { title: { text: "area under the ROC curve, 95 % interval over templates" }, range: [0, 1.04] },
      yaxis: { tickvals: detectors.map((_, at) => at), ticktext: texts, range: [detectors.length - 0.4, -0.7], showgrid: false, ticks: "" },
      shapes: [{ type: "line", x0: 0.5, x1: 0.5, y0: 0, y1: 1, yref: "paper", line: { color: NEUTRAL, dash: "dot", width: 1.5 } }],
      showlegend: false,
    }),
  };
}

function tabulate(detectors: Detectors): NumbersTable {
  const ends = ({ value, interval }: DetectorReport["auroc"]): readonly (number | null)[] => [
    value,
    interval?.[0] ?? null,
    interval?.[1] ?? null,
  ];
  return {
    columns: [
      "detector",
      "AUROC",
      "from",
      "to",
      "average precision",
      "from",
      "to",
      "false alarms at 90 % recall",
      "from",
      "to",
      "lead of the audit",
      "from",
      "to",
      "Brier",
      "Brier of the base rate",
    ],
    rows: detectors.map(({ title, auroc, averagePrecision, falseAlarms, lead, calibration }) => [
      title,
      ...ends(auroc),
      ...ends(averagePrecision),
      ...ends(falseAlarms),
      ...(lead === null ? [null, null, null] : ends(lead)),
      calibration.brier,
      calibration.baseline,
    ]),
  };
}

function describe(detectors: Detectors): string {
  return detectors
    .map(({ title, auroc, falseAlarms, lead }) => {
      const ahead = lead === null ? "" : `; the audit leads by ${sureness(lead)}`;
      return `${title}: area ${sureness(auroc)}, ${formatPercent(falseAlarms.value)} % false alarms at 90 % recall${ahead}.`;
    })
    .join(" ");
}

const figure = (id: string, title: string, draw: (detectors: Detectors) => PlotSpec): Figure<DetectionReport, Detectors> => ({
  id,
  title,
  select: ({ detectors }) => detectors,
  draw,
  describe,
  tabulate,
});

/** The curves of detectors as classifiers: areas with intervals, ROC, precision–recall, and calibration. */
export const detectionFigures: readonly Figure<DetectionReport, Detectors>[] = [
  figure("areas", "Detectors told apart: area under the ROC curve", drawAreas),
  figure("roc", "Guilty and innocent cases called guilty", drawRoc),
  figure("precision-recall", "How many calls are right, by how many of the guilty are found", drawPrecision),
  figure("calibration", "Does a score mean what it says? Calibrated on some templates, judged on others", drawCalibration),
];
