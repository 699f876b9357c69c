/**
 * Chart `fit-residuals`: what the formula leaves over. A bend means a wrong shape, a funnel errors that grow.
 */
import type { FitReport } from '../calibration/fit-report.ts';
import type { Chart } from './chart.ts';
import { formatNumber } from './figures.ts';
import { channel, domainOf, fitChart, lineColour, nameLayers, pointLayer, pointRows } from './fit-parts.ts';

export function fitResidualsChart(report: FitReport): Chart {
  const residuals = report.residuals.map(({ residual }) => residual);
  const deviation = report.rootMeanSquareError;
  const most = Math.max(2.2 * deviation, ...residuals.map(Math.abs)) * 1.06 || 1;
  const fitted = channel(
    'fitted',
    `fitted, ${report.unit}`,
    domainOf(report.residuals.map((row) => row.fitted)),
  );
  const leftOver = channel('residual', `measured less fitted, ${report.unit}`, [-most, most]);
  return fitChart(
    {
      name: 'fit-residuals',
      title: 'What is left over',
      caption: 'Dashed: twice the root mean square error. A bend means a wrong shape.',
      description: `Residuals from ${formatNumber(Math.min(...residuals))} to ${formatNumber(Math.max(...residuals))} ${report.unit}.`,
    },
    {
      data: pointRows(report),
      layer: [
        pointLayer(fitted, leftOver),
        ...nameLayers(fitted, leftOver),
        {
          data: {
            values: [-2 * deviation, 0, 2 * deviation].map((at) => ({
              at,
              dash: at === 0 ? 'zero' : 'twice',
            })),
          },
          mark: { type: 'rule', color: lineColour },
          encoding: {
            y: { field: 'at', type: 'quantitative' },
            strokeDash: {
              field: 'dash',
              type: 'nominal',
              legend: null,
              scale: {
                domain: ['zero', 'twice'],
                range: [
                  [1, 0],
                  [4, 3],
                ],
              },
            },
          },
        },
      ],
    },
  );
}
