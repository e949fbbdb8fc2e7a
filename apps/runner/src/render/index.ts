export { writeFigurePages } from "./figure-page.ts";
export { plotlyBundle } from "./plotly-bundle.ts";
export { openPlotly, type PictureSize, type PlotlyWindow } from "./plotly-window.ts";
export { PNG_SCALE, renderPng } from "./render-png.ts";
export { PICTURE_WIDTH, renderSvg, renderSvgs } from "./render-svg.ts";
export { type PictureFormat, type ReportTask, type WrittenReport, writeFigures, writeReport } from "./write-report.ts";
export { makeFolder } from "./write-whole.ts";
