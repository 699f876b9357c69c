/**
 * The charts of one fit, in the order in which they are read. A chart with nothing to show is left out.
 */
import type { FitReport } from '../calibration/fit-report.ts';
import type { Chart } from './chart.ts';
import { fitInfluenceChart } from './fit-influence.ts';
import { fitObservedChart } from './fit-observed.ts';
import { fitQuantilesChart } from './fit-quantiles.ts';
import { fitResidualsChart } from './fit-residuals.ts';

export function fitChartsOf(report: FitReport): readonly Chart[] {
  const charts = [
    fitObservedChart(report),
    fitResidualsChart(report),
    fitQuantilesChart(report),
    fitInfluenceChart(report),
  ];
  return charts.filter((chart) => chart !== null);
}
