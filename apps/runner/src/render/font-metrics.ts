/** How wide and how tall text is, read from a TrueType file: the only part of a font that a layout needs. Units: ems. */
export interface FontMetrics {
  /** Above the baseline, positive. */
  readonly ascent: number;
  /** Below the baseline, positive. */
  readonly descent: number;
  /** The sum of the advances, without kerning. */
  widthOf(text: string): number;
}

/** The bytes of a table. @throws Error if the font has none of that name. */
function tableOf(font: DataView, tag: string): DataView {
  const count = font.getUint16(4);
  for (let record = 0; record < count; record++) {
    const at = 12 + 16 * record;
    const name = String.fromCharCode(font.getUint8(at), font.getUint8(at + 1), font.getUint8(at + 2), font.getUint8(at + 3));
    if (name === tag) {
      return new DataView(font.buffer, font.byteOffset + font.getUint32(at + 8), font.getUint32(at + 12));
    }
  }
  throw new Error(`the font has no table '${tag}'`);
}

/** The format 4 subtable of cmap: code points below 2^16 in segments. @throws Error if the font has none. */
function segmentsOf(cmap: DataView): DataView {
  for (let record = 0; record < cmap.getUint16(2); record++) {
    const at = cmap.getUint32(4 + 8 * record + 4);
    if (cmap.getUint16(at) === 4) {
      return new DataView(cmap.buffer, cmap.byteOffset + at, cmap.getUint16(at + 2));
    }
  }
  throw new Error("the font maps no characters by segments (cmap format 4)");
}

/** The glyph of a code point; 0, the glyph for what is missing, where there is none. */
function glyphOf(segments: DataView, code: number): number {
  const width = segments.getUint16(6); // twice the number of segments: the size of each of the four arrays below
  for (let at = 0; at < width; at += 2) {
    if (code <= segments.getUint16(14 + at)) {
      const start = segments.getUint16(16 + width + at);
      if (code < start) {
        return 0;
      }
      const delta = segments.getUint16(16 + 2 * width + at);
      const rangeAt = 16 + 3 * width + at;
      const range = segments.getUint16(rangeAt);
      const glyph = range === 0 ? code : segments.getUint16(rangeAt + range + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
  }
  return 0;
}

/** The metrics of a TrueType font (OpenType 1.9: tables head, hhea, hmtx, cmap). @throws Error if a table is missing. */
export function readFontMetrics(bytes: Uint8Array): FontMetrics {
  const font = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const em = tableOf(font, "head").getUint16(18);
  const hhea = tableOf(font, "hhea");
  const hmtx = tableOf(font, "hmtx");
  const segments = segmentsOf(tableOf(font, "cmap"));
  const lastAdvance = hhea.getUint16(34) - 1;
  const advance = (character: string): number => {
    const glyph = glyphOf(segments, character.codePointAt(0) ?? 0);
    return hmtx.getUint16(4 * Math.min(glyph, lastAdvance)) / em;
  };
  return {
    ascent: hhea.getInt16(4) / em,
    descent: -hhea.getInt16(6) / em,
    widthOf: (text) => [...text].reduce((width, character) => width + advance(character), 0),
  };
}
