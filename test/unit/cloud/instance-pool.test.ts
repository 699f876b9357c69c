/**
 * Goal: instances are counted and paid in the right state from launch request to gone.
 * Method: one life written out by hand, with its times.
 */
import { describe, expect, it } from 'vitest';
import { bootDelayMs, bootStageTimesMs } from '../../../src/cloud/boot-delay.ts';
import { InstancePool } from '../../../src/cloud/instance-pool.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { scenarioOf } from '../../support/study.ts';

describe('an instance', () => {
  it('is paid from its launch request until it is gone', () => {
    const pool = new InstancePool();
    const slot = pool.launch(1000);
    expect(pool.stateOf(slot)).toBe('launching');
    pool.markReady(slot, 241_000);
    pool.startDrain(slot, 500_000);
    expect([pool.launchingCount, pool.readyCount, pool.drainingCount]).toEqual([0, 0, 1]);
    pool.end(slot, 900_000);
    expect(pool.ended).toEqual([
      { startMs: 1000, endMs: 900_000, readyMs: 241_000, zone: 0, offer: 0, owner: -1, endReason: 'retired' },
    ]);
    expect([pool.launchingMs, pool.readyMs, pool.drainingMs]).toEqual([240_000, 259_000, 400_000]);
    expect(pool.stateOf(slot)).toBe('gone');
  });

  it('gets a number of its own although its slot is used again', () => {
    const pool = new InstancePool();
    const first = pool.launch(0);
    pool.end(first, 10);
    const second = pool.launch(20);
    expect(second).toBe(first);
    expect(pool.number[second]).toBe(1);
  });

  it('cannot drain before it serves', () => {
    const pool = new InstancePool();
    const slot = pool.launch(0);
    expect(() => pool.startDrain(slot, 1)).toThrow(/startDrain.*launching/);
  });

  it('keeps its state when the pool grows to hundreds', () => {
    const pool = new InstancePool();
    const slots = Array.from({ length: 300 }, () => pool.launch(0));
    for (const slot of slots) pool.markReady(slot, 5);
    expect(pool.readyCount).toBe(300);
    expect(pool.slotsIn('ready')).toEqual(slots);
    expect(pool.paidMax).toBe(300);
  });
});

describe('the boot delay', () => {
  const stages = [
    { name: 'nodeVisible', atSeconds: 135 },
    { name: 'ready', atSeconds: 240 },
  ];

  it('is the last stage exactly when there is no spread', () => {
    const stream = createRandomStreams({ seed: 1, replication: 0 }).stream('boot').at(0);
    expect(bootDelayMs({ name: 'openfun', stages, spreadLogStandardDeviation: 0 }, stream)).toBe(240_000);
  });

  it('has the last stage as its median when there is a spread', () => {
    const stream = createRandomStreams({ seed: 1, replication: 0 }).stream('boot');
    const model = { name: 'openfun', stages, spreadLogStandardDeviation: 0.2 };
    const below = Array.from({ length: 1000 }, (_, i) => bootDelayMs(model, stream.at(i))).filter(
      (d) => d < 240_000,
    );
    // Binomial(1000, 1/2): 99.9 % interval is 500 +/- 52.
    expect(Math.abs(below.length - 500)).toBeLessThan(52);
  });

  it('adds up stages that have distributions of their own, in order', () => {
    const stream = createRandomStreams({ seed: 1, replication: 0 }).stream('boot');
    const takesSeconds = { kind: 'exponential', mean: 60 } as const;
    const model = {
      name: 'measured',
      stages: [
        { name: 'nodeReady', takesSeconds },
        { name: 'ready', takesSeconds },
      ],
      spreadLogStandardDeviation: 0,
    };
    const draws = Array.from({ length: 2000 }, (_, i) => bootStageTimesMs(model, stream.at(i)));
    expect(draws.every(([node, ready]) => node! <= ready!)).toBe(true);
    // Two exponentials: mean 120 s, standard deviation 60 * sqrt(2); 99.9 % of means of 2000 lie within 6.3 s.
    const mean = draws.reduce((sum, [, ready]) => sum + ready! / 1000, 0) / draws.length;
    expect(Math.abs(mean - 120)).toBeLessThan(6.3);
  });

  it('is given in a scenario stage by stage', async () => {
    const scenario = await scenarioOf(`
name: s
demand: [{ class: team-meeting, conferences: { curve: flat, peakPerHour: 1 } }]
deployment:
  bridges:
    boot:
      from: vm-image
      spreadLogStandardDeviation: 0
      stages: [{ name: nodeReady, atSeconds: 90 }, { name: ready, takesSeconds: [10, 30] }]
`);
    const stream = createRandomStreams({ seed: 1, replication: 0 }).stream('boot').at(0);
    const [node, ready] = bootStageTimesMs(scenario.deployment.bridges.boot, stream);
    expect(node).toBe(90_000);
    expect(ready).toBeGreaterThan(100_000);
    expect(ready).toBeLessThan(120_000);
  });
});

describe('the instances that live, by launch', () => {
  it('are counted by the moment and the offer of their launch until they are gone', () => {
    const pool = new InstancePool();
    const early = pool.provideReady(0);
    pool.provideReady(0);
    pool.launch(0, { zone: 0, offer: 1 });
    const late = pool.launch(5000);
    pool.end(early, 6000);
    pool.end(late, 7000);
    const living = [0, 1, 2].map((offer) => {
      const found: number[][] = [];
      pool.cohorts.forEach(offer, (startMs, count) => found.push([startMs, count]));
      return found;
    });
    // Two by the first offer at 0, of which one went; one by the second; the one of 5 s went too.
    expect(living).toEqual([[[0, 1]], [[0, 1]], []]);
  });

  it('cannot lose one that was never launched', () => {
    const pool = new InstancePool();
    pool.provideReady(0);
    expect(() => pool.cohorts.remove(1000, 0)).toThrow('LaunchCohorts.remove');
  });
});
