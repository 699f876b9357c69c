// Goal: the populations that were meant to be there differ from the measured ones only where they are said to.
// Method: both planned files against the dataset, minute by minute: equal up to the event, then 42 more a minute up to
//   1650 (the growth of 11:54 to 11:56), or 1604 (the population of 12:42 to 12:54). Of Prosody's CPU, only the four
//   minutes differ in which the last rate of a dead container, 0.999, is still summed.
import { describe, expect, it } from 'vitest';
import { cellNumber, cellNumberOrNull, cellText, type TextRow } from '../../src/calibration/text-rows.ts';
import { readDataset } from '../support/read-dataset.ts';

const time = (row: TextRow): string => cellText(row, 'time_of_day_hhmm_local');
const planned = (row: TextRow): number => cellNumber(row, 'participants_planned');

async function measuredByMinute(): Promise<ReadonlyMap<string, TextRow>> {
  const rows = await readDataset('datasets/openfun-load-tests/autoscaling-day-1min.csv');
  return new Map(rows.map((row) => [time(row), row]));
}

describe('planned participants', () => {
  it('of the morning are those measured up to 11:56, then 42 more a minute up to 1650', async () => {
    const measured = await measuredByMinute();
    const rows = await readDataset('examples/04-prosody-storm/planned-participants.csv');
    expect(rows.map(time)).toEqual([...measured.keys()].slice(0, rows.length));
    let before = 0;
    for (const row of rows) {
      const expected =
        time(row) <= '11:56'
          ? cellNumber(measured.get(time(row))!, 'participants_total')
          : Math.min(1650, before + 42);
      expect(planned(row), time(row)).toBe(expected);
      before = expected;
    }
  });

  it('come with the measured CPU of Prosody, but for a dead container from 12:01 to 12:04', async () => {
    const measured = await measuredByMinute();
    for (const row of await readDataset('examples/04-prosody-storm/planned-participants.csv')) {
      const cpu = cellNumberOrNull(row, 'prosody_cpu_cores_measured');
      const inPanel = cellNumberOrNull(measured.get(time(row))!, 'prosody_cpu_cores_max_in_min');
      const isDead = time(row) >= '12:01' && time(row) <= '12:04';
      if (cpu === null || !isDead) expect(cpu, time(row)).toBe(inPanel);
      else expect(cpu + 0.999, time(row)).toBeCloseTo(inPanel!, 6);
    }
  });

  it('of the time after noon are those measured up to 12:39, then 1604', async () => {
    const measured = await measuredByMinute();
    const rows = await readDataset('test/validation/measurements/scenarios/planned-after-noon.csv');
    for (const row of rows) {
      const total = cellNumber(measured.get(time(row))!, 'participants_total');
      expect(planned(row), time(row)).toBe(time(row) <= '12:39' ? total : 1604);
    }
    expect(cellNumber(measured.get('12:50')!, 'participants_total')).toBe(1604);
  });
});
