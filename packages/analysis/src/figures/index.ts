export { type Arm, discountOf, familyOf, horizonOf, lookaheadOf, type Summarise, type Summary } from "./arm.ts";
export {
  type CriterionSweep,
  criterionSweep,
  type Flip,
  type SweepOptions,
  type SweepPanel,
} from "./criterion-sweep.ts";
export { detectionFigures } from "./detection-figures.ts";
export { type DrawnFigure, drawFigure, type Figure, type NumbersTable, type PlotSpec } from "./figure.ts";
export { type HarmBars, type HarmOptions, type HarmPart, type HarmRow, harmBars } from "./harm-bars.ts";
export { formatInterval, formatNumber, formatPercent } from "./label.ts";
export {
  measureSurface,
  type Surface,
  type SurfaceCell,
  type SurfaceCurve,
  type SurfaceKnob,
  type SurfaceOptions,
} from "./measure-surface.ts";
export { type Occupancy, type OccupancyOptions, occupancyMap } from "./occupancy-map.ts";
export { type Returns, type ReturnsArm, type ReturnsOptions, type ReturnsRow, type Role, returnsByMethod } from "./returns-by-method.ts";
export { type SituationBars, type SituationOptions, type SituationRow, situationBars } from "./situation-bars.ts";
export { centreOfWorlds, estimateOverWorlds } from "./summarise.ts";
export { type GridOptions, type GridPanel, type SweepGrid, sweepGrid } from "./sweep-grid.ts";
export type { SweepPoint } from "./sweep-lines.ts";
export { PALETTE, TEMPLATES, themed } from "./theme.ts";
export { type TimeLine, type TimeLineArm, type TimeLineOptions, type TimeLineStep, witnessTimeLine } from "./witness-time-line.ts";
export { type Tile, tileAt, tilesOf, type WorldMap, worldMap } from "./world-map.ts";
