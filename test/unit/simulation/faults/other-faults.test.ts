/**
 * Goal: the faults that need no signalling do what they say, and count it: Jicofo's restart, churn, unplanned joins,
 * hung Jibris, orders to drain that get lost.
 * Method: a few conferences whose joins and leaves are fixed, and sums worked out by hand.
 */
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../../src/scenario/faults.ts';
import type { Scenario } from '../../../../src/scenario/scenario.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import type { ConferenceClass } from '../../../../src/workload/demand.ts';
import { aBridgePool, aCloud, aCurveDemand, aJibriPool, aScenario } from '../../../support/scenario.ts';

const run = { seed: 11, replication: 0 };
const minuteMs = 60_000;
const timing = { kind: 'at', atMs: 30.5 * minuteMs } as const;

/** Conferences of ten that begin together at minute 10. */
function meetings(
  faults: readonly Fault[],
  options: { readonly conferences?: number; readonly conference?: Partial<ConferenceClass> } = {},
): Scenario {
  const { conferenceClass, media } = aCurveDemand(1, {
    size: { kind: 'constant', value: 10 },
    joinOffsetSeconds: { kind: 'constant', value: 0 },
    durationMinutes: { kind: 'constant', value: 600 },
    ...options.conference,
  });
  return aScenario({
    hours: 1,
    demand: [
      {
        kind: 'burst',
        name: 'meetings',
        startMs: 10 * minuteMs,
        conferences: options.conferences ?? 3,
        conferenceClass,
        media,
      },
    ],
    faults,
  });
}

describe('jicofo-restart', () => {
  it('puts everybody out until it is back, and onto bridges chosen anew', () => {
    const { totals, minutes } = simulate(
      meetings([{ kind: 'jicofo-restart', name: 'restart', timing, absenceSeconds: 12 }]),
      run,
    );
    expect(totals.participantsDropped).toBe(30);
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo((30 * 12) / 60, 9);
    expect(totals.participantMinutes).toBeCloseTo(30 * 50 - (30 * 12) / 60, 9);
    expect(minutes.participants.at(-1)).toBe(30);
    // The sketch is right to 1 %.
    expect(Math.abs(totals.dropSecondsP50 - 12)).toBeLessThan(0.12);
  });
});

describe('churn', () => {
  it('is away for so long in each cycle', () => {
    const { totals, minutes } = simulate(
      meetings([
        { kind: 'churn', name: 'churn', timing, ratio: 1, cycles: 4, periodSeconds: 30, awaySeconds: 6 },
      ]),
      run,
    );
    expect(totals.participantsDropped).toBe(30 * 4);
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo((30 * 4 * 6) / 60, 9);
    expect(minutes.participants.at(-1)).toBe(30);
    expect(totals.joins).toBe(30);
  });
});

describe('join-burst', () => {
  it('adds conferences nobody planned for, and they end', () => {
    const burst: Fault = {
      kind: 'join-burst',
      name: 'burst',
      timing,
      conferences: 2,
      participants: 50,
      withinSeconds: 0,
      stayMinutes: 10,
      demandIndex: 0,
    };
    const { totals, minutes } = simulate(meetings([burst]), run);
    expect(totals.joins).toBe(30 + 100);
    expect(totals.conferences).toBe(3 + 2);
    expect(minutes.participants[30]).toBe(130);
    expect(minutes.participants[39]).toBe(130);
    expect(minutes.participants[40]).toBe(30);
    // 30 stay from minute 10 to 60, 100 for ten minutes.
    expect(totals.participantMinutes).toBeCloseTo(30 * 50 + 100 * 10, 6);
  });
});

describe('jibri-hang', () => {
  const recorded = (faults: readonly Fault[]): Scenario => {
    const scenario = meetings(faults, { conferences: 1, conference: { recordingRatio: 1 } });
    const late = {
      ...scenario.demand[0]!,
      name: 'late',
      startMs: 40 * minuteMs,
    } as Scenario['demand'][number];
    const later = { ...late, name: 'later', startMs: 50 * minuteMs } as Scenario['demand'][number];
    return {
      ...scenario,
      demand: [...scenario.demand, late, later],
      deployment: { ...scenario.deployment, jibris: aJibriPool({ initialCount: 2 }) },
      scaling: { ...scenario.scaling, jibris: { policy: 'static', static: { count: 2 } } },
      prices: { ...scenario.prices, jibris: scenario.prices.bridges },
    };
  };

  it('loses the recording under way, and refuses until somebody restarts the Jibris', () => {
    // Both hang at 30.5, one of them with a recording; back at 45.5: the request of minute 40 is refused.
    const hang: Fault = { kind: 'jibri-hang', name: 'hang', timing, count: 2, recoverSeconds: 900 };
    const { totals, incidents, minutes } = simulate(recorded([hang]), run);
    expect(totals.recordings).toBe(3);
    expect(totals.recordingsLost).toBe(1);
    expect(totals.recordingsRefused).toBe(1);
    expect(incidents.filter(({ kind }) => kind === 'jibri-hung')).toHaveLength(2);
    expect(minutes.jibrisBusy[31]).toBe(2);
    expect(minutes.jibrisBusy[46]).toBe(0);
    expect(totals.jibriHoursPaid).toBeCloseTo(2, 9);
  });

  it('refuses one of three recordings by itself, and two when nobody restarts the Jibris', () => {
    const { totals } = simulate(recorded([]), run);
    expect([totals.recordings, totals.recordingsLost, totals.recordingsRefused]).toEqual([3, 0, 1]);
    const hang: Fault = { kind: 'jibri-hang', name: 'hang', timing, count: 2, recoverSeconds: null };
    expect(simulate(recorded([hang]), run).totals.recordingsRefused).toBe(2);
  });
});

describe('drain-failure', () => {
  const shrinking = (faults: readonly Fault[]): Scenario => {
    const pool = aBridgePool({ initialCount: 4, drainLimit: { seconds: 900, by: 'drainMaxSeconds' } });
    const steps = [
      { atMs: 0, count: 4 },
      { atMs: 35 * minuteMs, count: 2 },
    ];
    return aScenario({
      hours: 2,
      // Short meetings: a bridge that takes no new ones is empty within five minutes.
      demand: [aCurveDemand(120, { durationMinutes: { kind: 'constant', value: 5 } })],
      deployment: {
        region: 'test',
        shardCount: 1,
        signalling: null,
        cloud: aCloud(),
        bridges: pool,
        jibris: null,
      },
      scaling: {
        bridges: { policy: 'scheduled', scheduled: { steps, prewarmSeconds: 0 }, controlIntervalSeconds: 60 },
        jibris: null,
      },
      faults,
    });
  };

  it('keeps bridges in service that were told to leave, until they are stopped under their participants', () => {
    const heard = simulate(shrinking([]), run);
    expect(heard.totals.participantsMoved).toBe(0);
    const failure: Fault = { kind: 'drain-failure', name: 'deaf', timing, durationSeconds: 3600 };
    const { totals, incidents } = simulate(shrinking([failure]), run);
    const stopped = incidents.filter(({ kind }) => kind === 'bridge-stopped');
    // Told at minute 35, stopped at the limit of 15 minutes, and gone 60 s later: 2 bridges for 16 minutes each.
    expect(stopped.map(({ atMs }) => atMs / minuteMs)).toEqual([50, 50]);
    expect(totals.bridgeHoursDraining).toBeCloseTo((2 * 16) / 60, 9);
    expect(totals.participantsMoved).toBeGreaterThan(0);
    expect(heard.totals.bridgeHoursDraining).toBeLessThan((2 * 7) / 60);
  });
});
