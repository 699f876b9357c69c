/**
 * Goal: recordings start, fail, wait and end as Jicofo, Jibri and users make them: the busy time of a Jibri, Jicofo's
 * retries and time-outs, restarts, people who press the button again.
 * Method: a handful of recordings at fixed times, and everything worked out by hand from jicofo 7ebb13d (num-retries 5,
 * 200 ms, 1 min, 15 s, 90 s) and jibri 62369d5 (busy until uploaded, EXPIRED after one recording).
 */
import { describe, expect, it } from 'vitest';
import { type JibriSettings, productionSingleUse } from '../../../src/jitsi/jibri-settings.ts';
import type { Demand } from '../../../src/scenario/scenario.ts';
import { createRunContext } from '../../../src/simulation/create-run-context.ts';
import { JibriOperations } from '../../../src/simulation/jibri-operations.ts';
import { assertRecordings } from '../../../src/simulation/jibris/recording-checks.ts';
import type { RunTotals } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import {
  aConferenceClass,
  aCurveDemand,
  aJibriPool,
  aScenario,
  withFixedJibris,
} from '../../support/scenario.ts';

const minuteMs = 60_000;
const constant = (value: number) => ({ kind: 'constant', value }) as const;
const { settings: shipped } = aJibriPool();

interface Setting {
  readonly jibris: number;
  readonly settings?: Partial<JibriSettings>;
  readonly finaliseSeconds?: number;
  /** Minute at which each recording is asked for, and how long it is to last. */
  readonly asked: readonly (readonly [minute: number, minutes: number])[];
  readonly recording?: Demand['recording'];
}

/** One conference of one participant for each recording, in a run of two hours. */
function totalsOf({ jibris, settings, finaliseSeconds = 0, asked, recording }: Setting): RunTotals {
  const { media } = aCurveDemand(1);
  const demand = asked.map(([minute, minutes], index): Demand => {
    const conferenceClass = aConferenceClass({
      size: constant(1),
      durationMinutes: constant(minutes),
      joinOffsetSeconds: constant(0),
      recordingRatio: 1,
    });
    return {
      kind: 'burst',
      name: `asked ${index}`,
      startMs: minute * minuteMs,
      conferences: 1,
      conferenceClass,
      media,
      ...(recording === undefined ? {} : { recording }),
    };
  });
  const scenario = aScenario({ hours: 2, demand });
  const pool = aJibriPool({
    initialCount: jibris,
    settings: { ...shipped, ...settings },
    finaliseSeconds: constant(finaliseSeconds),
  });
  return simulate(withFixedJibris(scenario, pool), { seed: 5, replication: 0 }).totals;
}

describe('a Jibri after its recording', () => {
  it('is busy until the file is finalised and uploaded', () => {
    // 30 min at 0.7 GB/h is 0.35 GB = 2800 Mbit: 280 s at 10 Mbit/s, and 20 s of finalising: busy until 10 + 30 + 5.
    const settings = { upload: { gigabytesPerHour: 0.7, megabitsPerSecond: 10 } };
    const early = totalsOf({
      jibris: 1,
      settings,
      finaliseSeconds: 20,
      asked: [
        [10, 30],
        [44.9, 30],
      ],
    });
    expect([early.recordingsStarted, early.recordingsRefusedAllBusy]).toEqual([1, 1]);
    const late = totalsOf({
      jibris: 1,
      settings,
      finaliseSeconds: 20,
      asked: [
        [10, 30],
        [45.1, 30],
      ],
    });
    expect([late.recordingsStarted, late.recordingsRefused]).toEqual([2, 0]);
    expect(late.recordedHours).toBeCloseTo(1, 9);
    expect(late.recordedGigabytes).toBeCloseTo(0.7, 9);
  });

  it('that streams has nothing to finalise, and leaves no file', () => {
    const asked = [
      [10, 30],
      [40.1, 30],
    ] as const;
    const recording = { streamingRatio: 1, durationMinutes: null };
    const totals = totalsOf({ jibris: 1, finaliseSeconds: 600, asked, recording });
    expect([totals.recordingsStarted, totals.recordedHours]).toEqual([2, 0]);
    expect(totals.streamedHours).toBeCloseTo(1, 9);
    expect(totals.recordedGigabytes).toBe(0);
  });

  it('records no longer than the demand says', () => {
    const recording = { streamingRatio: 0, durationMinutes: constant(12) };
    expect(totalsOf({ jibris: 1, asked: [[10, 30]], recording }).recordedHours).toBeCloseTo(0.2, 9);
  });

  it('expires in single-use mode: a check at the full minute, a reboot, then the next one', () => {
    // Done at 40.5; cron sees it at 41; back at 42.
    const settings = { singleUse: productionSingleUse };
    const early = totalsOf({
      jibris: 1,
      settings,
      asked: [
        [10.5, 30],
        [41.9, 5],
      ],
    });
    expect([early.recordingsRefusedAllBusy, early.jibriRestarts]).toEqual([1, 1]);
    const late = totalsOf({
      jibris: 1,
      settings,
      asked: [
        [10.5, 30],
        [42.1, 5],
      ],
    });
    expect([late.recordingsRefused, late.jibriRestarts]).toEqual([0, 2]);
  });

  it('takes no other when it is unhealthy, until somebody restarts it', () => {
    const asked = [
      [10, 10],
      [31, 10],
    ] as const;
    const broken = { health: { unhealthyRatio: 1, repairSeconds: null } };
    expect(totalsOf({ jibris: 1, settings: broken, asked }).recordingsRefusedAllBusy).toBe(1);
    const repaired = { health: { unhealthyRatio: 1, repairSeconds: 600 } };
    expect(totalsOf({ jibris: 1, settings: repaired, asked }).recordingsRefused).toBe(0);
  });
});

describe('a start that fails', () => {
  const failing = (start: Partial<JibriSettings['start']>): Partial<JibriSettings> => ({
    start: { ...shipped.start, ...start },
  });

  it('is tried on six Jibris, which are then left alone for a minute', () => {
    // The second request, 30 s later, finds four that have not failed; then the best failed 30 s ago.
    const totals = totalsOf({
      jibris: 10,
      settings: failing({ errorRatio: 1 }),
      asked: [
        [10, 9],
        [10.5, 9],
      ],
    });
    expect(totals.jibriStartsFailed).toBe(6 + 4);
    expect([totals.recordingsFailedToStart, totals.recordingsRefusedAllBusy]).toEqual([1, 1]);
    // After 61 s all six may be asked again.
    const later = totalsOf({
      jibris: 6,
      settings: failing({ errorRatio: 1 }),
      asked: [
        [10, 9],
        [11.1, 9],
      ],
    });
    expect([later.jibriStartsFailed, later.recordingsFailedToStart]).toEqual([12, 2]);
  });

  it('waits 15 s for each Jibri that does not answer', () => {
    // Asked at 0 s and 15 s; at 30 s both have failed within the minute.
    const totals = totalsOf({ jibris: 2, settings: failing({ noAnswerRatio: 1 }), asked: [[10, 9]] });
    expect([totals.jibriStartsFailed, totals.recordingsRefusedAllBusy]).toEqual([2, 1]);
    // A meeting of 20 s is over before the second one could answer.
    const short = totalsOf({ jibris: 9, settings: failing({ noAnswerRatio: 1 }), asked: [[10, 1 / 3]] });
    expect(short.recordingsStarted).toBe(0);
    expect(short.recordingsRefused).toBe(1);
  });

  it('is replaced when the Jibri gives up, within the same six tries', () => {
    const settings = failing({ abortRatio: 1, seconds: constant(10) });
    const totals = totalsOf({ jibris: 2, settings, asked: [[10, 9]] });
    expect([totals.jibriStartsFailed, totals.recordingsFailedToStart]).toEqual([6, 1]);
  });

  it('is not replaced when the Jibri hangs: stopped after 90 s, busy until then', () => {
    const settings = failing({ hangRatio: 1 });
    const totals = totalsOf({
      jibris: 1,
      settings,
      asked: [
        [10, 30],
        [11.4, 30],
        [11.6, 30],
      ],
    });
    expect([totals.recordingsFailedToStart, totals.recordingsRefusedAllBusy]).toEqual([2, 1]);
    expect(totals.jibriStartsFailed).toBe(2);
  });

  it('takes the time that a Jibri takes to come on from the recording', () => {
    const settings = failing({ seconds: constant(30) });
    const totals = totalsOf({ jibris: 1, settings, asked: [[10, 30]] });
    expect(totals.recordedHours).toBeCloseTo(29.5 / 60, 9);
    expect(totals.recordingWaitSecondsMean).toBe(30);
    // Longer than Jicofo waits.
    const slow = failing({ seconds: constant(91) });
    expect(totalsOf({ jibris: 1, settings: slow, asked: [[10, 30]] }).recordingsFailedToStart).toBe(1);
  });

  it('finds nobody where there is no Jibri', () => {
    expect(totalsOf({ jibris: 0, asked: [[10, 30]] }).recordingsRefusedNoJibri).toBe(1);
  });
});

describe('users who press the button again', () => {
  const userRetries = { everySeconds: constant(300), attemptsMax: 10 };

  it('record the rest of the conference when a Jibri is free', () => {
    // Refused at 11, 16, 21 and 26; free since 30; recorded from 31 to 41.
    const totals = totalsOf({
      jibris: 1,
      settings: { userRetries },
      asked: [
        [0, 30],
        [11, 30],
      ],
    });
    expect([totals.recordingsStarted, totals.recordingsRetried, totals.recordingsRefused]).toEqual([2, 4, 0]);
    expect(totals.recordedHours).toBeCloseTo(40 / 60, 9);
    expect(totals.recordingWaitSecondsMean).toBeCloseTo((0 + 1200) / 2, 9);
  });

  it('give up after the last attempt, or when the conference ends', () => {
    const two = { userRetries: { ...userRetries, attemptsMax: 2 } };
    const spent = totalsOf({
      jibris: 1,
      settings: two,
      asked: [
        [0, 30],
        [11, 30],
      ],
    });
    expect([spent.recordingsRetried, spent.recordingsRefusedAllBusy]).toEqual([2, 1]);
    const over = totalsOf({
      jibris: 1,
      settings: { userRetries },
      asked: [
        [0, 30],
        [11, 12],
      ],
    });
    expect([over.recordingsRetried, over.recordingsRefusedAllBusy]).toEqual([2, 1]);
  });
});

describe('a Jibri that is taken away', () => {
  function someJibris(count: number) {
    const scenario = aScenario();
    const settings = { ...scenario.deployment, jibris: aJibriPool({ initialCount: count }) };
    const context = createRunContext({ ...scenario, deployment: settings }, { seed: 1, replication: 0 });
    const jibris = new JibriOperations(context);
    jibris.provideInitial();
    return jibris;
  }

  it('is replaced by another one, and only the rest is recorded', () => {
    const jibris = someJibris(2);
    jibris.recordings.ask(60 * minuteMs, undefined, 0);
    jibris.taken(0, 20 * minuteMs);
    const { counts } = jibris.recordings;
    expect([counts.lost, counts.resumed, counts.refusedCount]).toEqual([1, 1, 0]);
    expect(counts.fileMs).toBe(40 * minuteMs);
    expect([jibris.fleet.isBusy(1), jibris.recordings.holds(1)]).toEqual([true, true]);
    assertRecordings(jibris.recordings, jibris.fleet, '');
  });

  it('is not when no other is free: the recording ends', () => {
    const jibris = someJibris(1);
    jibris.recordings.ask(60 * minuteMs, undefined, 0);
    jibris.taken(0, 20 * minuteMs);
    const { counts } = jibris.recordings;
    expect([counts.lost, counts.resumed, counts.refusedCount, counts.fileMs]).toEqual([1, 0, 0, 0]);
    assertRecordings(jibris.recordings, jibris.fleet, '');
  });

  it('never records two at once', () => {
    const jibris = someJibris(2);
    for (let i = 0; i < 3; i++) jibris.recordings.ask(60 * minuteMs, undefined, i * 1000);
    expect(jibris.recordings.counts.refusedCount).toBe(1);
    expect(() => jibris.fleet.take(0)).toThrow(/not free/);
    assertRecordings(jibris.recordings, jibris.fleet, '');
  });
});
