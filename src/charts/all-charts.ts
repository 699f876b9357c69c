/**
 * Every chart of a report, in the order in which it is read: the answer, the fleet, the pain, the money, and how
 * far to trust it.
 */
import type { Results } from '../experiment/results.ts';
import { againstMeasuredChart } from './against-measured.ts';
import { bottleneckChart } from './bottleneck.ts';
import type { Chart } from './chart.ts';
import { comparisonChart } from './comparison.ts';
import { cumulativeCostChart } from './cumulative-cost.ts';
import { fleetChart } from './fleet.ts';
import { jibrisChart } from './jibris.ts';
import { painChart } from './pain.ts';
import { participantsChart } from './participants.ts';
import { signallingChart } from './signalling.ts';
import { stressChart } from './stress.ts';

/** Charts with nothing to show (no measurement, no Jibris, no pain) are left out. */
export function chartsOf(results: Results): readonly Chart[] {
  const charts = [
    comparisonChart(results),
    fleetChart(results),
    stressChart(results),
    painChart(results),
    bottleneckChart(results),
    signallingChart(results),
    jibrisChart(results),
    cumulativeCostChart(results),
    againstMeasuredChart(results),
    participantsChart(results),
  ];
  return charts.filter((chart) => chart !== null);
}
