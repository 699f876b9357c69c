/**
 * Chart `fit-quantiles`: standardized residuals against the normal quantiles they would have. A straight line means
 * normal errors; bent ends mean outliers.
 */
import type { FitReport } from '../calibration/fit-report.ts';
import type { Chart } from './chart.ts';
import { formatNumber, rounded } from './figures.ts';
import { channel, diagonalLayer, domainOf, fitChart, pointColour } from './fit-parts.ts';

export function fitQuantilesChart(report: FitReport): Chart | null {
  const points = report.quantilePoints.filter((point) => Number.isFinite(point.standardized));
  if (points.length < 3) return null;
  const values = points.flatMap((point) => [point.theoretical, point.standardized]);
  const domain = domainOf(values);
  const theoretical = channel('theoretical', 'normal quantile', domain);
  const standardized = channel('standardized', 'standardized residual', domain);
  const most = Math.max(...points.map((point) => Math.abs(point.standardized)));
  return fitChart(
    {
      name: 'fit-quantiles',
      title: 'Are the errors normal?',
      caption: 'On the dashed line they are; ends that leave it are outliers.',
      description: `The largest of ${points.length} standardized residuals is ${formatNumber(most)} standard deviations.`,
    },
    {
      data: points.map((point) => ({
        theoretical: rounded(point.theoretical, 4),
        standardized: rounded(point.standardized, 4),
      })),
      layer: [
        diagonalLayer(theoretical, standardized),
        {
          mark: { type: 'point', filled: true, size: 46, opacity: 0.75, color: pointColour },
          encoding: { x: theoretical, y: standardized },
        },
      ],
    },
  );
}
