/**
 * Goal: Jicofo spreads requests over its Jibris and keeps away from those that failed.
 * Method: jicofo 7ebb13d, JibriDetector.kt with its 200 ms and its minute, to the millisecond.
 */
import { describe, expect, it } from 'vitest';
import { JibriDetector, shippedJibriDetector } from '../../../../src/jitsi/jicofo/jibri-detector.ts';

function aDetector(...ids: readonly string[]): JibriDetector {
  const detector = new JibriDetector(shippedJibriDetector);
  for (const id of ids) detector.hear(id, { isIdle: true, isHealthy: true });
  return detector;
}

describe('the Jibri detector', () => {
  it('does not pick a Jibri twice within 200 ms', () => {
    const detector = aDetector('a');
    expect([0, 199, 200].map((nowMs) => detector.select(nowMs))).toEqual(['a', null, 'a']);
  });

  it('keeps away from a failed Jibri for a minute, and longest from the one that failed last', () => {
    const detector = aDetector('a', 'b');
    detector.instanceFailed('a', 1000);
    detector.instanceFailed('b', 0);
    expect([59_999, 60_000].map((nowMs) => detector.select(nowMs))).toEqual([null, 'b']);
    expect([60_100, 61_000].map((nowMs) => detector.select(nowMs))).toEqual([null, 'b']);
  });

  it('forgets a Jibri that left', () => {
    const detector = aDetector('a');
    detector.remove('a');
    expect([detector.select(0), detector.isAnyConnected]).toEqual([null, false]);
  });
});
