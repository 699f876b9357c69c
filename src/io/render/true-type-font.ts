/**
 * Text widths from a TrueType file, so that charts are laid out with the very glyphs they are drawn with and
 * come out the same on every machine. Reads only what that needs: units an em (`head`), the number of horizontal
 * metrics (`hhea`), advances (`hmtx`) and the Unicode map (`cmap` format 4, the basic plane).
 *
 * Simplification: no kerning and no ligatures. DejaVu has both, Vega's own estimate has neither.
 * Source: OpenType specification 1.9, chapters head, hhea, hmtx, cmap.
 */
export interface FontWidths {
  /** Width of a text in pixels at a font size in pixels. */
  readonly textWidth: (text: string, fontSizePx: number) => number;
}

export function readFontWidths(bytes: Uint8Array): FontWidths {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = tableOffsets(view);
  const unitsPerEm = view.getUint16(offsetOf(tables, 'head') + 18);
  const metricsCount = view.getUint16(offsetOf(tables, 'hhea') + 34);
  const metrics = offsetOf(tables, 'hmtx');
  const glyphOf = unicodeMap(view, offsetOf(tables, 'cmap'));
  const advances = new Map<number, number>();
  const advanceOf = (codePoint: number): number => {
    let advance = advances.get(codePoint);
    if (advance === undefined) {
      advance = view.getUint16(metrics + 4 * Math.min(glyphOf(codePoint), metricsCount - 1)) / unitsPerEm;
      advances.set(codePoint, advance);
    }
    return advance;
  };
  return {
    textWidth(text, fontSizePx) {
      let width = 0;
      for (const character of text) width += advanceOf(character.codePointAt(0) ?? 0);
      return width * fontSizePx;
    },
  };
}

function tableOffsets(view: DataView): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const count = view.getUint16(4);
  for (let index = 0; index < count; index += 1) {
    const record = 12 + 16 * index;
    const tag = [0, 1, 2, 3].map((at) => String.fromCharCode(view.getUint8(record + at))).join('');
    offsets.set(tag, view.getUint32(record + 8));
  }
  return offsets;
}

function offsetOf(tables: ReadonlyMap<string, number>, tag: string): number {
  const offset = tables.get(tag);
  if (offset === undefined) throw new Error(`readFontWidths: the font has no table ${tag}`);
  return offset;
}

/** Glyph of a code point by the first format 4 subtable; 0, the missing glyph, where it has none. */
function unicodeMap(view: DataView, cmap: number): (codePoint: number) => number {
  const count = view.getUint16(cmap + 2);
  for (let index = 0; index < count; index += 1) {
    const subtable = cmap + view.getUint32(cmap + 4 + 8 * index + 4);
    if (view.getUint16(subtable) === 4) return (codePoint) => glyphInSegments(view, subtable, codePoint);
  }
  throw new Error('readFontWidths: the font has no cmap of format 4');
}

function glyphInSegments(view: DataView, subtable: number, codePoint: number): number {
  const doubleCount = view.getUint16(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + doubleCount + 2;
  const deltas = starts + doubleCount;
  const rangeOffsets = deltas + doubleCount;
  for (let at = 0; at < doubleCount; at += 2) {
    if (view.getUint16(ends + at) < codePoint) continue;
    const start = view.getUint16(starts + at);
    if (start > codePoint) return 0;
    const delta = view.getUint16(deltas + at);
    const rangeOffset = view.getUint16(rangeOffsets + at);
    if (rangeOffset === 0) return (codePoint + delta) & 0xffff;
    const glyph = view.getUint16(rangeOffsets + at + rangeOffset + 2 * (codePoint - start));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}
