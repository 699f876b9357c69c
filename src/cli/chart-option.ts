/**
 * The option of commands that can draw what they found.
 */
import type { OptionSpec } from './options.ts';

/** @param what is drawn, in a few words */
export function chartOption(what: string): OptionSpec {
  return {
    name: 'chart',
    kind: 'text',
    description: `SVG or PNG file to draw into: ${what}. Default: none.`,
  };
}
