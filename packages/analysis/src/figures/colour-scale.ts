/** From nothing to most, light to dark: lightness alone carries the order, so it survives grey print and any colour vision. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [255, 255, 229],
  [199, 233, 180],
  [65, 182, 196],
  [34, 94, 168],
  [8, 29, 88],
];

/** The colour of a share in [0, 1], as Plotly reads it. */
export function shadeOf(share: number): string {
  return `rgb(${channelsOf(share).join(", ")})`;
}

/** Black or white, whichever is read better on the shade (relative luminance, WCAG 2.2). */
export function inkOn(share: number): string {
  const [red = 0, green = 0, blue = 0] = channelsOf(share).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : Math.exp(2.4 * Math.log((part + 0.055) / 1.055));
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

function channelsOf(share: number): readonly number[] {
  const at = Math.min(Math.max(share, 0), 1) * (STOPS.length - 1);
  const below = STOPS[Math.floor(at)] ?? [0, 0, 0];
  const above = STOPS[Math.ceil(at)] ?? below;
  return below.map((channel, index) => Math.round(channel + ((above[index] ?? 0) - channel) * (at - Math.floor(at))));
}

/** The scale for a colour bar. */
export const COLOUR_SCALE: [number, string][] = STOPS.map((_, index) => {
  const share = index / (STOPS.length - 1);
  return [share, shadeOf(share)];
});
