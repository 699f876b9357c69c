/**
 * Every chart of a bill, in the order in which it is read: the months, the line, what to commit, what moves it.
 */
import { commitmentAdvice } from '../../budget/commitment-advice.ts';
import type { Forecast } from '../../budget/forecast.ts';
import { totalAmount } from '../../budget/views.ts';
import type { Chart } from '../chart.ts';
import { billByMonthChart } from './bill-by-month.ts';
import { budgetLineChart } from './budget-line.ts';
import { commitmentCurveChart } from './commitment-curve.ts';
import { priceTornadoChart } from './price-tornado.ts';

/** Charts with nothing to show are left out: all of them where nothing in the bill has a price, or all is free. */
export function costChartsOf(forecast: Forecast): readonly Chart[] {
  const { months } = forecast;
  if (totalAmount(months, 'cash') === 0n && totalAmount(months, 'amortised') === 0n) return [];
  const advice = commitmentAdvice(forecast.budget);
  const name = (index: number): string =>
    advice.length === 1 ? 'commitment-curve' : `commitment-curve-${index + 1}`;
  const charts = [
    billByMonthChart(forecast),
    budgetLineChart(forecast),
    ...advice.map((one, index) => commitmentCurveChart(forecast, one, name(index))),
    priceTornadoChart(forecast),
  ];
  return charts.filter((chart) => chart !== null);
}
