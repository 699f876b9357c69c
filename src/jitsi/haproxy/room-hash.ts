/**
 * HAProxy's hash of a room: sdbm over the bytes of its token, then Bob Jenkins's avalanche over 32 bits, multiplied by a
 * prime close to three quarters of the range. The same avalanche spreads the points of servers.
 *
 *   sdbm: h := c + 65599 h (mod 2^32) for each byte c
 *
 * Source: haproxy src/hash.c (hash_sdbm) and include/haproxy/tools.h (full_hash); burtleburtle.net/bob/hash/integer.html.
 */
const utf8 = new TextEncoder();

/** `hash-type consistent sdbm avalanche` of a token, 0 to 2^32 - 1. */
export function roomHash(token: string): number {
  return avalanche(sdbm(utf8.encode(token)));
}

/** 0 to 2^32 - 1. */
export function sdbm(bytes: Uint8Array): number {
  let hash = 0;
  for (const byte of bytes) hash = (byte + Math.imul(hash, 65_599)) | 0;
  return hash >>> 0;
}

/** A bijection of 0 to 2^32 - 1 in which every bit of the input moves every bit of the output. */
export function avalanche(value: number): number {
  let a = value | 0;
  a = (a + 0x7ed55d16 + (a << 12)) | 0;
  a = a ^ 0xc761c23c ^ (a >>> 19);
  a = (a + 0x165667b1 + (a << 5)) | 0;
  a = ((a + 0xd3a2646c) | 0) ^ (a << 9);
  a = (a + 0xfd7046c5 + (a << 3)) | 0;
  a = a ^ 0xb55a4f09 ^ (a >>> 16);
  return Math.imul(a, 3_221_225_473) >>> 0;
}

/**
 * The token of a room as jitsi/infra-configuration@b042dd7 makes it (role hcv-haproxy-configure): path of the tenant and
 * room, in lower case.
 */
export function roomToken(tenant: string, room: string): string {
  return `${tenant}/${room}`.toLowerCase();
}
