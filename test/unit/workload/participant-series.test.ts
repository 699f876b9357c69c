// Goal: a replayed series is met at every sample by conferences of the stated sizes, and nothing happens beside it.
// Method: short series whose joins, leaves and conferences can be counted by hand.
import { describe, expect, test } from 'vitest';
import { aSeries, drawAll, peakOf, presentAt, punctual, type Timeline } from '../../support/workload.ts';

const minuteMs = 60_000;
const horizonMs = 10 * minuteMs;
const drawn = (...args: Parameters<typeof aSeries>): Timeline[] => drawAll(aSeries(...args), { horizonMs });
const joins = (timelines: readonly Timeline[]): number[] => timelines.flatMap(({ joinMs }) => joinMs);
const leaves = (timelines: readonly Timeline[]): number[] => timelines.flatMap(({ leaveMs }) => leaveMs);

describe('a replayed series', () => {
  test('has as many participants as the series rises, no more', () => {
    const timelines = drawn([0, 12, 12, 5, 9, 0]);
    expect(joins(timelines)).toHaveLength(12 + 4);
    expect([0, 1, 2, 3, 4, 5].map((minute) => presentAt(timelines, minute * minuteMs))).toEqual([
      0, 12, 12, 5, 9, 0,
    ]);
  });

  test('spreads joins and leaves over the interval in which they happened', () => {
    const timelines = drawn([0, 400, 400, 0]);
    const inThirds = (times: readonly number[], fromMs: number): number[] =>
      [0, 1, 2].map(
        (third) => times.filter((at) => Math.floor(((at - fromMs) / minuteMs) * 3) === third).length,
      );
    // A third of 400 within its 99.9 % binomial interval.
    const margin = 3.29 * Math.sqrt(400 * (1 / 3) * (2 / 3));
    for (const count of [...inThirds(joins(timelines), 0), ...inThirds(leaves(timelines), 2 * minuteMs)]) {
      expect(Math.abs(count - 400 / 3)).toBeLessThan(margin);
    }
  });

  test('begins with those who are there at the horizon start', () => {
    const timelines = drawn([7, 7, 9]);
    expect(joins(timelines).filter((at) => at === 0)).toHaveLength(7);
    expect(presentAt(timelines, 0)).toBe(7);
  });

  test('takes the last sample before the horizon for that', () => {
    const demand = { ...aSeries([3, 8, 2, 2]), timeMs: Float64Array.of(-120_000, -30_000, 60_000, 120_000) };
    const timelines = drawAll(demand, { horizonMs });
    expect([0, 60_000, 120_000].map((atMs) => presentAt(timelines, atMs))).toEqual([8, 2, 2]);
    expect(joins(timelines)).toEqual(Array(8).fill(0));
  });

  test('keeps those of the last sample to the end of the horizon, and then lets them go', () => {
    const timelines = drawn([0, 4]);
    expect(presentAt(timelines, horizonMs)).toBe(4);
    expect(leaves(timelines).every((at) => at > horizonMs && at < Number.POSITIVE_INFINITY)).toBe(true);
  });

  test('of nobody has no conference', () => {
    expect(drawn([0, 0, 0])).toEqual([]);
  });
});

describe('the conferences of a replayed series', () => {
  test('are filled one after the other', () => {
    expect(drawn([0, 25]).map(({ joinMs }) => joinMs.length)).toEqual([10, 10, 5]);
  });

  test('take others in when somebody has left, up to their size', () => {
    const timelines = drawn([0, 40, 35, 40, 20, 40]);
    expect(timelines).toHaveLength(4);
    expect(timelines.map(peakOf)).toEqual([10, 10, 10, 10]);
    expect(joins(timelines)).toHaveLength(40 + 5 + 20);
  });

  test('are over when the last has left', () => {
    const timelines = drawn([0, 3, 0, 3]);
    expect(timelines.map(({ joinMs }) => joinMs.length)).toEqual([3, 3]);
  });

  test('give a large one its share of the joins until it is full', () => {
    const largeRooms = [{ fromMs: 0, untilMs: 2 * minuteMs, size: 60, joinRatio: 0.5 }];
    const half = drawn([0, 100], { largeRooms })
      .map(peakOf)
      .sort((a, b) => b - a);
    expect(half).toEqual([50, 10, 10, 10, 10, 10]);
    const full = drawn([0, 200], { largeRooms })
      .map(peakOf)
      .sort((a, b) => b - a);
    expect(full).toEqual([60, ...Array(14).fill(10)]);
  });

  test('leave a large one alone outside its time', () => {
    const largeRooms = [{ fromMs: minuteMs, untilMs: 2 * minuteMs, size: 60, joinRatio: 1 }];
    const timelines = drawn([0, 20, 50, 70], { largeRooms });
    const large = timelines.find((timeline) => peakOf(timeline) > 10)!;
    expect(large.joinMs).toHaveLength(30);
    expect(large.joinMs.every((at) => at >= minuteMs && at < 2 * minuteMs)).toBe(true);
  });

  test('start muted those who find the senders complete', () => {
    const conferenceClass = { ...punctual(), audioSenderRatio: 1, audioSendersMax: 4 };
    const [conference] = drawn([0, 10], { conferenceClass });
    expect(conference!.audioSender).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  });

  test('are recorded from the first join to the last leave', () => {
    const conferenceClass = { ...punctual(), recordingRatio: 1 };
    const [conference] = drawn([0, 10, 0], { conferenceClass });
    const { joinMs, leaveMs, recordingStartMs, recordingDurationMs } = conference!;
    expect(recordingStartMs).toBe(joinMs[0]);
    expect(recordingStartMs + recordingDurationMs).toBe(Math.max(...leaveMs));
  });
});
