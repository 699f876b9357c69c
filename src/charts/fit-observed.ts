/**
 * Chart `fit-observed`: what was measured against what the formula says.
 */
import type { FitReport } from '../calibration/fit-report.ts';
import type { Chart } from './chart.ts';
import { formatNumber } from './figures.ts';
import { channel, diagonalLayer, domainOf, fitChart, pointLayer, pointRows } from './fit-parts.ts';

export function fitObservedChart(report: FitReport): Chart {
  const values = report.residuals.flatMap(({ observed, fitted }) => [observed, fitted]);
  const domain = domainOf(values);
  const fitted = channel('fitted', `fitted, ${report.unit}`, domain);
  const observed = channel('observed', `measured, ${report.unit}`, domain);
  return fitChart(
    {
      name: 'fit-observed',
      title: 'Measured against fitted',
      caption: 'A point on the dashed line is met exactly.',
      description: `${report.points} points between ${formatNumber(Math.min(...values))} and ${formatNumber(Math.max(...values))} ${report.unit}, about the line of equality.`,
    },
    {
      data: pointRows(report),
      layer: [diagonalLayer(fitted, observed), pointLayer(fitted, observed)],
    },
  );
}
