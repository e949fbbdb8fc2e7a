import { FirebreakError, type MapPicture, type PanelPicture, type Picture } from "@firebreak/core";
import type { Html } from "../report/html.ts";
import { mapSheet } from "./map-sheet.ts";
import { panelSheet } from "./panel-sheet.ts";

/** Pictures drawn to one size, in pixels: what stands inside an SVG element of that size, one a picture, in their order. */
export interface PictureSheet {
  readonly width: number;
  readonly height: number;
  readonly bodies: readonly Html[];
}

const isMap = (picture: Picture): picture is MapPicture => "rows" in picture;
const isDesk = (picture: Picture): picture is PanelPicture => !isMap(picture);

/** Draws pictures of one world. @throws FirebreakError "bad-specification" where some are maps and some are panels. */
export function drawSheet(pictures: readonly Picture[]): PictureSheet {
  const maps = pictures.filter(isMap);
  const desks = pictures.filter(isDesk);
  if (maps.length > 0 && desks.length > 0) {
    throw new FirebreakError("bad-specification", "Cannot draw these pictures together: some are maps and some are panels");
  }
  return desks.length > 0 ? panelSheet(desks) : mapSheet(maps);
}
