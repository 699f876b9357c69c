// Goal: Erlang B and its inverses are the telephone engineer's tables.
// Method: offered loads printed in every Erlang table (four digits), closed forms for few servers, and an independent
// expression of B by the Poisson distribution.
import { describe, expect, test } from 'vitest';
import {
  erlangB,
  haywardBlocking,
  offeredLoadForBlocking,
  serversForBlocking,
} from '../../../src/queueing/erlang-b.ts';
import { cdf } from '../../../src/stats/distributions/cdf.ts';

/** Servers, blocking, and the offered load in erlangs at which it is reached. */
const table = [
  [1, 0.01, 0.0101],
  [5, 0.01, 1.361],
  [10, 0.001, 3.092],
  [10, 0.01, 4.461],
  [10, 0.02, 5.084],
  [10, 0.05, 6.216],
  [20, 0.01, 12.03],
  [20, 0.02, 13.18],
  [30, 0.05, 24.8],
  [50, 0.01, 37.9],
  [100, 0.001, 75.24],
  [100, 0.01, 84.06],
] as const;

describe('the Erlang B table', () => {
  test.each(table)('%d servers at blocking %d carry %d erlangs', (servers, blockingMax, load) => {
    expect(Number(offeredLoadForBlocking({ servers, blockingMax }).toPrecision(4))).toBe(
      Number(load.toPrecision(4)),
    );
  });

  test.each(table)(
    '%d servers are the fewest for blocking %d at %d erlangs',
    (servers, blockingMax, load) => {
      // A little below the table's rounding, so many servers suffice; a little above, one more is needed.
      expect(serversForBlocking({ offeredLoadErlangs: load * 0.995, blockingMax })).toBe(servers);
      expect(serversForBlocking({ offeredLoadErlangs: load * 1.005, blockingMax })).toBe(servers + 1);
    },
  );
});

describe('erlangB', () => {
  test('is the closed form for one and two servers', () => {
    for (const a of [0.1, 1, 7]) {
      expect(erlangB({ servers: 1, offeredLoadErlangs: a })).toBeCloseTo(a / (1 + a), 14);
      expect(erlangB({ servers: 2, offeredLoadErlangs: a })).toBeCloseTo((a * a) / (2 + 2 * a + a * a), 14);
    }
  });

  test('is the Poisson probability of c given at most c, for hundreds of servers too', () => {
    for (const [servers, mean] of [
      [40, 33],
      [700, 650],
      [700, 800],
    ] as const) {
      const upTo = (x: number): number => cdf({ kind: 'poisson', mean }, x);
      const expected = (upTo(servers) - upTo(servers - 1)) / upTo(servers);
      expect(Math.abs(erlangB({ servers, offeredLoadErlangs: mean }) / expected - 1)).toBeLessThan(1e-10);
    }
  });

  test('loses everyone without servers and no one without load', () => {
    expect(erlangB({ servers: 0, offeredLoadErlangs: 3 })).toBe(1);
    expect(erlangB({ servers: 3, offeredLoadErlangs: 0 })).toBe(0);
  });

  test('tends to the overload share 1 - c / a', () => {
    expect(erlangB({ servers: 10, offeredLoadErlangs: 1e6 })).toBeCloseTo(1 - 10 / 1e6, 9);
  });

  test('refuses broken servers and negative loads', () => {
    expect(() => erlangB({ servers: 2.5, offeredLoadErlangs: 1 })).toThrow(/whole/);
    expect(() => erlangB({ servers: 2, offeredLoadErlangs: -1 })).toThrow(/negative/);
    expect(() => erlangB({ servers: 2, offeredLoadErlangs: Number.NaN })).toThrow(/NaN/);
  });
});

describe('the inverses of Erlang B', () => {
  test('give back the blocking they were asked for', () => {
    for (const blockingMax of [1e-9, 0.01, 0.5, 0.99]) {
      const offeredLoadErlangs = offeredLoadForBlocking({ servers: 25, blockingMax });
      expect(Math.abs(erlangB({ servers: 25, offeredLoadErlangs }) / blockingMax - 1)).toBeLessThan(1e-9);
    }
  });

  test('need nothing for no load, and carry nothing without servers', () => {
    expect(serversForBlocking({ offeredLoadErlangs: 0, blockingMax: 0.01 })).toBe(0);
    expect(serversForBlocking({ offeredLoadErlangs: 5, blockingMax: 1 })).toBe(0);
    expect(offeredLoadForBlocking({ servers: 0, blockingMax: 0.01 })).toBe(0);
  });

  test('refuse a target that no fleet, or every load, meets', () => {
    expect(() => serversForBlocking({ offeredLoadErlangs: 1, blockingMax: 0 })).toThrow(/target/);
    expect(() => offeredLoadForBlocking({ servers: 3, blockingMax: 1 })).toThrow(/any load/);
  });
});

describe('haywardBlocking', () => {
  test('is Erlang B for single arrivals', () => {
    for (const servers of [0, 1, 12, 90]) {
      const system = { servers, offeredLoadErlangs: 11 };
      const ratio = haywardBlocking({ ...system, peakedness: 1 }) / erlangB(system);
      expect(Math.abs(ratio - 1)).toBeLessThan(1e-12);
    }
  });

  test('scales load and servers together', () => {
    // Half of 20 servers and 16 erlangs: B(10, 8) = 0.121661.
    const blocking = haywardBlocking({ servers: 20, offeredLoadErlangs: 16, peakedness: 2 });
    expect(blocking).toBeCloseTo(0.121661, 6);
  });

  test('rises with peakedness', () => {
    const at = (peakedness: number): number =>
      haywardBlocking({ servers: 20, offeredLoadErlangs: 12, peakedness });
    expect(at(2)).toBeGreaterThan(at(1.3));
    expect(at(1.3)).toBeGreaterThan(at(1));
  });

  test('loses no one without load', () => {
    expect(haywardBlocking({ servers: 3, offeredLoadErlangs: 0, peakedness: 2 })).toBe(0);
    expect(() => haywardBlocking({ servers: 3, offeredLoadErlangs: 1, peakedness: 0 })).toThrow(/peakedness/);
  });
});
