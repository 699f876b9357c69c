// Goal: a cloud's autoscaler sees what its monitoring would show it: means over the period, with the delay, of CPU since
//   the figure before.
// Method: figures of two or three instances are set by hand, sample by sample; means are worked out in the comments.
import { describe, expect, test } from 'vitest';
import type { MetricAggregate } from '../../../../src/scenario/scaling-metrics.ts';
import type { Monitoring } from '../../../../src/scenario/scenario.ts';
import { createController } from '../../../../src/simulation/controllers/create-controllers.ts';
import { MonitoredMetrics } from '../../../../src/simulation/controllers/monitored-metrics.ts';
import { aPool, aRunContext, boot, type GivenFigures, signalsOf, tickUntil } from '../../../support/pools.ts';
import { scenarioOf } from '../../../support/study.ts';

const stress = (aggregate: MetricAggregate) => ({ metric: 'stress', aggregate }) as const;

function watched(monitoring: Partial<Monitoring>, aggregates: readonly MetricAggregate[] = ['mean']) {
  const pool = aPool(2);
  const given: GivenFigures = { figures: {}, unserved: 0 };
  const metrics = new MonitoredMetrics(
    signalsOf(pool, given),
    aggregates.map(stress),
    { sampleSeconds: 20, windowSeconds: 60, delaySeconds: 0, ...monitoring },
    20_000,
  );
  return {
    pool,
    metrics,
    see(atSeconds: number, ...stresses: number[]) {
      given.figures = { stress: (slot) => stresses[slot]! };
      metrics.sample(atSeconds * 1000);
    },
    read: (atSeconds: number) => metrics.read(atSeconds * 1000),
  };
}

describe('figures of a window', () => {
  test('mean, maximum and sum are over all figures sent in the period', () => {
    const { see, read, pool } = watched({}, ['mean', 'max', 'sum']);
    see(20, 0.2, 0.4);
    see(40, 0.4, 0.6);
    pool.supply.order(1, 40_000);
    boot(pool, 45_000);
    see(60, 0.6, 0.8, 0.9);
    // Mean: (0.6 + 1.0 + 2.3) / 7 figures; maximum 0.9; sum: the mean of 0.6, 1.0 and 2.3.
    const [mean, max, sum] = read(60);
    expect(mean).toBeCloseTo(3.9 / 7, 12);
    expect(max).toBe(0.9);
    expect(sum).toBeCloseTo(1.3, 12);
  });

  test('a window reaches from just after its beginning to its end', () => {
    const { see, read } = watched({});
    for (const [at, value] of [
      [20, 0.1],
      [40, 0.2],
      [60, 0.3],
      [80, 0.4],
    ] as const)
      see(at, value, value);
    // 20 s is no longer in the minute up to 80 s: (0.2 + 0.3 + 0.4) / 3.
    expect(read(80)[0]).toBeCloseTo(0.3, 12);
  });

  test('what was sent is seen after the delay, and nothing before', () => {
    const { see, read, metrics } = watched({ sampleSeconds: 60, delaySeconds: 60 });
    see(20, 0.7, 0.9);
    expect(read(20)).toEqual([null]);
    expect(metrics.saw(20_000)).toBe('monitoring has no figures yet');
    see(80, 0.1, 0.1);
    expect(read(80)[0]).toBeCloseTo(0.8, 12);
    expect(metrics.saw(80_000)).toBe('metrics 60 s old');
  });

  test('between two samples nothing new is seen', () => {
    const { see, read } = watched({ sampleSeconds: 30, windowSeconds: 30 });
    see(20, 0.5, 0.5);
    see(35, 0.9, 0.9);
    expect(read(35)).toEqual([0.5]);
  });

  test('CPU is the mean since the figure before, not that of the moment', () => {
    // The support's integral is cores x time since 0: 2 cores until 60 s make 120 core-seconds; 4 cores then make 480 at
    // 120 s, 360 in a minute: 6 cores on average. The reading of the moment would be 4.
    const pool = aPool(1);
    const given: GivenFigures = { figures: { cpu: 2 }, unserved: 0 };
    const source = { metric: 'cpu', aggregate: 'mean' } as const;
    const monitoring = { sampleSeconds: 60, windowSeconds: 60, delaySeconds: 0 };
    const metrics = new MonitoredMetrics(signalsOf(pool, given), [source], monitoring, 60_000);
    metrics.sample(60_000);
    expect(metrics.read(60_000)).toEqual([2]);
    given.figures = { cpu: 4 };
    metrics.sample(120_000);
    expect(metrics.read(120_000)).toEqual([6]);
  });
});

describe('controllers read it', () => {
  const bounds = 'min: 1, max: 20';
  /** When a controller first wants more than 2 after stress jumps at `jumpSeconds`. */
  async function reaction(policy: string, settings: string): Promise<number> {
    const scenario = await scenarioOf(`name: S
horizon: { start: 2026-11-23T00:00, days: 1 }
demand: [{ class: team-meeting, conferences: { peakPerHour: 60 } }]
deployment: { bridges: { initialCount: 2 } }
scaling: { bridges: { policy: ${policy}, ${bounds}, ${settings} } }
`);
    const pool = aPool(2);
    const given: GivenFigures = { figures: { stress: 0.3 }, unserved: 0 };
    const context = aRunContext(scenario);
    const controller = createController(context, signalsOf(pool, given), scenario.scaling.bridges);
    // Quiet until 890 s, so that the sample of 900 s is the first that shows the jump.
    const nextMs = tickUntil(controller, null, 890_000);
    given.figures = { stress: 0.9 };
    tickUntil(controller, nextMs, 3_000_000);
    return (context.decisions.find(({ desiredAfter }) => desiredAfter > 2)?.atMs ?? Number.NaN) / 1000;
  }

  test('EC2: three periods above the target and the delay of the metric', async () => {
    const tracking = 'policies: [{ kind: target-tracking, metric: stress, target: 0.5 }]';
    // The samples of 900, 960 and 1020 s are above; the last is seen a minute later.
    expect(await reaction('aws-auto-scaling', tracking)).toBe(1080);
    expect(await reaction('aws-auto-scaling', `metricDelaySeconds: 0, ${tracking}`)).toBe(1020);
  });

  test('EC2: two of three periods need two', async () => {
    const step =
      'metricDelaySeconds: 0, policies: [{ kind: step, metric: stress, comparison: ">", threshold: 0.5, evaluationPeriods: 3, datapointsToAlarm: 2, adjustmentType: ChangeInCapacity, steps: [{ lower: 0, upper: null, adjust: 1 }] }]';
    expect(await reaction('aws-auto-scaling', step)).toBe(960);
  });

  test('EC2: with a sample every 20 s a period that begins in the middle of a jump is a mean', async () => {
    const fine = (target: number) =>
      `metricDelaySeconds: 0, metricSampleSeconds: 20, scaleOutPeriods: 1, policies: [{ kind: target-tracking, metric: stress, target: ${target} }]`;
    // Period up to 900 s: samples of 860 and 880 s at 0.3, of 900 s at 0.9: mean 0.5.
    expect(await reaction('aws-auto-scaling', fine(0.49))).toBe(900);
    expect(await reaction('aws-auto-scaling', fine(0.51))).toBe(960);
  });

  test('Google: a signal is seen a minute after it was sent', async () => {
    expect(await reaction('gcp-mig', 'signals: [{ metric: stress, target: 0.5 }]')).toBe(960);
    const mean =
      'metricWindowSeconds: 180, metricDelaySeconds: 0, signals: [{ metric: stress, target: 0.55 }]';
    // Sums of two bridges, 0.6 and then 1.8: means of three are 1.0, which two carry, and a minute later 1.4.
    expect(await reaction('gcp-mig', mean)).toBe(960);
  });

  test('Azure: a rule averages ten grains of a minute', async () => {
    const rules = (threshold: number) =>
      `metricDelaySeconds: 0, rules: [{ metric: stress, direction: out, operator: ">", threshold: ${threshold} }]`;
    // After k minutes the mean of ten is 0.3 + 0.06 k: above 0.47 with k = 3, at 900 + 120 s.
    expect(await reaction('azure-vmss', rules(0.47))).toBe(1020);
  });

  test('KEDA: the scrape before the sync is what counts', async () => {
    const rarely = (seconds: number) =>
      `scrapeIntervalSeconds: ${seconds}, triggers: [{ kind: metric, metric: stress, threshold: 0.5 }]`;
    // Scrapes every 600 s: the one of 1200 s is the first after the jump.
    expect(await reaction('keda-scaled-object', rarely(600))).toBeGreaterThanOrEqual(1200);
    expect(await reaction('keda-scaled-object', rarely(600))).toBeLessThan(1200 + 15);
    expect(await reaction('keda-scaled-object', rarely(10))).toBeLessThan(890 + 10 + 15);
  });

  test('KEDA: with cached metrics the HPA waits for the next poll', async () => {
    const cached = (isCached: boolean) =>
      `pollingIntervalSeconds: 1000, scrapeIntervalSeconds: 10, triggers: [{ kind: metric, metric: stress, threshold: 0.5, useCachedMetrics: ${isCached} }]`;
    const [fresh, late] = [
      await reaction('keda-scaled-object', cached(false)),
      await reaction('keda-scaled-object', cached(true)),
    ];
    expect(fresh).toBeLessThan(890 + 10 + 15);
    expect(late).toBeGreaterThan(1000);
  });
});
