// Goal: a chart does not change unnoticed. A regression guard only: it says that a drawing is as it was, not that
// it is right.
// Method: draw the sample results and compare with the SVG files beside this test. After a change that is meant:
// `npx vitest run test/golden/charts --update`, look at the new files, commit them.
import { describe, expect, test } from 'vitest';
import { chartsOf } from '../../../src/charts/all-charts.ts';
import { renderChart } from '../../../src/io/render/render-chart.ts';
import { aResults } from '../../support/sample-results.ts';

describe('drawings of the sample results', () => {
  test.each(chartsOf(aResults()).map((chart) => [chart.name, chart.spec] as const))(
    '%s is as it was',
    async (name, spec) => {
      await expect(await renderChart(spec, 'svg')).toMatchFileSnapshot(`${name}.svg`);
    },
  );
});
