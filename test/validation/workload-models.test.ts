// Goal: the shipped lecture is the course that students described, and the shipped curves are what their notes say.
// Method: 50 000 lectures drawn as a run draws them, against mean and spread as they stand in the note of the dataset
//   (self-reported, so to a tenth), and one integral over a curve. Team meetings: workload-conference-classes.test.ts.
import { mean, standardDeviation } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import type { ConferenceClass } from '../../src/workload/demand.ts';
import { readDataset } from '../support/read-dataset.ts';
import { hourMs } from '../support/scenario.ts';
import { scenarioOf } from '../support/study.ts';
import { aBurst, drawAll } from '../support/workload.ts';

const minuteMs = 60_000;
const startMs = 9 * hourMs;
const zero = { kind: 'constant', value: 0 } as const;

async function demandOf(lines: string) {
  const scenario = await scenarioOf(`name: S\ndemand: [{ ${lines} }]\n`);
  return scenario.demand[0]!;
}

const rows = await readDataset('datasets/conference-size-duration/size-duration.csv');
const survey = rows.find(({ population }) => population?.startsWith('279 student'))!;

/** The two numbers of "SD size 27.24 (...), SD duration 68.16" and "26 % start late, delay 9.25 +/- 5.48". */
function noted(pattern: RegExp): number {
  const found = pattern.exec(survey.note!);
  if (found === null) throw new Error(`the survey's note has no ${pattern}`);
  return Number(found[1]);
}

function expectWithin(actual: number, target: number, relative: number): void {
  expect(Math.abs(actual / target - 1), `${actual} against ${target}`).toBeLessThan(relative);
}

describe('lectures', async () => {
  const { conferenceClass } = await demandOf('class: lecture, conferences: { peakPerHour: 60 }');
  const draw = (overrides: Partial<ConferenceClass>) =>
    drawAll(aBurst({ startMs, conferences: 50_000, conferenceClass: { ...conferenceClass, ...overrides } }));
  const punctual = draw({ joinOffsetSeconds: zero, hostJoinOffsetSeconds: null, leaveOffsetSeconds: zero });

  test('have the surveyed size, mean and spread', () => {
    const sizes = punctual.map(({ joinMs }) => joinMs.length);
    expectWithin(mean(sizes), Number(survey.mean_participants), 0.1);
    expectWithin(standardDeviation(sizes), noted(/SD size ([\d.]+)/), 0.1);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([3, 200]);
  });

  test('last as long as surveyed, mean and spread', () => {
    const minutes = punctual.map(({ joinMs, leaveMs }) => (leaveMs[0]! - joinMs[0]!) / minuteMs);
    expectWithin(mean(minutes), Number(survey.mean_duration_min), 0.1);
    expectWithin(standardDeviation(minutes), noted(/SD duration ([\d.]+)/), 0.1);
  });

  test('begin late as often and by as much as surveyed', () => {
    // Of a conference of one, the only join is the host's.
    const alone = draw({ size: { kind: 'constant', value: 1 } });
    const late = alone
      .map(({ joinMs }) => (joinMs[0]! - startMs) / minuteMs)
      .filter((minutes) => minutes > 0);
    // Binomial with p = 0.26 and n = 50 000: five standard deviations are 0.0098.
    expect(Math.abs(late.length / alone.length - noted(/([\d.]+) % start late/) / 100)).toBeLessThan(0.0098);
    expectWithin(mean(late), noted(/delay ([\d.]+)/), 0.1);
    expectWithin(standardDeviation(late), noted(/\+\/- ([\d.]+)/), 0.1);
  });
});

describe('the rooms of the load test', () => {
  test('have ten senders of audio among thirty participants, and none of video', async () => {
    const { conferenceClass } = await demandOf('class: load-test-room, conferences: { peakPerHour: 60 }');
    for (const { audioSender, videoSender } of drawAll(aBurst({ conferences: 100, conferenceClass }))) {
      expect(audioSender).toEqual([...Array(10).fill(1), ...Array(20).fill(0)]);
      expect(videoSender).toEqual(Array(30).fill(0));
    }
  });
});

describe('the hourly curves', () => {
  async function rateOf(name: string) {
    const demand = await demandOf(`class: team-meeting, conferences: { curve: ${name}, peakPerHour: 1 }`);
    if (demand.kind !== 'curve') throw new Error(`expected a curve, got ${demand.kind}`);
    return demand.rate;
  }

  test.each(['office-weekday', 'university-weekday', 'school-morning', 'flat'])(
    '%s has a peak of 1 and meets itself at midnight',
    async (name) => {
      const { timeMs, ratePerHour } = await rateOf(name);
      expect(Math.max(...ratePerHour)).toBe(1);
      expect(Math.min(...ratePerHour)).toBeGreaterThanOrEqual(0);
      expect(ratePerHour[timeMs.indexOf(24 * hourMs)]).toBe(ratePerHour[0]);
    },
  );

  test('office-weekday has half of its starts at 9 to 11 and 13 to 15 h, as archieapp reports', async () => {
    const { timeMs, ratePerHour } = await rateOf('office-weekday');
    const at = (hour: number): number => ratePerHour[timeMs.indexOf(hour * hourMs)]!;
    const starts = (from: number, to: number): number => {
      let sum = 0;
      for (let hour = from; hour < to; hour += 1) sum += (at(hour) + at(hour + 1)) / 2;
      return sum;
    };
    const share = (starts(9, 11) + starts(13, 15)) / starts(0, 24);
    expect(Math.abs(share - 0.5)).toBeLessThan(0.05);
  });
});
