/**
 * Chart `front`: candidates of an optimisation by their first two results, with the intervals of those on the front.
 */
import type { Optimization } from '../experiment/optimize/conclude.ts';
import { candidateName } from '../experiment/optimize/search-settings.ts';
import type { Chart, Layer } from './chart.ts';
import { ink, inkSoft, variantColour } from './palette.ts';
import { plotWidth, sentences, theme, titleOf } from './parts.ts';

const chosenColour = variantColour(1);
const frontColour = variantColour(0);

export function frontChart(found: Optimization): Chart {
  const [x, y] = found.minimise;
  const title = `${found.scenario}: ${x} against ${y}`;
  const rows = found.candidates.map((one, at) => row(found, at, one));
  const front = rows.filter(({ standing }) => standing === 'front');
  const chosen = rows.filter(({ name }) => name !== '');
  const caption = sentences(
    'Blue: the front; bars are 95 % intervals. Orange: knee and least regret. Grey: rejected.',
    ...chosen.map(({ name, settings }) => `${name[0]!.toUpperCase()}${name.slice(1)}: ${settings}.`),
    `Simulated: “${found.scenario}”, ${found.candidates.length} candidates, those on the front with ${found.replications} or more fresh runs each, seed ${found.seed}.`,
    found.isComplete ? '' : 'The search was interrupted: hollow points wait for fresh runs.',
  );
  const scale = { zero: false };
  const axes = {
    x: { field: 'x', type: 'quantitative' as const, axis: { title: x! }, scale },
    y: { field: 'y', type: 'quantitative' as const, axis: { title: y! }, scale },
  };
  const bar = { type: 'rule' as const, color: frontColour, opacity: 0.6, strokeWidth: 1.5 };
  return {
    name: 'front',
    title,
    caption,
    description: `${front.length} of ${rows.length} candidates are on the front${chosen.map(({ name, settings }) => `; ${name}: ${settings}`).join('')}.`,
    spec: {
      title: titleOf(title, caption),
      config: theme,
      width: plotWidth,
      height: 340,
      layer: drawn([
        {
          data: { values: rows.filter(({ standing }) => standing === 'rejected') },
          mark: { type: 'point', color: inkSoft, opacity: 0.45, size: 36 },
          encoding: axes,
        },
        {
          data: { values: rows.filter(({ standing }) => standing === 'waits') },
          mark: { type: 'point', color: frontColour, size: 60 },
          encoding: axes,
        },
        {
          data: { values: front },
          mark: bar,
          encoding: { x: { ...axes.x, field: 'xLow' }, x2: { field: 'xHigh' }, y: axes.y },
        },
        {
          data: { values: front },
          mark: bar,
          encoding: { x: axes.x, y: { ...axes.y, field: 'yLow' }, y2: { field: 'yHigh' } },
        },
        {
          data: { values: front },
          mark: { type: 'point', filled: true, opacity: 1, color: frontColour, size: 60 },
          encoding: axes,
        },
        {
          data: { values: chosen },
          mark: { type: 'point', filled: true, opacity: 1, color: chosenColour, size: 130 },
          encoding: axes,
        },
        {
          data: { values: chosen },
          mark: { type: 'text', align: 'left', dx: 10, dy: -10, color: ink, fontSize: 11 },
          encoding: { ...axes, text: { field: 'name', type: 'nominal' } },
        },
      ]),
    },
  };
}

/** Layers with something in them: a scale over nothing has no ends. */
function drawn(layers: (Layer & { readonly data: { readonly values: readonly unknown[] } })[]): Layer[] {
  return layers.filter(({ data }) => data.values.length > 0);
}

function row(found: Optimization, at: number, one: Optimization['candidates'][number]) {
  const [x, y] = one.estimates;
  const half = (value: number): number => (Number.isFinite(value) ? value : 0);
  const names = [at === found.knee?.at ? 'knee' : '', at === found.leastRegret?.at ? 'least regret' : ''];
  const name = names.filter((word) => word !== '').join(', ');
  const settings = candidateName(found.factors, one.values);
  return {
    x: x!.mean,
    // No result is below 0.
    xLow: Math.max(0, x!.mean - half(x!.halfWidth95)),
    xHigh: x!.mean + half(x!.halfWidth95),
    y: y!.mean,
    yLow: Math.max(0, y!.mean - half(y!.halfWidth95)),
    yHigh: y!.mean + half(y!.halfWidth95),
    standing: one.rejected !== null ? 'rejected' : one.isVerified ? 'front' : 'waits',
    name,
    settings,
  };
}
