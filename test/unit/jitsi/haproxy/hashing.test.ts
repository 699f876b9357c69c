/**
 * Goal: rooms are hashed and placed on shards as HAProxy does it.
 * Method: sdbm by its definition as a polynomial in 65599 modulo 2^32, worked out with big integers; the avalanche
 * against values of the C formula worked out with unbounded integers (Python) and by being a bijection; the ring against
 * a linear search, and its bounds against slots worked out by hand from lb_chash.c.
 */

import { describe, expect, it } from 'vitest';
import { HashRing, type RingServer } from '../../../../src/jitsi/haproxy/hash-ring.ts';
import { avalanche, roomHash, roomToken, sdbm } from '../../../../src/jitsi/haproxy/room-hash.ts';
import { fc } from '../../../support/property.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const unbounded = Number.POSITIVE_INFINITY;

describe('the hash of a room', () => {
  it('is sdbm, a polynomial of the bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const polynomial = bytesOf(text).reduce(
          (hash, byte) => (hash * 65_599n + BigInt(byte)) % 2n ** 32n,
          0n,
        );
        expect(sdbm(bytesOf(text))).toBe(Number(polynomial));
      }),
    );
    // 97 * 65599 + 98
    expect(sdbm(bytesOf('ab'))).toBe(6_363_201);
  });

  it('is spread by the avalanche', () => {
    expect([0, 1, 4096, 0xffffffff].map(avalanche)).toEqual([
      2_874_071_335, 881_230_262, 1_237_450_891, 2_120_532_354,
    ]);
    expect(roomHash('tenant/room')).toBe(584_129_558);
    expect(roomHash('ümlaut')).toBe(1_445_356_238);
  });

  it('takes upper and lower case for the same', () => {
    expect(roomToken('Tenant', 'MyRoom')).toBe('tenant/myroom');
  });
});

const three: readonly RingServer[] = [1, 2, 3].map((number) => ({ number, weight: 256 }));

describe('the ring', () => {
  it('gives a hash to the nearest point of all', () => {
    const servers: readonly RingServer[] = [
      { number: 1, weight: 2 },
      { number: 2, weight: 1 },
      { number: 3, weight: 3 },
    ];
    const points = servers.flatMap(({ number, weight }, owner) =>
      Array.from({ length: weight * 16 }, (_, i) => ({ key: avalanche(number * 4096 + i), owner })),
    );
    const ring = new HashRing(servers);
    const distance = (a: number, b: number): number => Math.min((a - b) >>> 0, (b - a) >>> 0);
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (hash) => {
        const nearest = Math.min(...points.map(({ key }) => distance(key, hash)));
        const owners = points.filter(({ key }) => distance(key, hash) === nearest).map(({ owner }) => owner);
        expect(owners).toContain(ring.serverOf(hash, [0, 0, 0], unbounded));
      }),
      { numRuns: 300 },
    );
  });

  it('shares rooms out evenly, and moves none but those of a server that goes', () => {
    const before = new HashRing(three);
    const after = new HashRing(three.map((server, i) => (i === 2 ? { ...server, weight: 0 } : server)));
    const counts = [0, 0, 0];
    for (let room = 0; room < 6000; room++) {
      const hash = roomHash(`tenant/room${room}`);
      const server = before.serverOf(hash, [0, 0, 0], unbounded);
      counts[server]! += 1;
      const moved = after.serverOf(hash, [0, 0, 0], unbounded);
      if (server !== 2) expect(moved).toBe(server);
      else expect(moved).not.toBe(2);
    }
    // A binomial of 6000 thirds has a deviation of 37; the ring's own unevenness with 4096 points adds about 2 %.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('knows how many connections each server may have', () => {
    // lb_chash.c by hand: 5 slots over weights 2 and 1 are 1 each per weight and 2 over, which go (0 + 2) * 2 / 3 = 1 and
    // (2 + 1) * 2 / 3 - 2 * 2 / 3 = 2 - 1 = 1.
    const ring = new HashRing([
      { number: 1, weight: 2 },
      { number: 2, weight: 1 },
    ]);
    expect([0, 1].map((server) => ring.slotsOf(server, 5))).toEqual([3, 2]);
    expect([0, 1].map((server) => ring.slotsOf(server, 1))).toEqual([1, 1]);
  });

  it('passes a server over that has its bound', () => {
    const two = new HashRing(three.slice(0, 2));
    const hash = Array.from({ length: 50 }, (_, room) => roomHash(`r${room}`)).find(
      (one) => two.serverOf(one, [0, 0], unbounded) === 0,
    )!;
    // Three connections and the one to come, times 1.5, are 6 slots, 3 for each.
    expect(two.serverOf(hash, [2, 1], 1.5)).toBe(0);
    expect(two.serverOf(hash, [3, 0], 1.5)).toBe(1);
    expect(two.serverOf(hash, [3, 0], unbounded)).toBe(0);
  });

  it('keeps every server below its bound, whatever comes', () => {
    const ring = new HashRing(three);
    const served = [0, 0, 0];
    for (let room = 0; room < 400; room++) served[ring.serverOf(roomHash(`x${room}`), served, 1.1)]! += 1;
    // 400 * 1.1 / 3 = 146.7
    expect(Math.max(...served)).toBeLessThanOrEqual(147);
  });

  it('has nobody when no server has weight', () => {
    expect(new HashRing([{ number: 1, weight: 0 }]).serverOf(7, [0], 1.5)).toBe(-1);
  });
});
