/**
 * A row of block characters that shows how a series went.
 */
const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

export interface SparklineOptions {
  /** Characters. */
  readonly width: number;
  /** Value of the highest block; the series' own maximum unless given. The lowest block is 0. */
  readonly max?: number;
}

/**
 * The series in `width` characters: of the values that share a character the largest counts, so that no peak is lost.
 * Gaps (NaN) are blank. Values above `max` are drawn as `max`.
 */
export function sparkline(values: ArrayLike<number>, { width, max }: SparklineOptions): string {
  const columns = Math.min(width, values.length);
  const peaks = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const until = Math.floor(((column + 1) * values.length) / columns);
    return peakOf(values, from, until);
  });
  const highest = max ?? Math.max(0, ...peaks.filter((peak) => !Number.isNaN(peak)));
  return peaks.map((peak) => blockOf(peak, highest)).join('');
}

/** Largest value of a stretch; NaN when it has none. */
function peakOf(values: ArrayLike<number>, from: number, until: number): number {
  let peak = Number.NaN;
  for (let index = from; index < until; index++) {
    const value = values[index]!;
    if (!Number.isNaN(value) && !(value <= peak)) peak = value;
  }
  return peak;
}

function blockOf(value: number, highest: number): string {
  if (Number.isNaN(value)) return ' ';
  if (highest <= 0) return blocks[0];
  const step = Math.ceil((value / highest) * blocks.length) - 1;
  return blocks[Math.min(blocks.length - 1, Math.max(0, step))]!;
}
