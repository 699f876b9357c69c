// Goal: the generated team meetings are those that enterprises reported (V17 of the validation list: mean size within
//   10 %, share of one-to-one meetings within 3 points, mean duration within 10 %).
// Method: 50 000 conferences of the shipped class, drawn as a run draws them, against the published figures as they
//   stand in the dataset. The class was shaped after these figures, so this holds the generator, not the model.
import { mean } from 'simple-statistics';
import { expect, test } from 'vitest';
import { readDataset } from '../support/read-dataset.ts';
import { scenarioOf } from '../support/study.ts';
import { aBurst, drawAll } from '../support/workload.ts';

const minuteMs = 60_000;
const rows = await readDataset('datasets/conference-size-duration/size-duration.csv');
const published = rows.find(({ year }) => year === '2022 Apr-May')!;
const scenario = await scenarioOf(
  'name: S\ndemand: [{ class: team-meeting, conferences: { peakPerHour: 60 } }]\n',
);
const { conferenceClass } = scenario.demand[0]!;

const conferences = 50_000;
const zero = { kind: 'constant', value: 0 } as const;
/** Everybody joins at the start and leaves at the end: a stay is the duration. */
const punctual = { ...conferenceClass, joinOffsetSeconds: zero, leaveOffsetSeconds: zero };
const meetings = drawAll(aBurst({ conferences, conferenceClass: punctual })).map(({ joinMs, leaveMs }) => ({
  size: joinMs.length,
  durationMinutes: (leaveMs[0]! - joinMs[0]!) / minuteMs,
}));
const sizes = meetings.map(({ size }) => size);

test('the published figures are the ones meant', () => {
  expect(published).toMatchObject({
    mean_participants: '10',
    share_one_on_one: '0.42',
    mean_duration_min: '33',
  });
});

test('team meetings have the published mean size', () => {
  const target = Number(published.mean_participants);
  expect(Math.abs(mean(sizes) - target)).toBeLessThan(0.1 * target);
});

test('the published share of team meetings is between two people', () => {
  const share = sizes.filter((size) => size === 2).length / sizes.length;
  expect(Math.abs(share - Number(published.share_one_on_one))).toBeLessThan(0.03);
});

test('team meetings last as long as published on average', () => {
  const target = Number(published.mean_duration_min);
  expect(Math.abs(mean(meetings.map(({ durationMinutes }) => durationMinutes)) - target)).toBeLessThan(
    0.1 * target,
  );
});

test('nobody meets alone', () => {
  expect(Math.min(...sizes)).toBe(2);
});
