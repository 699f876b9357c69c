/**
 * CloudWatch alarms as scaling policies use them: a threshold, and so many of the newest periods beyond it (M out of N).
 *
 * CloudWatch looks at more datapoints than it evaluates (the evaluation range), so that a gap is bridged by older ones.
 * With fewer datapoints in the range than periods to evaluate, the rest is what the alarm says of missing data:
 *
 *   breaching, notBreaching   each missing one counts as that
 *   ignore                    the state stays, unless a datapoint within the threshold makes it OK
 *   missing                   ALARM when all there are breach and the oldest is at least M periods old, otherwise
 *                             INSUFFICIENT_DATA; OK when one is within the threshold
 *
 * What it ignores: percentiles, anomaly bands, metric mathematics. The range is not published but for an example that
 * retrieves five datapoints for three periods: two more than are evaluated.
 *
 * Source: awsdocs/amazon-cloudwatch-user-guide@05fd32f doc_source/AlarmThatSendsEmail.md, both tables of which are tests.
 */
export interface Alarm {
  readonly comparison: '>' | '>=' | '<' | '<=';
  /** In the unit of the metric. */
  readonly threshold: number;
  /** Newest periods that are evaluated (N). At least 1. */
  readonly evaluationPeriods: number;
  /** How many of them must be beyond the threshold (M), 1 to N. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** States of the alarms by which a policy scales out and in; one alarm may be both. */
export interface PolicyAlarmStates {
  readonly out: AlarmState;
  readonly in: AlarmState;
}

export const initialAlarmStates: PolicyAlarmStates = { out: 'INSUFFICIENT_DATA', in: 'INSUFFICIENT_DATA' };

/** How many datapoints more than it evaluates an alarm retrieves. */
const extraDatapoints = 2;

/**
 * The state of an alarm.
 *
 * @param datapoints one a period, newest last; null for a period without data
 * @param before state after the period before
 */
export function alarmState(
  alarm: Alarm,
  datapoints: readonly (number | null)[],
  before: AlarmState = 'INSUFFICIENT_DATA',
): AlarmState {
  const { evaluationPeriods, datapointsToAlarm } = alarm;
  const range = datapoints.slice(-(evaluationPeriods + extraDatapoints));
  const real = range.filter((point) => point !== null).slice(-evaluationPeriods);
  const breaching = real.filter((point) => breaches(alarm, point)).length;
  const missing = evaluationPeriods - real.length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (missing === 0) return 'OK';
  switch (alarm.treatMissingData) {
    case 'breaching':
      return breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'ignore':
      return breaching < real.length ? 'OK' : before;
    case 'missing': {
      if (breaching < real.length) return 'OK';
      const oldestAge = range.length - range.findIndex((point) => point !== null);
      return real.length > 0 && oldestAge >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA';
    }
  }
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

/** `stress > 0.5 in 3 periods`, or `in 2 of 3 periods`. */
export function alarmText(
  name: string,
  { comparison, threshold, evaluationPeriods, datapointsToAlarm }: Alarm,
): string {
  const many = datapointsToAlarm < evaluationPeriods ? `${datapointsToAlarm} of ` : '';
  return `${name} ${comparison} ${Number(threshold.toFixed(6))} in ${many}${evaluationPeriods} period${evaluationPeriods === 1 ? '' : 's'}`;
}
