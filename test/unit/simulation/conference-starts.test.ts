/**
 * Goal: with Jicofo's start rule nobody is on a bridge before a second participant is there, and the last one leaves its
 * bridge 20 s after the one before (jicofo 7ebb13d, reference.conf: min-participants 2, single-participant-timeout 20 s).
 * Method: timelines worked out by hand, in participant-minutes on bridges, and alone; the run itself asserts conservation and Little's law.
 */
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../../src/engine/random/distribution.ts';
import { type ConferenceStart, shippedConferenceStart } from '../../../src/jitsi/jicofo/conference-start.ts';
import type { Fault } from '../../../src/scenario/faults.ts';
import type { RunRows } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aBridgePool, aCurveDemand, aScenario } from '../../support/scenario.ts';

const minuteMs = 60_000;

const constant = (value: number): Distribution => ({ kind: 'constant', value });

/** One conference from minute 10 to 40: the host comes when it begins, the others five minutes later. */
function run(options: {
  readonly size: number;
  readonly rule?: ConferenceStart;
  readonly leaveOffsetSeconds?: Distribution;
  readonly bridges?: number;
  readonly faults?: readonly Fault[];
}): RunRows['totals'] {
  const { media, conferenceClass } = aCurveDemand(0, {
    size: constant(options.size),
    durationMinutes: constant(30),
    hostJoinOffsetSeconds: constant(0),
    joinOffsetSeconds: constant(300),
    leaveOffsetSeconds: options.leaveOffsetSeconds ?? constant(0),
  });
  const { size: _, rule, bridges: count = 1, faults = [] } = options;
  const pool = aBridgePool({ initialCount: count });
  const selection = { ...pool.selection, ...(rule === undefined ? {} : { conferenceStart: rule }) };
  const scenario = aScenario({
    hours: 1,
    demand: [{ kind: 'burst', name: 'room', startMs: 10 * minuteMs, conferences: 1, conferenceClass, media }],
    faults,
    scaling: { bridges: { policy: 'static', static: { count } }, jibris: null },
  });
  const deployment = { ...scenario.deployment, bridges: { ...pool, selection } };
  return simulate({ ...scenario, deployment }, { seed: 3, replication: 0 }).totals;
}

const rule = shippedConferenceStart;

describe("Jicofo's start rule", () => {
  it('is two participants, 15 s for the first and 20 s for the last as shipped', () => {
    expect(rule).toEqual({
      minParticipants: 2,
      initialTimeoutSeconds: 15,
      singleParticipantTimeoutSeconds: 20,
    });
  });

  it('leaves the first alone until the second comes', () => {
    const on = run({ size: 2, rule });
    // Two from minute 15 to 40 on the bridge; the host alone from 10 to 15.
    expect(on.participantMinutes).toBeCloseTo(2 * 25, 9);
    expect(on.aloneParticipantMinutes).toBeCloseTo(5, 9);
    const off = run({ size: 2 });
    expect(off.participantMinutes).toBeCloseTo(2 * 25 + 5, 9);
    expect(off.aloneParticipantMinutes).toBe(0);
    expect([on.joins, on.joinsFailed]).toEqual([off.joins, 0]);
  });

  it('waits for as many as it is told', () => {
    const three = { ...rule, minParticipants: 3 };
    // Two are never enough: 30 minutes of the host and 25 of the other. With three all are on from minute 15 on.
    expect(run({ size: 2, rule: three }).aloneParticipantMinutes).toBeCloseTo(30 + 25, 9);
    expect(run({ size: 3, rule: three }).participantMinutes).toBeCloseTo(3 * 25, 9);
  });

  it('needs no bridge for somebody who stays alone', () => {
    const alone = run({ size: 1, rule, bridges: 0 });
    expect([alone.joins, alone.joinsFailed, alone.participantMinutes]).toEqual([1, 0, 0]);
    expect(alone.aloneParticipantMinutes).toBeCloseTo(30, 9);
  });

  it('refuses the second when there is no bridge, and the first waits on', () => {
    const refused = run({ size: 2, rule, bridges: 0 });
    expect([refused.joins, refused.joinsFailed]).toEqual([2, 1]);
    expect(refused.aloneParticipantMinutes).toBeCloseTo(30, 9);
  });
});

describe("Jicofo's time for the last participant", () => {
  const leaveOffsetSeconds = { kind: 'uniform', low: -600, high: 600 } as const;
  const lastLeavesAfter = (singleParticipantTimeoutSeconds: number) =>
    run({ size: 2, rule: { ...rule, singleParticipantTimeoutSeconds }, leaveOffsetSeconds });

  it('is that long on the bridge, and the rest alone', () => {
    // Whenever the two leave: the last one's time on the bridge after the other is the only difference.
    const none = lastLeavesAfter(0);
    const shipped = lastLeavesAfter(20);
    expect((shipped.participantMinutes - none.participantMinutes) * 60).toBeCloseTo(20, 6);
    const off = run({ size: 2, leaveOffsetSeconds });
    const endless = lastLeavesAfter(3600);
    expect(endless.participantMinutes).toBeCloseTo(off.participantMinutes - 5, 9);
    for (const totals of [none, shipped, endless]) {
      expect(totals.participantMinutes + totals.aloneParticipantMinutes).toBeCloseTo(
        off.participantMinutes,
        9,
      );
    }
    // More than 20 s lie between the two, or this would tell nothing.
    expect((off.participantMinutes - 5 - none.participantMinutes) * 60).toBeGreaterThan(30);
  });

  it('does not run while the others are only away from their bridge', () => {
    const timing = { kind: 'at', atMs: 20 * minuteMs } as const;
    const crash: Fault = {
      ...{ kind: 'bridge-crash', name: 'crash', timing, count: 1, pick: 'busiest', loss: 'process' },
      restartSeconds: 60,
    } as const;
    const totals = run({ size: 2, rule, bridges: 1, faults: [crash] });
    // A minute without any bridge costs both a minute; nobody becomes alone by it.
    expect(totals.participantsDropped).toBe(2);
    expect(totals.participantMinutes).toBeCloseTo(2 * 24, 6);
    expect(totals.aloneParticipantMinutes).toBeCloseTo(5, 9);
  });
});
