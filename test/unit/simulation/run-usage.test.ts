// Goal: a run leaves what a bill is made from: every instance's life, and hours by what they were for.
// Method: a fixed fleet, whose lives are the whole horizon; shares of classes and recorded hours against totals that the
// run counts another way.
import { describe, expect, it } from 'vitest';
import type { RunRows, UsageRow } from '../../../src/simulation/rows.ts';
import { ClassActivity } from '../../../src/simulation/run-usage.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { TimelineBuffer } from '../../../src/workload/timeline.ts';
import { scenarioOf } from '../../support/study.ts';

const hourMs = 3_600_000;
const fixed = simulate(
  await scenarioOf(`
name: fixed
horizon: { start: 2026-11-23T08:00, hours: 3 }
demand:
  - { name: small, class: team-meeting, conferences: { curve: flat, peakPerHour: 20 } }
  - { name: large, class: lecture, conferences: { curve: flat, peakPerHour: 4 } }
deployment: { bridges: { instanceType: aws/eu-west-1/c5.xlarge, initialCount: 40 }, jibris: { initialCount: 2 } }
scaling: { bridges: { policy: static, count: 40 }, jibris: { policy: static, count: 2 } }
`),
  { seed: 1, replication: 0 },
);

function sumOf({ usage }: RunRows, measure: UsageRow['measure']): number {
  return usage.filter((row) => row.measure === measure).reduce((sum, row) => sum + row.quantity, 0);
}

describe('a fixed fleet', () => {
  it('has a life of the whole horizon for each instance', () => {
    const bridges = fixed.lives.filter(({ pool }) => pool === 'bridges');
    expect(bridges).toHaveLength(40);
    expect(bridges[39]).toEqual({
      pool: 'bridges',
      instanceType: 'aws/eu-west-1/c5.xlarge',
      purchase: 'on-demand',
      region: 'default',
      zone: '',
      shard: '',
      startMs: 0,
      endMs: 3 * hourMs,
      isInterrupted: false,
    });
    expect(fixed.lives.filter(({ pool }) => pool === 'jibris')).toHaveLength(2);
  });

  it('spent the participant-hours that the bridges counted, when no join failed', () => {
    expect(fixed.totals.joinsFailed).toBe(0);
    const hours = fixed.totals.participantMinutes / 60;
    expect(sumOf(fixed, 'participant-hours')).toBeCloseTo(hours, 9);
    expect(sumOf(fixed, 'class-participant-hours')).toBeCloseTo(hours, 6);
  });

  it('never records longer than its Jibris existed', () => {
    expect(sumOf(fixed, 'recorded-hours')).toBeLessThanOrEqual(2 * 3);
  });
});

describe('the activity of a class', () => {
  it('is cut at the end of the horizon', () => {
    // Two participants: 0:10 to 0:40 and 0:30 to 1:30 of a horizon of one hour: 0.5 + 0.5 participant-hours, and the
    // conference from 0:10 to 1:00 is 5/6 of an hour.
    const buffer = new TimelineBuffer();
    buffer.reset(1, 2);
    buffer.joinMs.set([600_000, 1_800_000]);
    buffer.leaveMs.set([2_400_000, 5_400_000]);
    const activity = new ClassActivity(2, hourMs);
    activity.note(buffer);
    expect([...activity.participantMs]).toEqual([0, hourMs]);
    expect([...activity.conferenceMs]).toEqual([0, 3_000_000]);
  });
});
