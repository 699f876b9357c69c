/**
 * Settings as the HOCON that Jicofo and the bridge read: braces, `key = value`, durations in words.
 */
export interface HoconBlock {
  readonly [key: string]: HoconValue | undefined;
}
export type HoconValue = string | number | boolean | HoconBlock;

/** Keys without a value are left out. */
export function hoconText(block: HoconBlock, indent = ''): string {
  return Object.entries(block)
    .map(([key, value]) => {
      if (value === undefined) return '';
      if (typeof value === 'object')
        return `${indent}${key} {\n${hoconText(value, `${indent}  `)}${indent}}\n`;
      return `${indent}${key} = ${typeof value === 'string' ? quoted(value) : value}\n`;
    })
    .join('');
}

/** Words, numbers with a unit and the like need no quotes. */
function quoted(value: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9 _-]*$/.test(value) ? value : JSON.stringify(value);
}

export function hoconSeconds(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds} seconds` : `${Math.round(seconds * 1000)} milliseconds`;
}
