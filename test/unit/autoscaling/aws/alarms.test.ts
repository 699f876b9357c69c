// Goal: an alarm is in the state in which CloudWatch would be, with datapoints missing and without.
// Method: both tables of the user guide, row by row (awsdocs/amazon-cloudwatch-user-guide@05fd32f
//   doc_source/AlarmThatSendsEmail.md: 3 of 3 and 2 of 3 datapoints, five retrieved), and its figure of nine periods.
import { describe, expect, test } from 'vitest';
import {
  type Alarm,
  type AlarmState,
  alarmState,
  alarmText,
  type MissingData,
} from '../../../../src/autoscaling/aws/alarms.ts';

/** `0` within the threshold, `X` beyond it, `-` missing. */
const datapointsOf = (text: string): (number | null)[] =>
  text.split(' ').map((sign) => (sign === '-' ? null : sign === 'X' ? 9 : 1));

const anAlarm = (datapointsToAlarm: number, treatMissingData: MissingData = 'missing'): Alarm => ({
  comparison: '>',
  threshold: 3,
  evaluationPeriods: 3,
  datapointsToAlarm,
  treatMissingData,
});

/** The state before, which only `ignore` keeps: none of the states that the tables name. */
const kept = 'retained' as AlarmState;
const none = 'INSUFFICIENT_DATA';

describe('the tables of the user guide', () => {
  test.each([
    // datapoints, missing, ignore, breaching, notBreaching
    [3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    [3, '0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    [3, '- - - - -', none, kept, 'ALARM', 'OK'],
    [3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [3, '- - - - X', none, kept, 'ALARM', 'OK'],
    [3, 'X - - - -', 'ALARM', kept, 'ALARM', 'OK'],
    [2, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '- - - - X', none, kept, 'ALARM', 'OK'],
  ] as const)('%i of 3 datapoints, %s', (datapoints, points, missing, ignore, breaching, notBreaching) => {
    const state = (treat: MissingData): AlarmState =>
      alarmState(anAlarm(datapoints, treat), datapointsOf(points), kept);
    expect([state('missing'), state('ignore'), state('breaching'), state('notBreaching')]).toEqual([
      missing,
      ignore,
      breaching,
      notBreaching,
    ]);
  });
});

describe('without gaps', () => {
  test("the guide's figure: 3 of 3 go off in the fifth period, end in the sixth, and one breach is not enough", () => {
    // Above the threshold in periods 3 to 5 and again in 9.
    const points = datapointsOf('0 0 X X X 0 0 0 X');
    const states = points.map((_, period) => alarmState(anAlarm(3), points.slice(0, period + 1)));
    expect(states.indexOf('ALARM')).toBe(4);
    expect(states.lastIndexOf('ALARM')).toBe(4);
  });

  test('before there are three periods an alarm on three has insufficient data', () => {
    expect(alarmState(anAlarm(3), datapointsOf('X X'))).toBe(none);
  });
});

test('the text says how many of how many periods', () => {
  expect(alarmText('stress', anAlarm(3))).toBe('stress > 3 in 3 periods');
  expect(alarmText('stress', anAlarm(2))).toBe('stress > 3 in 2 of 3 periods');
});
