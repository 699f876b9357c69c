/**
 * Goal: entries of the stick table live from their last use, and a shard's agent damps what it tells HAProxy.
 * Method: times and replies worked out by hand from the settings of 8x8's role and from the sidecar's README.
 */
import { describe, expect, it } from 'vitest';
import { ShardAgent, type ShardHealth, weightPercent } from '../../../../src/jitsi/haproxy/shard-agent.ts';
import { StickTable } from '../../../../src/jitsi/haproxy/stick-table.ts';

describe('the stick table', () => {
  it('forgets a room five minutes after its last request', () => {
    const table = new StickTable(300);
    expect(table.match(7, 0)).toBe(-1);
    table.store(7, 1, 0);
    expect(table.match(7, 299_000)).toBe(1);
    // The match was a use.
    expect(table.match(7, 598_000)).toBe(1);
    expect(table.match(7, 898_000)).toBe(-1);
  });

  it('gives a room number to another room', () => {
    const table = new StickTable(300);
    table.store(2, 1, 0);
    table.forget(2);
    expect(table.match(2, 1)).toBe(-1);
  });
});

describe('the agent of a shard', () => {
  function replies(polls: readonly [number, ShardHealth][]): string[] {
    const agent = new ShardAgent({ healthDampeningSeconds: 30, drainGraceSeconds: 120 });
    return polls.map(([seconds, health]) => {
      agent.poll(health, seconds * 1000);
      return agent.reply(seconds * 1000);
    });
  }

  it('drains for two minutes before it calls an unwell shard down', () => {
    expect(
      replies([
        [0, 'well'],
        [5, 'unwell'],
        [60, 'unwell'],
        [124, 'unwell'],
        [125, 'unwell'],
      ]),
    ).toEqual(['ready', 'drain', 'drain', 'drain', 'down']);
  });

  it('is well again half a minute after the last bad poll', () => {
    expect(
      replies([
        [0, 'unwell'],
        [5, 'well'],
        [25, 'well'],
        [30, 'well'],
      ]),
    ).toEqual(['drain', 'drain', 'drain', 'ready']);
  });

  it('calls a dead shard down at once', () => {
    expect(
      replies([
        [0, 'dead'],
        [10, 'well'],
        [30, 'well'],
      ]),
    ).toEqual(['down', 'down', 'ready']);
  });

  it('obeys its operator', () => {
    const agent = new ShardAgent({ healthDampeningSeconds: 30, drainGraceSeconds: 120 });
    agent.order = 'drain';
    expect(agent.reply(0)).toBe('drain');
    agent.order = 'maint';
    expect(agent.reply(0)).toBe('maint');
  });

  it('sends a weight that is a step, not a slope', () => {
    expect([0, 2500, 4999, 5000, 9000].map((n) => weightPercent(n, 5000))).toEqual([100, 100, 100, 1, 1]);
    expect(weightPercent(9000, null)).toBe(100);
  });
});
