// Goal: microphones and cameras are open as often as the class says, and drawn apart from everything else.
// Method: a large conference against the 99.9 % binomial interval of its ratio; the same class with other ratios.
import { describe, expect, test } from 'vitest';
import type { ConferenceClass } from '../../../src/workload/demand.ts';
import { aConferenceClass } from '../../support/scenario.ts';
import { aBurst, drawAll } from '../../support/workload.ts';

const drawn = (overrides: Partial<ConferenceClass>, conferences = 1) =>
  drawAll(aBurst({ conferences, conferenceClass: aConferenceClass(overrides) }));
const sum = (flags: readonly number[]): number => flags.reduce((total, flag) => total + flag, 0);

describe('microphones and cameras', () => {
  test.each([0.1, 0.3, 0.9])('are open with the ratio %d below the maximum', (ratio) => {
    const count = 20_000;
    const [conference] = drawn({
      size: { kind: 'constant', value: count },
      audioSenderRatio: ratio,
      audioSendersMax: count,
      videoSenderRatio: ratio,
      videoSendersMax: 50,
    });
    const { audioSender, videoSender } = conference!;
    expect(Math.abs(sum(audioSender) / count - ratio)).toBeLessThan(
      3.29 * Math.sqrt((ratio * (1 - ratio)) / count),
    );
    expect(sum(videoSender)).toBe(50);
  });

  test('change neither joins nor leaves nor recordings', () => {
    const usual: Partial<ConferenceClass> = {
      joinOffsetSeconds: { kind: 'uniform', low: 0, high: 300 },
      durationMinutes: { kind: 'exponential', mean: 30 },
      recordingRatio: 0.5,
    };
    const [quiet, loud] = [0.1, 0.9].map((ratio) =>
      drawn({ ...usual, audioSenderRatio: ratio, videoSenderRatio: ratio, videoSendersMax: 9 }, 50),
    );
    const rest = (timelines: ReturnType<typeof drawn>) =>
      timelines.map(({ joinMs, leaveMs, recordingStartMs }) => ({ joinMs, leaveMs, recordingStartMs }));
    expect(rest(loud!)).toEqual(rest(quiet!));
    expect(loud!.map(({ videoSender }) => videoSender)).not.toEqual(
      quiet!.map(({ videoSender }) => videoSender),
    );
  });
});
