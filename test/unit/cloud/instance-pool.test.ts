/**
 * Goal: instances are counted and paid in the right state from launch request to gone.
 * Method: one life written out by hand, with its times.
 */
import { describe, expect, it } from 'vitest';
import { bootDelayMs } from '../../../src/cloud/boot-delay.ts';
import { InstancePool } from '../../../src/cloud/instance-pool.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';

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
      { startMs: 1000, endMs: 900_000, readyMs: 241_000, zone: 0, offer: 0, endReason: 'retired' },
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
});
