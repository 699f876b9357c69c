/**
 * The font of all drawings: DejaVu Sans, from the package that ships its files.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FontWidths } from './true-type-font.ts';
import { readFontWidths } from './true-type-font.ts';

export const fontName = 'DejaVu Sans';

export function fontFiles(): { readonly regular: string; readonly bold: string } {
  const { resolve } = createRequire(import.meta.url);
  return {
    regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  };
}

export function loadFontWidths(): { readonly regular: FontWidths; readonly bold: FontWidths } {
  const { regular, bold } = fontFiles();
  return { regular: readFontWidths(readFileSync(regular)), bold: readFontWidths(readFileSync(bold)) };
}
