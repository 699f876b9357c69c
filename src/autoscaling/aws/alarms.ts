/**
 * CloudWatch alarms as scaling policies use them: a threshold, and so many periods in a row beyond it.
 *
 * What it ignores: M out of N evaluation, percentiles, anomaly bands. A period without data makes the state insufficient,
 * in which no policy acts.
 */
export interface Alarm {
  readonly comparison: '>' | '>=' | '<' | '<=';
  /** In the unit of the metric. */
  readonly threshold: number;
  /** Newest periods that must all be beyond the threshold. At least 1. */
  readonly evaluationPeriods: number;
}

/** Whether the alarm is in state ALARM. `datapoints`: one a period, newest last; null for a period without data. */
export function isInAlarm(alarm: Alarm, datapoints: readonly (number | null)[]): boolean {
  const newest = datapoints.slice(-alarm.evaluationPeriods);
  return (
    newest.length === alarm.evaluationPeriods &&
    newest.every((point) => point !== null && breaches(alarm, point))
  );
}

function breaches({ comparison, threshold }: Alarm, value: number): boolean {
  switch (comparison) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
  }
}

/** `stress above 0.5 in 3 periods`. */
export function alarmText(name: string, { comparison, threshold, evaluationPeriods }: Alarm): string {
  return `${name} ${comparison} ${threshold} in ${evaluationPeriods} period${evaluationPeriods === 1 ? '' : 's'}`;
}
