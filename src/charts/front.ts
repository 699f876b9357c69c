/**
 * Chart `front`: candidates of an optimisation by their first two results.
 */
import type { Optimization } from '../experiment/optimize.ts';
import type { Chart } from './chart.ts';
import { inkSoft, variantColour } from './palette.ts';
import { plotWidth, theme, titleOf } from './parts.ts';

export function frontChart(found: Optimization): Chart {
  const [x, y] = found.minimise;
  const title = `${x} against ${y}`;
  const caption = `Blue: the front, from ${found.replications} fresh replications. Orange: knee and least regret. Grey: rejected.`;
  const kindOf = (at: number, rejected: string | null): string => {
    if (rejected !== null) return 'rejected';
    const words = [at === found.knee ? 'knee' : '', at === found.leastRegret ? 'least regret' : ''];
    return words.filter((word) => word !== '').join(', ') || 'front';
  };
  const values = found.candidates.map(({ estimates, rejected, values: settings }, at) => ({
    x: estimates[0]!.mean,
    y: estimates[1]!.mean,
    kind: kindOf(at, rejected),
    settings: settings.join(', '),
  }));
  const scale = { zero: false };
  const encoding = {
    x: { field: 'x', type: 'quantitative' as const, axis: { title: x! }, scale },
    y: { field: 'y', type: 'quantitative' as const, axis: { title: y! }, scale },
  };
  const only = (kinds: readonly string[], isIn = true) =>
    values.filter(({ kind }) => kinds.includes(kind) === isIn);
  const chosen = values.filter(({ kind }) => !['front', 'rejected'].includes(kind));
  return {
    name: 'front',
    title,
    caption,
    description: `${only(['rejected'], false).length} of ${values.length} candidates are on the front.`,
    spec: {
      title: titleOf(title, caption),
      config: theme,
      width: plotWidth,
      height: 320,
      encoding,
      layer: [
        {
          data: { values: only(['rejected']) },
          mark: { type: 'point', color: inkSoft, opacity: 0.5, size: 40 },
        },
        {
          data: { values: only(['rejected'], false) },
          mark: {
            type: 'line',
            color: variantColour(0),
            strokeWidth: 1.5,
            point: { color: variantColour(0), size: 60 },
          },
        },
        {
          data: { values: chosen },
          mark: { type: 'point', filled: true, color: variantColour(1), size: 120 },
        },
        {
          data: { values: chosen },
          mark: { type: 'text', align: 'left', dx: 10, dy: -8, color: variantColour(1) },
          encoding: { text: { field: 'kind', type: 'nominal' } },
        },
      ],
    },
  };
}
