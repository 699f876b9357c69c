// Goal: charts are drawn or fail loudly, and the page's drawing is the file's drawing.
// Method: draw every sample chart; compare Vega's two ways of evaluating expressions with each other; feed a
// specification that Vega only warns about.

import type { Spec } from 'vega';
import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { describe, expect, test } from 'vitest';
import { chartsOf } from '../../../../src/charts/all-charts.ts';
import { forPrint } from '../../../../src/charts/chart.ts';
import { compactSvg } from '../../../../src/io/render/compact-svg.ts';
import { interactiveSpec } from '../../../../src/io/render/interactive-spec.ts';
import { renderChart } from '../../../../src/io/render/render-chart.ts';
import { aResults } from '../../../support/sample-results.ts';

const charts = chartsOf(aResults());

/** What the page's script does with the packed columns. */
function unpacked(json: string): Spec {
  const spec = JSON.parse(json) as {
    data: { values?: { fields?: string[]; columns?: unknown[][] } | unknown[] }[];
  };
  for (const source of spec.data) {
    if (source.values === undefined || Array.isArray(source.values)) continue;
    const { fields = [], columns = [] } = source.values;
    source.values = (columns[0] ?? []).map((_, row) =>
      Object.fromEntries(fields.map((field, at) => [field, columns[at]?.[row]])),
    );
  }
  return spec as unknown as Spec;
}

describe('drawing a chart', () => {
  test.each(charts.map((chart) => [chart.name, chart.spec] as const))(
    '%s is drawn, and drawn the same again',
    async (_, spec) => {
      const svg = await renderChart(spec, 'svg');
      expect(svg).toMatch(/^<svg [\s\S]*<\/svg>$/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(await renderChart(spec, 'svg')).toBe(svg);
    },
  );

  test('a PNG is a PNG, twice the size of the drawing', async () => {
    const [chart] = charts;
    if (chart === undefined) return expect.unreachable('sample without charts');
    const svg = await renderChart(chart.spec, 'svg');
    const png = Buffer.from(await renderChart(chart.spec, 'png'));
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(2 * Number(/ width="(\d+)"/.exec(svg)?.[1]));
  });

  test('what Vega merely warns of is an error here', async () => {
    const empty = {
      data: { values: [] },
      mark: 'point' as const,
      encoding: { x: { field: 'a', type: 'quantitative' as const } },
    };
    await expect(renderChart(empty, 'svg')).rejects.toThrow(/drawing a chart: .*Infinite extent/);
  });

  test('a chart without a single replication interval, or of one variant, is drawn too', async () => {
    const [variant] = aResults().variants;
    if (variant === undefined) return expect.unreachable('sample without variants');
    const single = aResults({ variants: [variant], replications: 1, observed: [] });
    for (const { spec } of chartsOf(single)) expect(await renderChart(spec, 'svg')).toContain('<svg');
  });

  test.each(charts.map((chart) => [chart.name, chart.spec] as const))(
    '%s is drawn the same by the interpreter of the page, without its pointer line',
    async (_, spec) => {
      const packed = await interactiveSpec(forPrint(spec));
      const view = new View(parse(unpacked(packed), undefined, { ast: true }), {
        expr: expressionInterpreter,
        renderer: 'none',
      });
      const drawn = compactSvg(await view.toSVG());
      view.finalize();
      const numbered = (svg: string) => svg.replaceAll(/\bclip\d+/g, 'clip');
      expect(numbered(drawn)).toBe(
        numbered(await renderChart({ ...spec, background: 'transparent' }, 'svg')),
      );
    },
  );
});
