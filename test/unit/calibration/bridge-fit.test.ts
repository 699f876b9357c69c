// Goal: the bridge fits recover known parameters and refuse data that cannot carry them.
// Method: noise-free and noisy points made from the formulas with parameters chosen here; refusals by message.
import { describe, expect, it } from 'vitest';
import { type CpuTest, fitCpu } from '../../../src/calibration/bridge/cpu.ts';
import { fitMediaLoad } from '../../../src/calibration/bridge/media-load.ts';
import type { BridgePoint, BridgeTest } from '../../../src/calibration/bridge/observations.ts';
import { carriedKpps, fitSaturation } from '../../../src/calibration/bridge/saturation.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';

const stream = createRandomStreams({ seed: 7, replication: 0 }).stream('test');
const nextUnit = () => stream.nextUnit();

/** Numbers of a test of its own, which move no other test's. */
function ownUnits(seed: number): () => number {
  const own = createRandomStreams({ seed, replication: 0 }).stream('test');
  return () => own.nextUnit();
}

function point(
  participants: number,
  packetRateKpps: number,
  state: BridgePoint['state'] = 'steady',
): BridgePoint {
  return {
    participants,
    conferences: 1,
    audioSendersPerConference: 10,
    packetRateKpps,
    uploadKpps: null,
    cpuCores: null,
    state,
  };
}

function aTest(points: readonly BridgePoint[]): BridgeTest {
  return { name: 'made-up test', source: 'test', coresLimit: 4, points };
}

const line = (n: number) => (50 * 10 * (n - 1) + 200 * 10) / 1000;

describe('media load', () => {
  it('recovers q 50 and h 200 from exact points', () => {
    const fit = fitMediaLoad({
      test: aTest([20, 40, 80].map((n) => point(n, line(n)))),
      nextUnit,
      draws: 10,
    });
    expect(fit.audioPairPps).toBeCloseTo(50, 9);
    expect(fit.audioSenderPps).toBeCloseTo(200, 7);
  });

  it('covers the true q in about 95 of 100 intervals when the readings are noisy', () => {
    let covered = 0;
    for (let trial = 0; trial < 100; trial++) {
      const points = [20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120].map((n) =>
        point(n, line(n) + (nextUnit() + nextUnit() + nextUnit() - 1.5)),
      );
      const [low, high] = fitMediaLoad({ test: aTest(points), nextUnit, draws: 300 }).audioPairPpsInterval95;
      if (low <= 50 && 50 <= high) covered++;
    }
    // Binomial(100, 0.95) lies in 88 to 99 with probability 0.99; the bootstrap of 11 points is slightly narrow.
    expect(covered).toBeGreaterThanOrEqual(85);
    expect(covered).toBeLessThanOrEqual(100);
  });

  it('takes no packets a sender where noise would make them negative, and refuses what is negative beyond noise', () => {
    // Pairs alone, 50 each; a slightly steeper line has a negative intercept, within the error of the three readings.
    const pairs = (n: number) => (50 * 10 * (n - 1)) / 1000;
    const noise = [-0.3, 0.1, 0.2];
    const points = [20, 40, 80].map((n, i) => point(n, pairs(n) + noise[i]!));
    const fit = fitMediaLoad({ test: aTest(points), nextUnit: ownUnits(1), draws: 50 });
    expect(fit.audioSenderPps).toBe(0);
    // Least squares through the origin: q = sum x y / sum x x.
    const sum = (of: (n: number, i: number) => number) =>
      [20, 40, 80].reduce((all, n, i) => all + of(n, i), 0);
    const expected =
      (1000 * sum((n, i) => 10 * (n - 1) * (pairs(n) + noise[i]!))) / sum((n) => (10 * (n - 1)) ** 2);
    expect(fit.audioPairPps).toBeCloseTo(expected, 9);
    expect(fit.audioSenderPpsInterval95[0]).toBe(0);
    expect(fit.report.warnings.join()).toMatch(/0 is taken/);
    const far = [20, 40, 60, 80].map((n) => point(n, pairs(n) - 5));
    expect(() => fitMediaLoad({ test: aTest(far), nextUnit: ownUnits(1), draws: 0 })).toThrow(
      /check the units/,
    );
  });

  it('refuses constant participants, two points, and loads that fall with participants', () => {
    const fitPoints = (points: readonly BridgePoint[]) =>
      fitMediaLoad({ test: aTest(points), nextUnit, draws: 0 });
    expect(() => fitPoints([point(20, 10), point(20, 11), point(20, 10)])).toThrow(
      /participants is 20 in every row/,
    );
    expect(() => fitPoints([point(20, 10), point(30, 15)])).toThrow(/2 usable points, at least 3/);
    expect(() => fitPoints([point(20, 30), point(40, 20), point(60, 10)])).toThrow(/check the units/);
  });
});

describe('saturation', () => {
  const knee = (n: number) => carriedKpps(line(n), 70, 20);
  const steady = [20, 40, 60, 80, 100].map((n) => point(n, line(n)));

  it('recovers a ceiling of 70 kpps and a sharpness of 20', () => {
    const points = [...steady, ...[120, 130, 140, 150, 160].map((n) => point(n, knee(n), 'saturated'))];
    const test = aTest(points);
    const media = fitMediaLoad({ test, nextUnit, draws: 0 });
    const fit = fitSaturation({ test, media, nextUnit, draws: 20 });
    expect(fit.ceilingKpps).toBeCloseTo(70, 1);
    expect(fit.kneeSharpness).toBeCloseTo(20, 0);
  });

  it('is not refused because some draws leave no packets for the senders', () => {
    const few = (n: number) => (50 * 10 * (n - 1) + 20 * 10) / 1000;
    const units = ownUnits(2);
    const wobble = () => 1 + 0.02 * (2 * units() - 1);
    const points = [
      ...[20, 40, 60, 80, 100].map((n) => point(n, few(n) * wobble())),
      ...[150, 170, 190].map((n) => point(n, carriedKpps(few(n), 70, 20) * wobble(), 'saturated')),
    ];
    const test = aTest(points);
    const media = { audioPairPps: 50, audioSenderPps: 20 };
    const [low, high] = fitSaturation({ test, media, nextUnit: units, draws: 100 }).ceilingKppsInterval95;
    expect(low).toBeLessThan(70);
    expect(high).toBeGreaterThan(70);
  });

  it('refuses a test that never saturated', () => {
    const test = aTest(steady);
    const media = fitMediaLoad({ test, nextUnit, draws: 0 });
    expect(() => fitSaturation({ test, media, nextUnit, draws: 0 })).toThrow(
      /beyond the knee.*0 usable points/,
    );
  });
});

describe('CPU', () => {
  const cores = (x: number, speed: number) => speed * (0.6 * (1 - Math.exp(-x / 2)) + 0.05 * x);
  const measured = (name: string, speed: number): CpuTest => {
    const packetRateKpps = [8, 15, 25, 35, 45];
    return {
      name,
      participants: [16, 30, 50, 70, 90],
      cpuCores: packetRateKpps.map((x) => cores(x, speed)),
      load: { kind: 'measured', packetRateKpps },
    };
  };

  it('of one deployment from five points covers c0 and a as often as its intervals say', () => {
    // Readings wobble by 2 %; Binomial(60, 0.95) is at least 51 with probability 0.998.
    const units = ownUnits(3);
    const normal = () => Math.sqrt(-2 * Math.log(1 - units())) * Math.cos(2 * Math.PI * units());
    const covered = [0, 0];
    for (let trial = 0; trial < 60; trial++) {
      const test = measured('own', 1);
      const own = { ...test, cpuCores: test.cpuCores.map((value) => value * Math.exp(0.02 * normal())) };
      const fit = fitCpu({ tests: [own], nextUnit: units, draws: 200, forOneDeployment: true });
      for (const [i, [truth, [low, high]]] of [
        [0.6, fit.activeBaseCoresInterval95] as const,
        [0.05, fit.perKppsCoresInterval95] as const,
      ].entries()) {
        if (low <= truth && truth <= high) covered[i]! += 1;
      }
    }
    expect(Math.min(...covered)).toBeGreaterThanOrEqual(51);
  });

  it('recovers c0 0.6, a 0.05 and the speeds of three tests from exact points', () => {
    const speeds = [0.8, 1, 1.25];
    const fit = fitCpu({
      tests: speeds.map((speed, i) => measured(`test ${i}`, speed)),
      nextUnit,
      draws: 20,
    });
    expect(fit.activeBaseCores).toBeCloseTo(0.6, 4);
    expect(fit.perKppsCores).toBeCloseTo(0.05, 5);
    // ln 0.8, 0, ln 1.25: mean 0, sample deviation 0.2231.
    expect(fit.testEffects.map((effect) => Math.exp(effect))).toEqual(
      speeds.map((s) => expect.closeTo(s, 4)),
    );
    expect(fit.speedLogStandardDeviation).toBeCloseTo(0.2231, 3);
  });

  it('refuses one test only, since the spread between deployments is then unknown', () => {
    expect(() => fitCpu({ tests: [measured('only', 1)], nextUnit, draws: 0 })).toThrow(
      /spread between deployments is unknown.*measurement of your own/,
    );
  });

  it('refuses a test at a single load and one with idle rows', () => {
    const flat: CpuTest = {
      ...measured('flat', 1),
      load: { kind: 'measured', packetRateKpps: [9, 9, 9, 9, 9] },
    };
    expect(() => fitCpu({ tests: [measured('a', 1), flat], nextUnit, draws: 0 })).toThrow(
      /load is 9 in every row/,
    );
    const idle: CpuTest = { ...measured('idle', 1), cpuCores: [0, 1, 1.5, 2, 2.5] };
    expect(() => fitCpu({ tests: [measured('a', 1), idle], nextUnit, draws: 0 })).toThrow(
      /leave idle rows out/,
    );
  });
});
