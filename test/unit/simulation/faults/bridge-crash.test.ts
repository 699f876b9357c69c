/**
 * Goal: a bridge that dies takes its participants' endpoints with it, Jicofo notices when upstream's timings say so, and
 * everybody is invited again through normal selection; what is lost, how long people are out and what the instance
 * costs are as worked out by hand.
 * Method: one conference of ten that all join at minute 10 and stay; its bridge is the busiest, so the fault finds it.
 * Four bridges at 1 EUR an hour, billed by the second.
 */
import { describe, expect, it } from 'vitest';
import type { BridgeCrash } from '../../../../src/scenario/faults.ts';
import type { Scenario } from '../../../../src/scenario/scenario.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aConferenceClass, aCurveDemand, aScenario } from '../../../support/scenario.ts';

const run = { seed: 3, replication: 0 };
const minuteMs = 60_000;

function aCrash(overrides: Partial<BridgeCrash> = {}): BridgeCrash {
  return {
    kind: 'bridge-crash',
    name: 'crash',
    timing: { kind: 'at', atMs: 30.5 * minuteMs },
    count: 1,
    pick: 'busiest',
    loss: 'process',
    restartSeconds: null,
    ...overrides,
  };
}

function withCrash(faults: Scenario['faults'], bridges = 4, desired = bridges): Scenario {
  const { media } = aCurveDemand(1);
  const conferenceClass = aConferenceClass({
    size: { kind: 'constant', value: 10 },
    joinOffsetSeconds: { kind: 'constant', value: 0 },
    durationMinutes: { kind: 'constant', value: 600 },
  });
  const pool = aBridgePool({ initialCount: bridges });
  return aScenario({
    hours: 1,
    demand: [{ kind: 'burst', name: 'one', startMs: 10 * minuteMs, conferences: 1, conferenceClass, media }],
    deployment: {
      region: 'test',
      cloud: aCloud(),
      shardCount: 1,
      signalling: null,
      bridges: { ...pool, selection: { ...pool.selection, strategy: 'single' } },
      jibris: null,
    },
    scaling: { bridges: { policy: 'static', static: { count: desired } }, jibris: null },
    faults,
  });
}

describe('a bridge whose process dies', () => {
  it('loses nobody: all ten are invited again at once, to one other bridge', () => {
    const { totals, incidents, minutes } = simulate(withCrash([aCrash()]), run);
    expect(incidents.filter(({ kind }) => kind === 'bridge-crashed')).toMatchObject([
      { atMs: 30.5 * minuteMs, affected: 10 },
    ]);
    expect(totals.participantsDropped).toBe(10);
    expect(totals.disconnectedParticipantMinutes).toBe(0);
    expect(totals.participantMinutes).toBeCloseTo(10 * 50, 9);
    expect(minutes.participants.at(-1)).toBe(10);
    expect(totals.bridgesPerConferenceMax).toBe(1);
  });

  it('costs until it dies, and its replacement from the order on', () => {
    // Dead at 30.5 min. The static policy looks every minute and orders at 31; ready 240 s later. 3 h of the living,
    // 30.5 minutes of the dead, 29 of the new one.
    const { totals, minutes } = simulate(withCrash([aCrash()]), run);
    expect(totals.bridgeHoursPaid).toBeCloseTo(3 + 59.5 / 60, 9);
    expect(totals.cost).toBeCloseTo(3 + 59.5 / 60, 6);
    expect(totals.bridgeLaunches).toBe(1);
    expect(minutes.bridgesReady[30]).toBe(3);
    expect(minutes.bridgesLaunching[31]).toBe(1);
    expect(minutes.bridgesReady[35]).toBe(4);
  });

  it('is paid on while its process restarts, and nothing is launched for it', () => {
    const { totals, minutes } = simulate(withCrash([aCrash({ restartSeconds: 90 })]), run);
    expect(totals.bridgeHoursPaid).toBeCloseTo(4, 9);
    expect(totals.bridgeHoursLaunching).toBeCloseTo(90 / 3600, 9);
    expect(totals.bridgeLaunches).toBe(0);
    expect(minutes.bridgesReady[30]).toBe(3);
    expect(minutes.bridgesReady[32]).toBe(4);
  });

  it('leaves them out until a bridge is there when it was the only one', () => {
    // Dead at 30.5, ordered at 31, ready 240 s later at 35: each of the ten is out for four and a half minutes.
    const { totals } = simulate(withCrash([aCrash()], 1), run);
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo(10 * 4.5, 9);
    // The sketch is right to 1 %.
    expect(Math.abs(totals.dropSecondsP95 - 270)).toBeLessThan(2.7);
    expect(totals.participantMinutes).toBeCloseTo(10 * 45.5, 9);
    expect(totals.joinsFailed).toBe(0);
  });

  it('lets those go who leave while they wait', () => {
    const scenario = withCrash([aCrash()], 1, 1);
    const demand = scenario.demand.map((one) => ({
      ...one,
      conferenceClass: { ...one.conferenceClass, durationMinutes: { kind: 'constant', value: 22 } as const },
    }));
    // The meeting ends at minute 32: out from 30.5 on, and gone before the new bridge is there at 35.
    const { totals, minutes } = simulate({ ...scenario, demand }, run);
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo(10 * 1.5, 9);
    expect(totals.participantMinutes).toBeCloseTo(10 * 20.5, 9);
    expect(minutes.participantsOut[30]).toBe(10);
    expect(minutes.participantsOut[32]).toBe(0);
    expect(minutes.participants.at(-1)).toBe(0);
  });
});

describe('a bridge whose machine falls silent', () => {
  it('keeps everybody out for exactly two consent time-outs', () => {
    // Noticed after 35 to 45 s; the first failure of the clients' connection (30 s) comes before that, the second
    // (60 s) after: 10 participants x 1 minute.
    const { totals, minutes } = simulate(withCrash([aCrash({ loss: 'machine' })]), run);
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo(10, 9);
    expect(totals.participantMinutes).toBeCloseTo(10 * 49, 9);
    expect(totals.participantsDropped).toBe(10);
    expect(totals.dropSecondsP50).toBeCloseTo(60, 0);
    expect(minutes.participants.at(-1)).toBe(10);
    // Gone at 31.5, when its absence has moved everybody; replaced from minute 32 on: 28 minutes.
    expect(totals.bridgeHoursPaid).toBeCloseTo(3 + (31.5 + 28) / 60, 9);
  });
});

describe('faults at a rate', () => {
  it('come as often as asked for, and at other times in other replications', () => {
    // 48 a day over 24 h: Poisson with mean 48 in each of 20 replications; standard error sqrt(48 / 20) = 1.55.
    const base = withCrash([
      aCrash({ timing: { kind: 'rate', meanTimeBetweenMs: 30 * minuteMs }, restartSeconds: 0 }),
    ]);
    const scenario = { ...base, horizon: { ...base.horizon, durationMs: 24 * 60 * minuteMs } };
    const counts = Array.from({ length: 20 }, (_, replication) => {
      const { incidents } = simulate(scenario, { seed: 1, replication });
      return incidents.filter(({ kind }) => kind === 'bridge-crashed').length;
    });
    const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
    expect(Math.abs(mean - 48)).toBeLessThan(3.3 * 1.55);
    expect(new Set(counts).size).toBeGreaterThan(3);
  });
});

describe('a bridge that was overstressed when it died', () => {
  it('is noted again when it is back, and overstressed at once', () => {
    // The only bridge, with 400 of one conference: away from minute 30.5 to 32.5, then all come back to it.
    const scenario = withCrash([aCrash({ restartSeconds: 120 })], 1);
    const [burst] = scenario.demand;
    if (burst?.kind !== 'burst') throw new Error('expected a burst');
    const conferenceClass = { ...burst.conferenceClass, size: { kind: 'constant', value: 400 } } as const;
    const { incidents } = simulate({ ...scenario, demand: [{ ...burst, conferenceClass }] }, run);
    const notedMs = incidents.filter(({ kind }) => kind === 'bridge-overstressed').map(({ atMs }) => atMs);
    expect(notedMs).toEqual([11, 33].map((minute) => minute * minuteMs));
  });
});
