/**
 * Chart `fit-influence`: on which points the fit hangs (Cook's distance), the strongest first.
 */
import type { FitReport } from '../calibration/fit-report.ts';
import type { Chart } from './chart.ts';
import { formatNumber } from './figures.ts';
import { cooksLimit, fitChart, fitLimitColour, outstandingColour, pointColour } from './fit-parts.ts';
import { ink } from './palette.ts';

/** Points shown: further ones move nothing. */
const pointsMax = 8;

export function fitInfluenceChart(report: FitReport): Chart | null {
  if (report.influence.length === 0) return null;
  const limit = cooksLimit(report);
  const sorted = [...report.influence].sort((a, b) => b.cooksDistance - a.cooksDistance).slice(0, pointsMax);
  const finite = sorted.map(({ cooksDistance }) => cooksDistance).filter(Number.isFinite);
  const axisMax = Math.max(limit, ...finite) * 1.25;
  const rows = sorted.map(({ point, cooksDistance }) => ({
    point,
    distance: Math.min(cooksDistance, axisMax),
    figure: Number.isFinite(cooksDistance)
      ? formatNumber(Number(cooksDistance.toPrecision(2)))
      : 'no fit without it',
    stands: cooksDistance > limit ? 'out' : 'with the others',
  }));
  const strong = rows.filter(({ stands }) => stands === 'out').length;
  return fitChart(
    {
      name: 'fit-influence',
      title: 'On which points it hangs',
      caption:
        'Cook’s distance: how far the fit moves without the point. Beyond the red line (4 / points), look at it.',
      description: `${strong === 0 ? 'No point' : strong === 1 ? 'One point' : `${strong} points`} beyond the limit of ${formatNumber(limit)}.`,
    },
    {
      data: rows,
      layer: [
        {
          mark: { type: 'bar', height: 14 },
          encoding: {
            y: {
              field: 'point',
              type: 'nominal',
              sort: rows.map(({ point }) => point),
              axis: { title: null, labelLimit: 190, labelColor: ink, minExtent: 0 },
            },
            x: {
              field: 'distance',
              type: 'quantitative',
              scale: { domain: [0, axisMax], nice: false },
              axis: { title: 'Cook’s distance', tickCount: 4 },
            },
            color: {
              field: 'stands',
              type: 'nominal',
              legend: null,
              scale: { domain: ['with the others', 'out'], range: [pointColour, outstandingColour] },
            },
          },
        },
        {
          mark: { type: 'text', align: 'left', dx: 5, fontSize: 10, color: ink },
          encoding: {
            y: { field: 'point', type: 'nominal', sort: rows.map(({ point }) => point) },
            x: { field: 'distance', type: 'quantitative' },
            text: { field: 'figure', type: 'nominal' },
          },
        },
        {
          data: { values: [{ limit }] },
          mark: { type: 'rule', color: fitLimitColour, strokeWidth: 1.5 },
          encoding: { x: { field: 'limit', type: 'quantitative' } },
        },
      ],
    },
  );
}
