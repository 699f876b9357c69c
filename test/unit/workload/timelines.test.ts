import { describe, expect, it } from 'vitest';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { expectedConferences } from '../../../src/workload/conference-source.ts';
import type { ConferenceClass, DemandClass } from '../../../src/workload/demand.ts';
import {
  conferenceParticipantsMax,
  durationMinutesMax,
  earlyJoinSecondsMax,
  lateJoinSecondsMax,
  stayMsMin,
} from '../../../src/workload/limits.ts';
import { TimelineBuffer } from '../../../src/workload/timeline.ts';
import { TimelineDrawer } from '../../../src/workload/timeline-drawer.ts';
import { aConferenceClass } from '../../support/scenario.ts';
import { aBurst, aSource, drawAll, drawNext } from '../../support/workload.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const constant = (value: number) => ({ kind: 'constant', value }) as const;

/** Meetings of five at 9:00 that join within a minute, but for what the test says. */
function meetings(overrides: Partial<ConferenceClass> = {}, conferences = 1, startMs = 9 * hourMs) {
  return aBurst({ startMs, conferences, conferenceClass: aConferenceClass(overrides) });
}

function oneTimeline(overrides: Partial<ConferenceClass>, startMs = 9 * hourMs) {
  return drawAll(meetings(overrides, 1, startMs))[0]!;
}

describe('a timeline', () => {
  // Goal: a timeline is what the class says, to the millisecond.
  // Method: classes without chance, so that every time can be worked out by hand.
  it('has joins around the planned start and leaves around the planned end', () => {
    const timeline = oneTimeline({
      size: constant(3),
      durationMinutes: constant(45),
      joinOffsetSeconds: constant(20),
      hostJoinOffsetSeconds: constant(-300),
      leaveOffsetSeconds: constant(-10),
    });
    expect(timeline.joinMs).toEqual([9 * hourMs - 300_000, 9 * hourMs + 20_000, 9 * hourMs + 20_000]);
    expect(timeline.leaveMs).toEqual(Array(3).fill(9 * hourMs + 45 * minuteMs - 10_000));
    expect(timeline.announcedMs).toBe(9 * hourMs - 300_000);
  });

  it.each([
    [4.4, 4],
    [4.5, 5],
    [0.2, 1],
    [-3, 1],
    [1e9, conferenceParticipantsMax],
  ])('has the size %d rounded to %i participants', (size, participants) => {
    expect(oneTimeline({ size: constant(size) }).joinMs).toHaveLength(participants);
  });

  it('keeps joins within the sanity limits and not before the horizon', () => {
    const early = oneTimeline({ joinOffsetSeconds: constant(-1e6) });
    expect(early.joinMs[0]).toBe(9 * hourMs - earlyJoinSecondsMax * 1000);
    expect(oneTimeline({ joinOffsetSeconds: constant(1e9) }).joinMs[0]).toBe(
      9 * hourMs + lateJoinSecondsMax * 1000,
    );
    expect(oneTimeline({ joinOffsetSeconds: constant(-60) }, 30_000).joinMs[0]).toBe(0);
  });

  it('has nobody leave before having joined, and no meeting longer than a day', () => {
    const late = oneTimeline({ durationMinutes: constant(1), joinOffsetSeconds: constant(300) });
    expect(late.leaveMs[0]! - late.joinMs[0]!).toBe(stayMsMin);
    const negative = oneTimeline({ durationMinutes: constant(-5), joinOffsetSeconds: constant(0) });
    expect(negative.leaveMs[0]).toBe(9 * hourMs + stayMsMin);
    const endless = oneTimeline({ durationMinutes: constant(1e9), joinOffsetSeconds: constant(0) });
    expect(endless.leaveMs[0]).toBe(9 * hourMs + durationMinutesMax * minuteMs);
  });

  it('lets the first to join send, up to the maximum', () => {
    const size = constant(12);
    const all = oneTimeline({ size, audioSenderRatio: 1, audioSendersMax: 10, videoSenderRatio: 0 });
    expect(all.audioSender).toEqual([...Array(10).fill(1), 0, 0]);
    expect(all.videoSender).toEqual(Array(12).fill(0));
    const some = drawAll(
      meetings(
        { size, audioSenderRatio: 0.5, audioSendersMax: 3, videoSenderRatio: 1, videoSendersMax: 99 },
        200,
      ),
    );
    for (const { audioSender, videoSender } of some) {
      expect(audioSender.filter((sends) => sends === 1).length).toBeLessThanOrEqual(3);
      expect(videoSender).toEqual(Array(12).fill(1));
    }
    // The first participant of each conference is below the maximum whatever was drawn: a fair coin, 200 times.
    const firstSends = some.filter(({ audioSender }) => audioSender[0] === 1).length;
    expect(Math.abs(firstSends - 100)).toBeLessThan(4 * Math.sqrt(50));
  });
});

describe('a recording', () => {
  it('runs from the planned start to the planned end when the host is early', () => {
    const timeline = oneTimeline({
      durationMinutes: constant(45),
      hostJoinOffsetSeconds: constant(-300),
      recordingRatio: 1,
    });
    expect(timeline.recordingStartMs).toBe(9 * hourMs);
    expect(timeline.recordingDurationMs).toBe(45 * minuteMs);
  });

  it('waits for a late host, even when others are there', () => {
    const timeline = oneTimeline({
      durationMinutes: constant(45),
      joinOffsetSeconds: constant(0),
      hostJoinOffsetSeconds: constant(600),
      recordingRatio: 1,
    });
    expect(timeline.recordingStartMs).toBe(9 * hourMs + 600_000);
    expect(timeline.recordingDurationMs).toBe(35 * minuteMs);
  });

  it('stops when nobody is left', () => {
    const timeline = oneTimeline({
      durationMinutes: constant(45),
      joinOffsetSeconds: constant(0),
      leaveOffsetSeconds: constant(-900),
      recordingRatio: 1,
    });
    expect(timeline.recordingDurationMs).toBe(30 * minuteMs);
  });

  it('does not happen when the host comes after the end, or at ratio 0', () => {
    const after = oneTimeline({
      durationMinutes: constant(5),
      hostJoinOffsetSeconds: constant(600),
      recordingRatio: 1,
    });
    expect(after.recordingStartMs).toBeNaN();
    expect(oneTimeline({ recordingRatio: 0 }).recordingStartMs).toBeNaN();
  });

  it('is made of the given share of the conferences', () => {
    const timelines = drawAll(meetings({ size: constant(1), recordingRatio: 0.3 }, 4000));
    const recorded = timelines.filter(({ recordingStartMs }) => !Number.isNaN(recordingStartMs)).length;
    // Binomial: four standard deviations of a share of 0.3 of 4000 are 0.029.
    expect(Math.abs(recorded / 4000 - 0.3)).toBeLessThan(0.029);
  });
});

describe('a trace', () => {
  const demand: DemandClass = {
    kind: 'trace',
    name: 'day',
    conferences: [
      { startMs: 2 * hourMs, durationMs: 30 * minuteMs, participants: 7 },
      { startMs: hourMs, durationMs: 90 * minuteMs, participants: 2 },
    ],
    conferenceClass: aConferenceClass({ joinOffsetSeconds: constant(0), size: constant(99) }),
  };

  it('gives start, duration and size, and the class the rest', () => {
    const [first, second] = drawAll(demand);
    expect(first!.joinMs).toEqual([hourMs, hourMs]);
    expect(first!.leaveMs).toEqual(Array(2).fill(2.5 * hourMs));
    expect(second!.joinMs).toEqual(Array(7).fill(2 * hourMs));
    expect(second!.audioSender).toEqual(Array(7).fill(1));
  });
});

describe('a source', () => {
  it('refuses to draw what does not exist', () => {
    const source = aSource(meetings({}, 2));
    drawNext(source);
    drawNext(source);
    expect(source.nextStartMs()).toBe(Number.POSITIVE_INFINITY);
    expect(() => source.draw(new TimelineBuffer())).toThrow(/no conference is left/);
  });

  // Goal: looking ahead is an optimisation and nothing else.
  // Method: each conference drawn straight from its number, against the source that looked ahead and kept joins.
  it('hands out each conference as its number alone determines it', () => {
    const conferenceClass = aConferenceClass({
      size: { kind: 'poisson', mean: 6 },
      joinOffsetSeconds: { kind: 'normal', mean: 0, standardDeviation: 400 },
      recordingRatio: 0.5,
    });
    const streams = createRandomStreams({ seed: 1, replication: 0 });
    const direct = new TimelineDrawer(
      { demandName: 'classes', demandIndex: 0, conferenceClass, trace: null },
      streams,
    );
    const expected = Array.from({ length: 3000 }, (_, conference) =>
      drawNext({
        nextStartMs: () => direct.firstJoinMs(conference, 9 * hourMs),
        draw: (into) => direct.draw(into, conference, 9 * hourMs),
      }),
    );
    const drawn = drawAll({ ...meetings({}, 3000), name: 'classes', conferenceClass });
    expect(drawn).toEqual(expected.sort((a, b) => a.joinMs[0]! - b.joinMs[0]!));
  });
});

describe('the expected number of conferences', () => {
  it('is the integral of a curve, the count of a burst and of a trace', () => {
    const conferenceClass = aConferenceClass();
    const rate = { timeMs: Float64Array.of(0, 10 * hourMs), ratePerHour: Float64Array.of(0, 100) };
    const curve = { kind: 'curve', name: 'c', rate, alignment: null, conferenceClass } as const;
    expect(expectedConferences(curve, 5 * hourMs)).toBeCloseTo(125, 9);
    const burst = { kind: 'burst', name: 'b', startMs: hourMs, conferences: 30, conferenceClass } as const;
    expect(expectedConferences(burst, 5 * hourMs)).toBe(30);
    expect(expectedConferences(burst, hourMs)).toBe(0);
    const conferences = [0, 2].map((hour) => ({ startMs: hour * hourMs, durationMs: 1, participants: 1 }));
    expect(expectedConferences({ kind: 'trace', name: 't', conferences, conferenceClass }, hourMs)).toBe(1);
  });
});
