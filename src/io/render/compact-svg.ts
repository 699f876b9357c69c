/**
 * Makes a drawing smaller without changing what one sees: coordinates of paths are rounded to a hundredth of a
 * pixel, and points on a level or upright line between their neighbours left out.
 * Flat stretches of a day shrink from hundreds of points to two.
 */
const decimals = 2;

export function compactSvg(svg: string): string {
  return svg.replaceAll(/ d="([^"]*)"/g, (whole, path: string) => {
    const compacted = compactPath(path);
    return compacted === null ? whole : ` d="${compacted}"`;
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Only paths of absolute straight lines; anything else stays as it is. */
function compactPath(path: string): string | null {
  if (!/^(?:[ML]-?[\d.]+(?:e-?\d+)?,-?[\d.]+(?:e-?\d+)?|Z)+$/.test(path)) return null;
  const pieces: string[] = [];
  for (const subpath of path.split(/(?=M)/)) {
    const closed = subpath.endsWith('Z');
    const points = subpath.replace(/Z$/, '').slice(1).split('L').map(toPoint);
    const kept = withoutStraightPoints(points).map(({ x, y }) => `${x},${y}`);
    pieces.push(`M${kept.join('L')}${closed ? 'Z' : ''}`);
  }
  return pieces.join('');
}

function toPoint(text: string): Point {
  const [x = Number.NaN, y = Number.NaN] = text
    .split(',')
    .map((part) => Number(Number(part).toFixed(decimals)));
  return { x, y };
}

function withoutStraightPoints(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const before = kept[kept.length - 1];
    const earlier = kept[kept.length - 2];
    if (before !== undefined && before.x === point.x && before.y === point.y) continue;
    if (before !== undefined && earlier !== undefined && liesBetween(earlier, before, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** Exactly level or upright lines only: there, leaving out points cannot add up to a visible error. */
function liesBetween(from: Point, middle: Point, to: Point): boolean {
  if (from.y === middle.y && middle.y === to.y) return (middle.x - from.x) * (to.x - middle.x) >= 0;
  if (from.x === middle.x && middle.x === to.x) return (middle.y - from.y) * (to.y - middle.y) >= 0;
  return false;
}
