// Goal: a smaller drawing that looks the same.
// Method: arbitrary step lines; every point of the original must lie on a segment of the compacted path, and the
// ends must stay.

import { describe, expect, test } from 'vitest';
import { compactSvg } from '../../../../src/io/render/compact-svg.ts';
import { fc } from '../../../support/property.ts';

type Point = readonly [number, number];
const pathOf = (points: readonly Point[]) => `M${points.map(([x, y]) => `${x},${y}`).join('L')}`;
const pointsOf = (svg: string): Point[] =>
  (/ d="M([^"Z]*)/.exec(svg)?.[1] ?? '')
    .split('L')
    .map((pair) => pair.split(',').map(Number) as unknown as Point);

const liesOn = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point) =>
  (bx - ax) * (y - ay) === (by - ay) * (x - ax) &&
  Math.min(ax, bx) <= x &&
  x <= Math.max(ax, bx) &&
  Math.min(ay, by) <= y &&
  y <= Math.max(ay, by);

describe('compacting a drawing', () => {
  test('a flat line keeps its two ends', () => {
    expect(compactSvg('<path d="M0,5L1,5L2,5L3,5"/>')).toBe('<path d="M0,5L3,5"/>');
  });

  test('coordinates are rounded to a hundredth', () => {
    expect(compactSvg('<path d="M0.123456,1L2.98765,-3.004"/>')).toBe('<path d="M0.12,1L2.99,-3"/>');
  });

  test('closed and several subpaths stay so', () => {
    expect(compactSvg('<path d="M0,0L1,0L2,0L2,2ZM5,5L6,5"/>')).toBe('<path d="M0,0L2,0L2,2ZM5,5L6,5"/>');
  });

  test('curves, arcs and single letters of other kinds are left alone', () => {
    const circle = '<path d="M2,0A2,2,0,1,1,-2,0"/><path d="M0,0h10v5Z"/><path d=""/>';
    expect(compactSvg(circle)).toBe(circle);
  });

  test('every point of a step line still lies on it', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 })), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (moves) => {
        let x = 0;
        const points = moves.map(([dx, y]): Point => {
          x += dx;
          return [x, y];
        });
        const kept = pointsOf(compactSvg(`<path d="${pathOf(points)}"/>`));
        expect(kept[0]).toEqual(points[0]);
        expect(kept.at(-1)).toEqual(points.at(-1));
        for (const point of points) {
          expect(kept.slice(1).some((to, index) => liesOn(point, kept[index] ?? to, to))).toBe(true);
        }
      }),
    );
  });
});
