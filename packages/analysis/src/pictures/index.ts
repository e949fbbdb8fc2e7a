export { type DrawnLoop, drawLoop, type LoopDrawing, loopSvg } from "./loop-picture.ts";
export { drawSheet, type PictureSheet } from "./picture-sheet.ts";
export { pictureSvg } from "./picture-svg.ts";
export { pictureText, type TextOptions } from "./picture-text.ts";
export { pictureWords } from "./picture-words.ts";
